import type { IceSettings } from '../../shared/domain/call.ts';
import type { DialRule } from '../../shared/domain/dial-rule.ts';
import type { ProductMode } from '../../shared/domain/product-mode.ts';
import type { AuthorizationServer } from './authorization.port.ts';
import type { EdgeRoute } from './edge.port.ts';
import type { LdapSettings } from './ldap-settings.port.ts';
import type { SipAccount } from './sip.port.ts';
import type { XmppAccount } from './xmpp.port.ts';

/** What provisioning found: enough to start every service. Accounts lack only what the password proves. */
export interface Deployment {
  readonly mode: ProductMode;
  readonly address: string;
  readonly username: string;
  readonly displayName?: string;
  /** The person's directory URI; where chat gives it as the own address, it is how everybody is addressed (A12). */
  readonly directoryUri?: string;
  /** Services are signed in to with tokens of this server; absent: with a password. */
  readonly signOn?: AuthorizationServer;
  readonly xmpp?: Omit<XmppAccount, 'credentials' | 'resource' | 'rosterVersion' | 'moreTargets'> & {
    /** SOAP nodes to get a one-time password from (cisco-uc 8.1); absent: PLAIN/SCRAM with the password. */
    readonly soap?: readonly string[];
    /** The server's *Client Re-Login* limits (A8), as told at sign-in. */
    readonly relogin?: { readonly lowerS: number; readonly upperS: number };
  };
  readonly sip?: Omit<SipAccount, 'password' | 'tokens' | 'instanceId' | 'displayName'> & {
    readonly mediaPorts?: { readonly start: number; readonly stop: number };
    /** For far ends that speak ICE themselves. A TURN server without a name takes the account's. */
    readonly ice?: IceSettings;
  };
  /** The way in from outside that all of it goes by (A7); absent: straight, inside or on the open network. */
  readonly edge?: EdgeRoute;
  /** Base URLs of UDS for directory search, best first. */
  readonly uds?: readonly string[];
  /** Searched in place of UDS, but not from outside (C2). */
  readonly ldap?: LdapSettings;
  /** The presence server sets *In a meeting* from Exchange by itself (T7). */
  readonly hasServerCalendar?: boolean;
  /** Parameters of jabber-config and friends, as the effective configuration decided them. */
  readonly voicemailPilot?: string;
  /** Unity Connection's message interface, best first; `hasOwnCredentials`: not the phone's name and password (V11). */
  readonly voicemail?: { readonly servers: readonly string[]; readonly hasOwnCredentials?: boolean };
  /** Rules for numbers that are dialled, and for numbers of callers that are looked up (V6). */
  readonly dialRules?: { readonly application: readonly DialRule[]; readonly lookup: readonly DialRule[] };
}
