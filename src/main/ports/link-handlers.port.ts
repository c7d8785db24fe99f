import type { LinkScheme } from '../../shared/domain/link-schemes.ts';

/** Which program the system opens a kind of link with. */
export interface LinkHandler {
  readonly scheme: LinkScheme;
  readonly isOurs: boolean;
  /** What the system calls the program; absent: there is none, or it does not say. */
  readonly program?: string;
}

/** The system's choice of programs for links (X4). It is the person's: asked about, and changed on their word only. */
export interface LinkHandlers {
  all(): Promise<readonly LinkHandler[]>;
  /**
   * Makes Parlance the one for a scheme. `asked`: the system's own settings were opened, where the person decides. Where `caps.protocolHandlers`.
   */
  makeDefault(scheme: LinkScheme): Promise<'done' | 'asked' | 'refused'>;
}
