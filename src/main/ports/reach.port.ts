import type { Span } from './trace.port.ts';

/** Whether something listens there; asked before a person is troubled for a password. */
export interface Reach {
  /** True when a TCP connection could be made; it is closed at once, nothing is sent. */
  accepts(
    target: { readonly host: string; readonly port: number },
    call: { readonly signal: AbortSignal; readonly span: Span },
  ): Promise<boolean>;
}
