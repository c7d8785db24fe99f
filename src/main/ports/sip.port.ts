import type { RingStyle } from '../../shared/domain/ring-style.ts';
import type { Failure, Result } from '../../shared/errors/result.ts';
import type { TokenSource } from './credentials.port.ts';
import type { Span } from './trace.port.ts';

export type SipTransport = 'udp' | 'tcp' | 'tls' | 'ws' | 'wss';

export interface SipTimers {
  /** A server that is silent for so long is given up (`timerKeepAliveExpires`); 120 when not said. */
  readonly keepAliveS?: number;
  /** A better server is gone back to when it has answered for so long (`connectionMonitorDuration`); 120 when not said. */
  readonly monitorS?: number;
}

/** A line of a device beyond its first. */
export interface SipLine {
  /** Its number or label, as people know it. */
  readonly label: string;
  readonly aor: string;
  /** Another than the account's. */
  readonly authUser?: string;
  readonly contactUser?: string;
}

/** A line as it stands, for a device with several. */
export interface SipLineState {
  readonly label: string;
  readonly isRegistered: boolean;
}

export interface SipAccount {
  /** Address of record, `sip:alice@example.test`. */
  readonly aor: string;
  readonly displayName: string;
  /** Best first; the first reachable one is used, the others are for failover. `path` is for WebSocket only. */
  readonly registrars: readonly {
    readonly host: string;
    readonly port: number;
    readonly transport: SipTransport;
    readonly path?: string;
    /** The site's survivable router (SRST): used when no other answers, and it can little (T13). */
    readonly isSurvivable?: boolean;
  }[];
  /** What the device file says of keeping alive (cisco-uc 6.2), seconds. */
  readonly timers?: SipTimers;
  /** Values for `Route` headers of REGISTER and of requests that begin a dialog, as an edge gave them (cisco-uc 9.3). */
  readonly route?: readonly string[];
  /** A second registration stands by at another of the servers, where they take two (Expressway X14, cisco-uc 9.4). */
  readonly keepsStandby?: boolean;
  readonly authUser: string;
  readonly password: string;
  /** Answers a Bearer challenge (cisco-uc 12.2); the password is empty then. */
  readonly tokens?: TokenSource;
  /** The server is asked to tell of waiting messages (RFC 3842); a Unified CM tells unasked. */
  readonly asksForMessages?: boolean;
  /** Stable per installation (RFC 5626 +sip.instance), a UUID. */
  readonly instanceId: string;
  /** Seconds asked for; the server's answer decides. */
  readonly expires: number;
  /** What the first line is called; calls say their line where there are several. */
  readonly label?: string;
  /** Registered over the same connection as the first (V14). */
  readonly furtherLines?: readonly SipLine[];
  /** Contact parameters of CUCM phone mode (cisco-uc 12.2), when registering a CSF device. */
  readonly device?: {
    readonly name: string;
    readonly modelNumber?: string;
    /** The user part that the Contact must have: `line/contact` of the device file (cisco-uc 6.2). */
    readonly contactUser?: string;
    /** Calls say that they can have pictures and slides (cisco-uc 12.4). */
    readonly hasVideo?: boolean;
  };
}

export type SipRegistration =
  | { readonly kind: 'off' }
  | { readonly kind: 'registering'; readonly attempt: number }
  | {
      readonly kind: 'registered';
      readonly server: string;
      readonly transport: SipTransport;
      readonly expiresAt: number;
      /** What serves instead of the server that should: another of the group, or the site's survivable router. */
      readonly standIn?: 'fallback' | 'survivable';
    }
  | { readonly kind: 'waiting'; readonly retryAt: number; readonly cause: Failure }
  /** Needs the person: wrong password, active elsewhere. */
  | { readonly kind: 'stopped'; readonly cause: Failure };

/**
 * How signalling obtains and applies session descriptions of one call (media-gateway.md): the SIP side's SDP only.
 * Implemented over the media gateway; SIP knows nothing of peer connections.
 */
