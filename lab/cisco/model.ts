import type { WebDialerForm } from './webdialer.ts';
import type { LabDestination } from './uds-destinations.ts';
import type { UnityOptions } from './unity-connection.ts';
import type { AuthorizationOptions } from './authorization-server.ts';
import type { TokenPolicy } from './token-book.ts';
import type { IssuedCertificate, LabCa } from '../pki/lab-ca.ts';

/** A device of a user as CUCM lists it (cisco-uc.md 2.8). */
export interface CiscoDevice {
  readonly name: string;
  readonly model?: string;
  readonly description?: string;
  /** The Cisco Support Field, such as `configurationfile=group1.xml` (cisco-uc.md 4.1). */
  readonly supportField?: string;
  /** Lines of the device; the first is the primary one. */
  readonly lines?: readonly {
    readonly number: string;
    readonly displayName?: string;
    readonly voicemailNumber?: string;
  }[];
}

/** A person in the directory of the lab's cluster. */
export interface CiscoUser {
  readonly username: string;
  readonly password?: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly displayName: string;
  readonly phoneNumber?: string;
  readonly mobileNumber?: string;
  readonly homeNumber?: string;
  readonly email?: string;
  readonly title?: string;
  readonly department?: string;
  readonly manager?: string;
  readonly photo?: Buffer;
  readonly devices?: readonly CiscoDevice[];
  /** Phones that ring beside the office's; absent: no remote destination profile. */
  readonly remoteDestinations?: readonly LabDestination[];
  /** `off`: no account at IM and Presence; `unnamed`: an account whose nodes the user's record does not name. */
  readonly imPresence?: 'off' | 'unnamed';
  /** IM and Presence reads this user's Exchange calendar itself. */
  readonly hasServerCalendar?: boolean;
}

/** Where each emulated host listens; names get their domain from the lab. */
export interface CiscoNode {
  readonly name: string;
  /** Full name, `ucm-a.example.test`. */
  readonly fqdn: string;
  readonly host: string;
  readonly port: number;
}

/** A peer service that the configuration files and SOAP answers point to. */
export interface CiscoPeers {
  readonly xmpp?: { readonly host: string; readonly port: number };
  /** Ports of CUCM's SIP line side. */
  readonly sip?: {
    readonly host: string;
    readonly port: number;
    readonly tlsPort: number;
    /** More members of the CallManager group, after the publisher; each a registrar of its own. */
    readonly others?: readonly { readonly host: string; readonly port: number }[];
    /** The site's survivable router. */
    readonly srst?: { readonly host: string; readonly port: number };
    /** Seconds; the field's 120 when not said. */
    readonly keepAliveS?: number;
    readonly monitorS?: number;
  };
}

