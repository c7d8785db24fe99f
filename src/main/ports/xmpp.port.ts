import type { SharedFile } from '../../shared/domain/file.ts';
import type { Presence } from '../../shared/domain/presence.ts';
import type { Subscription } from '../../shared/domain/contact.ts';
import type { Failure, Result } from '../../shared/errors/result.ts';
import type { Span } from './trace.port.ts';
import type { RichText } from '../../shared/domain/rich-text.ts';
import type { Annotation, ReplyReference, WireIds } from './chat-store.port.ts';

/** Where to connect, best first. Found by SRV (XEP-0368 merges both families) or given by provisioning or by hand. */
export interface XmppTarget {
  readonly host: string;
  readonly port: number;
  readonly tls: 'starttls' | 'direct';
  /**
   * Names accepted in the certificate beside the account's domain: the host's own, when provisioning or the person named
   * it. Never a name that only DNS gave (RFC 6125 section 6.2.1).
   */
  readonly alsoAccept?: readonly string[];
  /**
   * XMPP over WebSocket (RFC 7395) at this path, `/xmpp-websocket`; `tls` is then `direct`, and the certificate must prove
   * `host`, which the domain's host-meta named (XEP-0156).
   */
  readonly path?: string;
  /** At `path` there is BOSH (XEP-0124, XEP-0206) and no WebSocket. */
  readonly isBosh?: true;
}

export type XmppCredentials =
  /** An access token in the place of the password, where there is no sign-in service (cisco-uc 8.2); for PLAIN only. */
  | { readonly kind: 'token'; readonly username: string; readonly get: () => Promise<Result<string>> }
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** IM&P one-time password from the SOAP sign-in, for CISCO-VTG-TOKEN (cisco-uc 8.2); asked anew for each login. */
  | {
      readonly kind: 'one-time';
      readonly address: string;
      readonly get: () => Promise<Result<string>>;
      /** A pair of nodes has its own rules of where and when to connect again (A8). Absent: the engine's retry policy. */
      readonly guide?: XmppGuide;
    };

/** Where one part of an attempt goes. */
export type XmppWay =
  /** Wherever the engine would: where it was, then the account's targets. */
  | { readonly kind: 'usual' }
  /** Where the stream was, or where the server sent us, and nowhere else. */
  | { readonly kind: 'same-place' }
  | { readonly kind: 'target'; readonly target: XmppTarget };

/** Leads the engine through the loss of a stream, in place of its own retry policy. One account's, told of everything in order. */
export interface XmppGuide {
  /** The stream stands, new or resumed. */
  connected(): void;
  /**
   * The stream ended, or an attempt led nowhere: in how many ms to try again, or `rest` until the person, the network or a
   * resume from sleep asks for it. Undefined: as the engine's own policy says.
   */
  lost(cause: Failure): { readonly delayMs: number } | 'rest' | undefined;
  /** Where to try, asked when an attempt begins and again with each failure, until this fails: then the attempt has failed so. */
  next(failed: Failure | undefined, signal: AbortSignal): Promise<Result<XmppWay>>;
}

export interface XmppAccount {
  /** Domain of the stream header and of the certificate check. */
  readonly domain: string;
  readonly targets: readonly XmppTarget[];
  /** A way of `moreTargets` that led to the server last time: tried first, so that a closed firewall costs its time once. */
  readonly lastWay?: XmppTarget;
  /** Asked once none of `targets` could be reached: other ways in (XEP-0156). Never rejects. */
  readonly moreTargets?: (call: {
    readonly signal: AbortSignal;
    readonly span: Span | undefined;
  }) => Promise<readonly XmppTarget[]>;
  readonly credentials: XmppCredentials;
  /** Stable per installation, so that a quick restart takes over its own old session. */
  readonly resource: string;
  /** Version of the roster held in the cache (RFC 6121 2.6); an unchanged roster is then not sent again. */
  readonly rosterVersion?: string;
}

/** State of the link. `waiting` counts down to `retryAt` (ms since 1970); `stopped` needs the person (wrong password, conflict). */
export type XmppLink =
  | { readonly kind: 'offline' }
  | { readonly kind: 'connecting'; readonly attempt: number }
  | {
      readonly kind: 'online';
      /** Full JID given by bind; the truth about the own address. */
      readonly jid: string;
      /** The stream was resumed (XEP-0198 5): nothing was lost, roster and presence stand. */
      readonly isResumed: boolean;
      readonly server: string;
      /** Where it is, if that is one of the web's ways (XEP-0156) and no connection of chat's own. */
      readonly webWay?: XmppTarget;
      readonly features: {
        readonly archive: boolean;
        readonly carbons: boolean;
        readonly streamManagement: boolean;
      };
    }
  | { readonly kind: 'waiting'; readonly attempt: number; readonly retryAt: number; readonly cause: Failure }
  | { readonly kind: 'stopped'; readonly cause: Failure };

