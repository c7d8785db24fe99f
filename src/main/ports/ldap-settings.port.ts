/** Fields of a person, each fed by an attribute that the administrator may rename (cisco-uc 4.7). */
export type LdapField =
  | 'displayName'
  | 'commonName'
  | 'firstName'
  | 'lastName'
  | 'userName'
  | 'email'
  | 'businessPhone'
  | 'mobilePhone'
  | 'homePhone'
  | 'otherPhone'
  | 'title'
  | 'department'
  | 'directoryUri'
  | 'sipUri';

/** What only a card shows. */
export type LdapCardField = 'company' | 'manager' | 'street' | 'city' | 'state' | 'postalCode' | 'country';

/** How the company's LDAP directory is asked (C2), as the configuration decided it. */
export interface LdapSettings {
  /** Best first; empty: the domain's records are looked for. */
  readonly servers: readonly { readonly host: string; readonly port?: number }[];
  /** Where the records of servers are, best first. */
  readonly domains: readonly string[];
  readonly isEncrypted: boolean;
  /** `own`: name (at `domain`, where there is one) and password that the person signs in with. */
  readonly credentials:
    | { readonly kind: 'anonymous' }
    | { readonly kind: 'own'; readonly domain?: string }
    | { readonly kind: 'account'; readonly username: string; readonly password: string };
  /** Empty: what the server says of itself. */
  readonly bases: readonly string[];
  readonly baseFilter: string;
  /** Also holds for what is typed; empty: none. */
  readonly predictiveFilter: string;
  /** Active Directory’s ambiguous name resolution is asked too. */
  readonly usesAnr: boolean;
  /** Also finds what is typed inside names, and numbers in any notation: slow where nothing is indexed for it. */
  readonly usesWildcards: boolean;
  /** Addresses are in `sipUri`, after `uriPrefix`. */
  readonly usesSipUri: boolean;
  readonly uriPrefix: string;
  readonly directoryUriPrefix: string;
  /** Only the business number is looked for when somebody calls. */
  readonly onlyBusinessPhone: boolean;
  /** Seconds that a search may take. */
  readonly timeoutS: number;
  /** Fewer letters are not searched. */
  readonly minimumCharacters: number;
  readonly attributes: Readonly<Record<LdapField, string>>;
  readonly cardAttributes?: Readonly<Record<LdapCardField, string>>;
  /** `attribute` holds the picture, or what takes the place of `token` in the address `template`. */
  readonly photo?: { readonly attribute: string; readonly template?: string; readonly token?: string };
  /** How numbers are written in the directory (`PhoneNumberMasks`), as they stand in the configuration. */
  readonly numberMasks?: string;
}