export interface SipMedia {
  createOffer(): Promise<Result<string>>;
  /** Answers a remote offer (also re-INVITE and hold). */
  createAnswer(remoteOffer: string): Promise<Result<string>>;
  applyAnswer(remoteAnswer: string): Promise<Result<void>>;
  /** Early media: an answer in a provisional response of one fork; replaced by a later one. */
  applyEarlyAnswer(remoteAnswer: string, forkTag: string): Promise<Result<void>>;
  /** Drops an open offer of either side (a refused re-INVITE); what was agreed before stands. */
  rollback(): Promise<Result<void>>;
  /** Whether an incoming call's offer can be taken at all: asked before it rings, so that one that can't never does. */
  examineOffer?(remoteOffer: string): Promise<Result<void>>;
  /** The call it was made for came to nothing before it was announced. */
  discard?(): void;
}

export type SipCallEvent =
  | { readonly kind: 'ringing' }
  | { readonly kind: 'early-media' }
  | { readonly kind: 'answered' }
  | { readonly kind: 'held-by-peer'; readonly isHeld: boolean }
  /** Signalling can't reach the call any more, or can again: its media goes on, and only ending it is possible (A9). */
  | { readonly kind: 'signalling'; readonly isCut: boolean }
  /** The other side wants us to call somebody else; nothing happens until it is accepted (RFC 3515). */
  | { readonly kind: 'transfer-asked'; readonly request: SipTransferRequest }
  /** Identity of the other side changed (RFC 4916, Remote-Party-ID, P-Asserted-Identity from the registered server). */
  | { readonly kind: 'peer'; readonly name: string; readonly address: string }
  | {
      readonly kind: 'ended';
      readonly by: 'local' | 'peer' | 'network';
      readonly error?: Failure;
      readonly isAnsweredElsewhere: boolean;
    };

/** A REFER of the other side, unanswered. Whoever sent it hears what comes of the call that is made for it. */
export interface SipTransferRequest {
  /** Where it wants us to go, as a SIP URI. */
  readonly target: string;
  /** It has talked to the target already, and we take its place there (RFC 3891). */
  readonly isConsulted: boolean;
  accept(media: SipMedia): Result<SipCall>;
  refuse(): void;
}

/** One INVITE dialog. Every verb may fail with call.not-possible-now; verbs on one call run one after the other. */
export interface SipCall {
  readonly direction: 'in' | 'out';
  readonly peer: { readonly name: string; readonly address: string };
  on(listener: (event: SipCallEvent) => void): () => void;
  answer(): Promise<Result<void>>;
  /** Incoming, unanswered: 486 or 603. */
  decline(): Promise<Result<void>>;
  /** CANCEL, BYE or final response, as the state asks. */
  hangUp(): Promise<Result<void>>;
  /** Re-INVITE with the media's present description (after the media's direction was changed). */
  renegotiate(): Promise<Result<void>>;
  /**
   * Sends the other side to a number or address, or to the other end of another call of ours, whose place it takes there
   * (RFC 3515, RFC 3891). Settles with the outcome: both calls end when it succeeds; refused, busy or unanswered, this one
   * goes on. Errors: call.transfer-busy, call.transfer-no-answer, call.transfer-failed, call.bad-number.
   */
  transfer(to: string | SipCall): Promise<Result<void>>;
  /** Tells a server that subscribed to this call's keys of one (RFC 4730), besides the tone. False: none did. */
  reportDigit(digit: string): boolean;
  /** RFC 4733 is the media's; this is the SIP INFO fall-back. */
  sendInfoDtmf(digit: string, durationMs: number): Promise<Result<void>>;
}

/** A dialog as Cisco's remote call control names it, tags from our point of view. */
export interface RemoteDialog {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
}

/** What the server says of one line, 1 for the first; what is absent did not change. */
export interface RemoteLine {
  readonly line: number;
  readonly hasMessages?: boolean;
  readonly messages?: { readonly fresh: number; readonly old: number };
  readonly forward?:
    | { readonly kind: 'off' | 'voicemail' }
    | { readonly kind: 'to'; readonly target: string };
}

/** What a Unified CM tells a phone that is registered there (cisco-uc 13.2). */
export type RemoteNote =
  | { readonly kind: 'lines'; readonly lines: readonly RemoteLine[] }
  | { readonly kind: 'do-not-disturb'; readonly isOn: boolean }
  /** Logged in to its hunt groups or not. */
  | { readonly kind: 'hunt'; readonly isIn: boolean }
  /** A line of text for the person, such as where a call was parked. */
  | { readonly kind: 'status'; readonly text: string }
  | { readonly kind: 'result'; readonly feature: string; readonly isDone: boolean }
  | { readonly kind: 'resume' | 'answer'; readonly dialog: RemoteDialog }
  | { readonly kind: 'dial'; readonly target: string };

