import type { IssuedCertificate } from '../../pki/lab-ca.ts';
import type { SrtpSuite } from '../media/srtp.ts';
import type { LabCall } from './lab-call.ts';
import type { LineBehaviour } from './lines.ts';
import type { Binding } from './registrar.ts';
import type { RemoteCallControl, RemoteCallControlSetup } from './remote-call-control.ts';
import type { DigestAlgorithm } from './sip-digest.ts';
import type { SipMessage } from './sip-message.ts';
import type { Flow, SipTransportName } from './sip-transports.ts';

export interface SipUser {
  readonly username: string;
  readonly password: string;
  readonly name?: string;
  /** Numbers and other names that reach this user too. */
  readonly aliases?: readonly string[];
  /** `none`: believed without a challenge, as CUCM does for a non-secure phone (cisco-uc.md 12.2). */
  readonly authentication?: 'digest' | 'none';
}

export interface SipServerOptions {
  readonly domain: string;
  readonly certificate: IssuedCertificate;
  readonly users?: readonly SipUser[];
  readonly host?: string;
  readonly ports?: Partial<Record<SipTransportName, number>>;
  readonly algorithms?: readonly DigestAlgorithm[];
  /** Requests other than REGISTER are taken from anybody when false. */
  readonly isCallAuthenticated?: boolean;
  /** Extra lines by user part; they answer only while nobody is registered under that name. */
  readonly lines?: Readonly<Record<string, LineBehaviour>>;
  /** Soft keys as Unified CM takes them (cisco-uc.md 13); absent: a plain server, which knows none. */
  readonly remoteCallControl?: RemoteCallControlSetup;
  readonly minExpires?: number;
  readonly maxExpires?: number;
}

export interface SipCounters {
  /** REGISTER and call requests with credentials, by user name. */
  readonly authAttempts: Map<string, number>;
  readonly authFailures: Map<string, number>;
  readonly registrations: Map<string, number>;
  /** Requests by method, retransmissions not counted. */
  readonly requests: Map<string, number>;
}

export interface SipFaults {
  /** Requests of this method are answered with this status (503 for example). */
  readonly statusFor: Map<string, number>;
  /** Requests of this method get no answer; `ACK` here makes ACKs vanish. */
  readonly silentFor: Set<string>;
  /** User names whose right password is refused; `'*'` is everybody. */
  readonly refuseAuth: Set<string>;
  /** 0 to 100, each direction, UDP signalling and media. */
  lossPercent: number;
}

export interface CallUserOptions {
  /** Tone to send, Hz; without it the line only listens. */
  readonly tone?: number;
  /** Who calls; a user of the server or any name. */
  readonly from?: string;
  readonly displayName?: string;
  readonly codecs?: readonly string[];
  readonly suite?: SrtpSuite;
  readonly isLateOffer?: boolean;
}

export interface SipServer {
  readonly domain: string;
  readonly host: string;
  readonly ports: Record<SipTransportName, number>;
  readonly counters: SipCounters;
  readonly faults: SipFaults;
  readonly remoteCallControl: RemoteCallControl | undefined;
  /** Every call that a line of the lab took or made, oldest first. */
  readonly calls: readonly LabCall[];
  addUser(user: SipUser): void;
  setLine(name: string, behaviour: LineBehaviour): void;
  bindings(username: string): readonly Binding[];
  /** Drops the registrations of a user, as a restarted server would. */
  forgetRegistrations(username: string): void;
  /** Resets TCP, TLS and WebSocket connections; of one user, or all. */
  cut(username?: string): void;
  /** Calls a registered user. The answer: `await call.answered`. */
  callUser(username: string, options?: CallUserOptions): Promise<LabCall>;
  /** Gives up a call that still rings. */
  cancelCall(call: LabCall): void;
  /** Sees every message that arrives. */
  tap(listener: (message: SipMessage, flow: Flow) => void): () => void;
  stop(): Promise<void>;
}