export interface CiscoLabOptions {
  readonly domain: string;
  readonly users: readonly CiscoUser[];
  readonly ca: LabCa;
  readonly peers?: CiscoPeers;
  /** Loopback address of each node, in this order: ucm-a, ucm-b, imp-a, imp-b. One address for all when not given. */
  readonly hosts?: readonly [string, string, string, string?];
  /** A second IM&P node, `imp-b`: a presence redundancy group (cisco-uc.md 1.6, 8.1). */
  readonly presencePair?: PresencePair;
  /** HTTPS port of every node (8443 in the field); 0 for free ones. */
  readonly httpsPort?: number;
  /** HTTP port of the TFTP service (6970 in the field); 0 for a free one. */
  readonly tftpHttpPort?: number;
  /** HTTPS port of the same files (6972 in the field); none when absent. The profile's own file is named there then. */
  readonly tftpHttpsPort?: number;
  /** UDP port of the TFTP responder (69 in the field); 0 for a free one. */
  readonly tftpUdpPort?: number;
  readonly version?: string;
  /** Wrong passwords in a row before an account is locked; 0 is never. */
  readonly lockOutAfter?: number;
  /** Enterprise parameter "User Search Limit" (cisco-uc.md 2.6). */
  readonly searchLimit?: number;
  /** `/users` wants a password too (cisco-uc.md 2.5). */
  readonly isSearchAuthenticated?: boolean;
  /** `absent` answers 404, as old releases do. */
  readonly sso?: 'absent' | 'disabled' | 'enabled';
  /**
   * Tokens (cisco-uc.md 7). With `sso` they come by way of an identity provider, without it by a page of the cluster's own.
   * Absent: with `sso` the refresh flow, without it passwords only.
   */
  readonly oauth?: AuthorizationOptions & {
    readonly policy?: Partial<TokenPolicy>;
    /** Whom the provider's certificate button signs in. */
    readonly certificateUser?: string;
    /** The provider remembers people by a cookie. */
    readonly hasCookies?: boolean;
  };
  /** 12.5 and later: `jabberProfile` in the user. */
  readonly hasJabberProfile?: boolean;
  /** Sections of jabber-config.xml; they replace the lab's. */
  readonly jabberConfig?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Files of the TFTP service by name, beside or instead of the lab's. */
  readonly files?: Readonly<Record<string, string>>;
  /** Unity Connection beside the cluster, named by the service profile; absent: nobody has a mailbox that can be listed. */
  readonly voicemail?: UnityOptions;
  /** The form of WebDialer at both CUCM nodes; none when absent. */
  readonly webDialer?: WebDialerForm;
  /** Domains that the CAS knows as Webex organisations; none when absent. */
  readonly organisations?: readonly string[];
  /** Mail addresses of people who write in the Webex app, for the look-up at `/team` (its product form is not known). */
  readonly teamMessaging?: ReadonlySet<string>;
  /** People whose home is another cluster, by user name in small letters, with its publisher: what ILS has told this one (cisco-uc.md 2.4). */
  readonly homes?: ReadonlyMap<string, Pick<CiscoNode, 'fqdn' | 'port'>>;
  /** `/servers` lists `ucm-a` beside the publisher, so that a client has nodes to choose from. */
  readonly listsEveryNode?: boolean;
}

/** How the two IM&P nodes stand to each other. */
export interface PresencePair {
  /** A session of one node is good at the other (true); else that one says that it is active elsewhere. */
  readonly sharesSessions?: boolean;
  /** *Client Re-Login* limits in seconds, told with the configuration; not told when absent. */
  readonly relogin?: { readonly lowerS: number; readonly upperS: number };
  /** Sessions of one user at once; a further `login` with `force` ends the oldest, without it is refused. Any number when absent. */
  readonly maxSessions?: number;
}

/** What goes wrong, and where. The first rule that matches decides. */
export interface CiscoFault {
  readonly kind:
    | 'unauthorized'
    /** 403 with a page that says so ([inferred]: cisco-uc.md 2.2 knows no answer of its own for it). */
    | 'locked'
    | 'not-found'
    | 'unavailable'
    | 'html-500'
    | 'malformed-xml'
    | 'garbage'
    | 'huge'
    | 'empty'
    | 'hang'
    | 'slow'
    | 'reset'
    | 'redirect-loop';
  /** Node name (`ucm-a`, `tftp`); every node when absent. */
  readonly node?: string;
  /** Part of the path, `clusterUser` or `jabber-config.xml`; every path when absent. */
  readonly path?: string;
  /** For `slow`, before the right answer is given. */
  readonly delayMs?: number;
  /** How often; always when absent. */
  readonly times?: number;
}

export interface CiscoCounters {
  /** `GET /cucm-uds/version` by node: what a client asked, in order. */
  readonly requests: {
    readonly node: string;
    readonly method: string;
    readonly path: string;
    readonly status: number;
  }[];
  /** Password checks by user name, over UDS and SOAP together. */
  readonly authAttempts: Map<string, number>;
  readonly authFailures: Map<string, number>;
}

export type NodeCertificate = IssuedCertificate;