export interface RosterItem {
  readonly address: string;
  readonly name: string;
  readonly groups: readonly string[];
  readonly subscription: Subscription;
  readonly isPending: boolean;
}

/** A message as the archive, a carbon or the live stream gives it. */
export interface ChatMessage {
  /** Bare JID of the other side (or room), whichever direction; `room/nick` of one person in a room, spoken to alone. */
  readonly peer: string;
  readonly direction: 'in' | 'out';
  readonly from: string;
  readonly body: string;
  /** Server's stamp (XEP-0203 from the own server or archive), ms since 1970; absent means now. */
  readonly at?: number;
  readonly wire: WireIds;
  readonly wantsReceipt: boolean;
  readonly isMarkable: boolean;
  /** XEP-0308: the wire id of the message this replaces. */
  readonly replaces?: string;
  /** XEP-0461; the fall-back quote is taken out of `body`. */
  readonly reply?: ReplyReference;
  /** XEP-0444, XEP-0424: no message of its own; `body` is then '' or what old clients are told. */
  readonly about?: Annotation;
  /** XEP-0071, where it says more than `body`. */
  readonly rich?: RichText;
  /** Encrypted from client to client by this scheme, '' when it has no name: `body` is '', nobody here can read it. */
  readonly encryption?: string;
  /** Full address of the device that said it, of a message of two. */
  readonly device?: string;
  /** XEP-0066: what it carries. */
  readonly file?: SharedFile;
  readonly via: 'live' | 'carbon' | 'archive' | 'offline';
  /** Said in a room: `peer` is the room, `from` the author's address in it, `room/nick`. */
  readonly room?: {
    readonly nick: string;
    /** Sent by the room at the first joining: what was said before us is no news. */
    readonly isBacklog: boolean;
  };
}

/** What arrives. Stanzas are normalised and checked (carbons only from the own bare JID, roster pushes only from the own account). */
export type XmppEvent =
  | { readonly kind: 'link'; readonly link: XmppLink }
  /** The whole roster; `version` as given. After this, items that are missing from it are gone. */
  | { readonly kind: 'roster'; readonly items: readonly RosterItem[]; readonly version?: string }
  /** The cached roster is current (empty roster result with versioning). */
  | { readonly kind: 'roster-unchanged' }
  | {
      readonly kind: 'roster-push';
      readonly item?: RosterItem;
      readonly removed?: string;
      readonly version?: string;
    }
  /** Composed over the contact's resources (T8); coalesced is the receiver's business. */
  | { readonly kind: 'presence'; readonly address: string; readonly presence: Presence }
  /** One of the contact's devices said how it is now, whether that changes the whole or not. */
  | { readonly kind: 'device-presence'; readonly address: string }
  | { readonly kind: 'avatar'; readonly address: string /** '' means removed */; readonly hash: string }
  | { readonly kind: 'subscription-request'; readonly address: string; readonly nick?: string }
  /** A server would not pass on what we asked of this person's presence (RFC 6121 section 3.1.2). */
  | { readonly kind: 'presence-refused'; readonly address: string; readonly error: Failure }
  | { readonly kind: 'message'; readonly message: ChatMessage }
  /** XEP-0184: the peer's device has our message. */
  | { readonly kind: 'receipt'; readonly peer: string; readonly messageId: string }
  /** XEP-0333 displayed, or XEP-0022: by the peer (`in`), or by another device of ours through a carbon (`out`). */
  | {
      readonly kind: 'displayed';
      readonly peer: string;
      readonly messageId: string;
      readonly direction: 'in' | 'out';
    }
  | {
      readonly kind: 'chat-state';
      readonly peer: string;
      readonly state: 'active' | 'composing' | 'paused' | 'inactive' | 'gone';
    }
  /** The server has taken over what we sent with this stanza id (XEP-0198 ack, or ping answered where there is none). */
  | { readonly kind: 'accepted'; readonly stanzaId: string }
  /** The stream ended without resumption while these stanza ids were not acknowledged: they may or may not have arrived. */
  | { readonly kind: 'uncertain'; readonly stanzaIds: readonly string[] }
  /** The stream ended without resumption while these receipts of ours were not acknowledged. */
  | {
      readonly kind: 'receipts-lost';
      readonly receipts: readonly { readonly peer: string; readonly messageId: string }[];
    }
  /** Error stanza for a message of ours (M14). */
  | {
      readonly kind: 'message-error';
      readonly peer: string;
      readonly messageId: string;
      readonly error: Failure;
    };