/** Keys that a Unified CM acts upon (cisco-uc 13.1): for a call, for two (`conference`), or for the phone (`hunt`). */
export type Softkey =
  | 'park'
  | 'divert'
  | 'conference'
  | 'remove-last'
  | 'hunt'
  | 'record-start'
  | 'record-stop'
  | 'mobile';

export type SipEvent =
  | { readonly kind: 'remote'; readonly note: RemoteNote }
  /** A note that came unasked: message-waiting (RFC 3842), its body as it came. */
  | { readonly kind: 'message-summary'; readonly body: string }
  | { readonly kind: 'registration'; readonly registration: SipRegistration }
  /** The lines of a device that has several, first to last; none for all others. */
  | { readonly kind: 'lines'; readonly lines: readonly SipLineState[] }
  | {
      readonly kind: 'incoming';
      readonly call: SipCall;
      /** What the factory of incoming media made for it. */
      readonly media: SipMedia;
      /** The line that was called, where there are several. */
      readonly line?: string;
      /** It takes the place of this call, which the person is in (RFC 3891): answer it without ringing; that one ends by itself. */
      readonly replaces?: SipCall;
      /** Who sent the caller on to us: a name, or `''`, and a SIP or telephone address. */
      readonly forwardedBy?: { readonly name: string; readonly address: string };
      /** How the server wants it to ring (RFC 3261 section 20.4), where not as usual. */
      readonly ring?: RingStyle;
    };

/** A dialog without sound that a phone is controlled in (ECMA TR/87); what its bodies say is not SIP's matter. */
export interface SipControl {
  /** Sends a body; gives the body of the answer, `''` for none. Errors: desk-phone.lost, desk-phone.not-allowed. */
  info(body: string): Promise<Result<string>>;
  end(): void;
}

export interface SipControlListener {
  /** The phone says something; what is returned goes into the answer. */
  onInfo(body: string): string | undefined;
  /** Not told after `end`. */
  onEnded(error: Failure): void;
}

export interface SipControlOpened {
  readonly control: SipControl;
  /** The body of the answer, `''` for none. */
  readonly answer: string;
}

export interface Sip {
  on(listener: (event: SipEvent) => void): () => void;
  registration(): SipRegistration;
  /**
   * Registers and keeps registered until `unregister`; the result is that of the first attempt. The same line with other
   * registrars or another route moves there: calls stay, and while one stands on a way that works, the move waits.
   */
  register(account: SipAccount, span?: Span): Promise<Result<void>>;
  /** After `sip.active-elsewhere`: registers by force, so that whoever has the line loses it (cisco-uc 12.2). */
  takeOver(): Promise<Result<void>>;
  unregister(): Promise<void>;
  /** The network changed or the machine woke: new flow, re-register, re-INVITE calls. */
  nudge(): void;
  /** Sends the INVITE, from `line` or the first one. Fails at once with sip.not-registered or call.bad-number; later events come on the call. */
  invite(target: string, media: SipMedia, line?: string): Result<SipCall>;
  /**
   * Presses a key at the server; ok when it took it, what comes of it is told by notes. Errors: sip.not-registered,
   * call.feature-refused, call.not-possible-now (a call without a dialog, or a phone of no Unified CM).
   */
  press(key: Softkey, call?: SipCall, consult?: SipCall): Promise<Result<void>>;
  /** The call that a note means, while it stands. */
  callOf(dialog: RemoteDialog): SipCall | undefined;
  /**
   * Begins to control the phone at this number or address. Errors: sip.not-registered, call.bad-number, desk-phone.lost (no
   * answer), desk-phone.no-control (it has none), desk-phone.not-allowed.
   */
  control(target: string, body: string, listener: SipControlListener): Promise<Result<SipControlOpened>>;
  /** Gives each incoming call its media before it is announced. */
  setIncomingMedia(factory: () => SipMedia): void;
  /** The local address that packets to the registrar leave from; what SDP must name. */
  localAddress(): string | undefined;
}
