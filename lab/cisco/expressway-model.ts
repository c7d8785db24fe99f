import type { CertificateKind, LabCa } from '../pki/lab-ca.ts';
import type { CiscoAccounts } from './accounts.ts';
import type { LabReply, LabRequest } from './http-node.ts';
import type { CiscoFault, CiscoNode } from './model.ts';

/** An address and port on loopback. */
export interface InsideEndpoint {
  readonly address: string;
  readonly port: number;
}

/** What lies behind the edge. Names are known to it as the inside name server would tell them. */
export interface ExpresswayInside {
  /** Loopback address of an inside host by its name; `undefined`: no such host. */
  addressOf(name: string): string | undefined;
  /** Nodes of Unified CM, for `_cisco-uds`; the first is the user's own. */
  readonly uds: readonly { readonly name: string; readonly port: number }[];
  readonly tftp: readonly string[];
  /** Nodes of IM and Presence: carried to, as the product puts them on its list by itself. */
  readonly presence: readonly string[];
  /** Direct TLS port of the chat server. */
  readonly xmpp?: InsideEndpoint;
  /** TCP port of the phone server. */
  readonly sip?: InsideEndpoint;
}

export interface ExpresswayOptions {
  readonly domain: string;
  readonly ca: LabCa;
  readonly accounts: CiscoAccounts;
  readonly inside: ExpresswayInside;
  /** `exp-e` when not said; two edges have two names. */
  readonly name?: string;
  /** The loopback address that clients outside see. */
  readonly host: string;
  /** 8443, 5222 and 5061 in the field; 0 for free ones. */
  readonly ports?: { readonly https?: number; readonly xmpp?: number; readonly sip?: number };
  /** Names in the certificate. The service domain and the edge's own name when not said. */
  readonly certificateNames?: readonly string[];
  /** Inside hosts that HTTP may be carried to; those of `inside` when not said (cisco-uc 9.5: others get 403). */
  readonly allowed?: readonly string[];
  /**
   * Calls from outside must offer SRTP (cisco-uc 9.4 [public P8]), else 488. The edge does not decrypt here as the product
   * does: phones inside must speak SRTP themselves.
   */
  readonly needsSrtp?: boolean;
  /** Takes two registrations of one phone at once, and answers STUN (X14, cisco-uc 9.4). */
  readonly takesStandby?: boolean;
  /** Whether `get_edge_sso` says yes. */
  readonly sso?: 'disabled' | 'enabled' | 'absent' | 'failing';
  /** The cluster's sign-in pages, which the edge shows below `base` (cisco-uc 7.6 [public P15]); none when not said. */
  readonly signOn?: (door: CiscoNode, base: string, request: LabRequest) => LabReply;
  /** Whose access token this is (cisco-uc 7.7); nobody's when not said. */
  readonly userOfToken?: (token: string) => string | undefined;
  /** 401s in a row before an address is blocked (intrusion protection, cisco-uc 9.1); 0 is never. */
  readonly blockAfter?: number;
}

export interface ExpresswayCounters {
  /** Requests as a client sent them, with the inside address in plain words. */
  readonly requests: { readonly path: string; readonly inside: string; readonly status: number }[];
  configurations: number;
  xmppConnections: number;
  sipConnections: number;
  /** First lines of SIP requests from outside. */
  readonly sipRequests: string[];
  sipRefused: number;
}

/** Expressway-E and -C in one (cisco-uc 9): the outside end of the company's network. */
export interface Expressway {
  readonly name: string;
  readonly fqdn: string;
  readonly host: string;
  readonly ports: { readonly https: number; readonly xmpp: number; readonly sip: number };
  readonly counters: ExpresswayCounters;
  /** `node` of the fault may be left out. Adds a rule; the answer removes it. */
  addFault(fault: CiscoFault): () => void;
  /** Cookies given so far are good no longer. */
  expireCookies(): void;
  /** Nothing listens, connections are reset. */
  setDown(isDown: boolean): Promise<void>;
  setCertificate(kind: CertificateKind): Promise<void>;
  stop(): Promise<void>;
}