export interface OutgoingMessage {
  readonly to: string;
  /** Used as stanza id and origin id (XEP-0359); the peer de-duplicates by it. */
  readonly id: string;
  readonly body: string;
  readonly replaces?: string;
  /** XEP-0461, with the quote for clients that don't know it. */
  readonly reply?: ReplyReference;
  /** XEP-0444, XEP-0424, with `body` for clients that don't know them. */
  readonly about?: Annotation;
  /** To everybody in the room `to` (XEP-0045 section 7.4): its echo is the only sign that the room has it. */
  readonly isToRoom?: boolean;
  /** `to` is one person in a room, `room/nick` (XEP-0045 section 7.5). */
  readonly isPrivate?: boolean;
  /** XEP-0066: `body` is nothing but this address of a file. */
  readonly fileUrl?: string;
}

export interface ArchivePage {
  readonly messages: readonly ChatMessage[];
  /** Archive ids of the first and last item; absent on an empty page. */
  readonly firstId?: string;
  readonly lastId?: string;
  /** The end of the archive in the direction of paging was reached. */
  readonly isComplete: boolean;
}

export interface VCard {
  readonly fullName?: string;
  readonly title?: string;
  readonly department?: string;
  readonly phones: readonly {
    readonly kind: 'work' | 'mobile' | 'home' | 'other';
    readonly number: string;
  }[];
  readonly email?: string;
  readonly photo?: { readonly type: string; readonly bytes: Uint8Array; readonly hash: string };
}

/**
 * The chat engine as the services see it. One account at a time.
 * Everything that needs the stream fails with `xmpp.not-connected` when it is down; nothing is queued here:
 * the outbox is the chat service's.
 */
export interface Xmpp {
  /** Events in order, from the moment of subscribing. Returns the unsubscribe function. */
  on(listener: (event: XmppEvent) => void): () => void;
  link(): XmppLink;
  /**
   * The server is told that we have what it sent (XEP-0198) only when this resolves: asked after the events of what came, it
   * resolves when all of them are where neither `kill -9` nor a power cut loses them; undefined: they are. One at a time.
   * Returns the function that ends it.
   */
  acknowledgeWhen(stored: () => Promise<void> | undefined): () => void;
  /**
   * Connects, and keeps connected by the retry policy until `disconnect`. The result is that of the first attempt:
   * auth.wrong-password, tls.untrusted, net.*, xmpp.* …; the engine goes on retrying only after retryable ones.
   * The same account at other targets while it is connected is a move: its session is resumed there if the server holds it.
   */
  connect(account: XmppAccount, span?: Span): Promise<Result<void>>;
  /** Sends unavailable, closes the stream properly, stops retrying. */
  disconnect(): Promise<void>;
  /** The network changed or the machine woke: check the stream now, reconnect at once when waiting. */
  nudge(): void;
  /** The person wants to be connected now: from `waiting` and from `stopped`, whatever the cause was. */
  again(): void;

  /** Writes one message; `accepted`, `uncertain` or `message-error` follows as an event. */
  sendMessage(message: OutgoingMessage): Result<void>;
  sendReceipt(to: string, messageId: string): Result<void>;
  sendDisplayed(to: string, messageId: string): Result<void>;
  sendChatState(to: string, state: 'active' | 'composing' | 'paused'): Result<void>;
  setPresence(presence: Presence): Result<void>;

  setRosterItem(item: { address: string; name: string; groups: readonly string[] }): Promise<Result<void>>;
  removeRosterItem(address: string): Promise<Result<void>>;
  subscribe(address: string): Result<void>;
  answerSubscription(address: string, isAccepted: boolean): Result<void>;

  vcard(address: string): Promise<Result<VCard>>;
  /** XEP-0313 over the own archive, or that of the room `of`; `before: ''` asks for the newest page. */
  archive(query: {
    of?: string;
    with?: string;
    before?: string;
    after?: string;
    start?: number;
    limit: number;
  }): Promise<Result<ArchivePage>>;
}
