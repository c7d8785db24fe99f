import type { DomainSource } from './services-domain.ts';

/** What spares a person the address screen (D2). */
export type Suggestion =
  /** The domain is known: only who the person is in it is asked. */
  | {
      readonly kind: 'domain';
      readonly domain: string;
      readonly source: Exclude<DomainSource, 'address'>;
      /** `ServicesDomainSsoEmailPrompt`: the whole mail address instead of the user name. */
      readonly asks: 'user-name' | 'email';
      /** What the field begins with: the name of the person logged on to the computer. */
      readonly initial?: string;
    }
  /** The computer knows the person: nothing is asked. */
  | { readonly kind: 'person'; readonly address: string };
