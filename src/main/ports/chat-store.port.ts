import type { Contact } from '../../shared/domain/contact.ts';
import type { Conversation, Delivery, Message } from '../../shared/domain/conversation.ts';
import type { SharedFile } from '../../shared/domain/file.ts';
import type { ContactId, ConversationId, MessageId } from '../../shared/domain/ids.ts';
import type { Failure } from '../../shared/errors/result.ts';

/** Identity of a message on the wire, for finding it again (XEP-0359, RFC 6121 id). */
export interface WireIds {
  readonly originId?: string;
  /** The archive's id, with the archive (bare JID) that gave it. */
  readonly stanzaId?: { readonly id: string; readonly by: string };
  /** The `id` attribute of the stanza. */
  readonly messageId?: string;
}

/** What a message answers: the wire id of the other one, whose it is, and what it said as far as is known. */
export interface ReplyReference {
  readonly id: string;
  readonly to: string;
  readonly quote: string;
}

/** What is said about another message, named by its wire id. The newest of a kind and sender counts. */
export type Annotation =
  /** All of this sender's reactions to it (XEP-0444); none takes the earlier ones back. */
  | { readonly kind: 'reactions'; readonly target: string; readonly emojis: readonly string[] }
  /** Its author takes it back (XEP-0424), or the room does, for one of its moderators (XEP-0425). */
  | { readonly kind: 'retraction'; readonly target: string; readonly moderation?: Moderation };

/** Who of a room took a message away, and why, as far as the room tells. Untrusted words. */
export interface Moderation {
  readonly nick?: string;
  readonly reason?: string;
}

/** A message to store. The store gives the id, unless it is a message of our own making, whose id is its origin id. */
export interface NewMessage {
  readonly message: Omit<Message, 'id' | 'order'> & { readonly id?: MessageId };
  readonly wire: WireIds;
  /** The sender asked for a read marker (XEP-0333). */
  readonly isMarkable?: boolean;
  /** The server kept it while we were away: it was said before it came. */
  readonly isKept?: boolean;
  /** XEP-0308: the wire id of the message that this one replaces. */
  readonly replaces?: string;
  /** Who says it has the name only since then, ms since 1970: what was said earlier under it is another's. */
  readonly authorSince?: number;
  readonly reply?: ReplyReference;
  /** Nothing to be shown by itself: it changes another message, also one that is not here yet. */
  readonly about?: Annotation;
}

/** An item of an archive. */
export interface ArchiveItem {
  readonly id: string;
  readonly by: string;
}

/**
 * A batch is a page of an archive in its order, without holes, not messages as they come. It stands right before the item
 * `before`; of several, in their order, before the one that follows the last that is in the page.
 */
export interface ArchivePlace {
  readonly before?: ArchiveItem | readonly ArchiveItem[];
  /** The newest page of all: where nothing is named that follows it, it stands behind all that is held. */
  readonly isNewest?: boolean;
  /** Of one conversation only, of an archive that holds others. */
  readonly isOfOne?: boolean;
}

/** What a batch came to. `changed` were known before; `removed` are stand-ins that became one with their original. */
export interface SavedMessages {
  readonly stored: readonly Message[];
  readonly changed: readonly Message[];
  readonly removed: readonly MessageId[];
  readonly conversations: readonly Conversation[];
  /** Archive ids of what is stored anew. */
  readonly archived: readonly string[];
  /** Of a page: the first of its messages that the page before it stands before. */
  readonly first?: string;
}

/** A message together with what the wire knows of it. */
export interface KnownMessage {
  readonly message: Message;
  readonly wire: WireIds;
}

/**
 * Something of ours that is not known to have reached the server. A new message's stanza id is its message id;
 * a correction and a second try after a refusal have their own. `sending` means that it may have been written.
 */
export interface OutboxEntry {
  readonly stanzaId: string;
  readonly messageId: MessageId;
  readonly conversationId: ConversationId;
  readonly body: string;
  /** XEP-0308: a correction of the message with this wire id. */
  readonly replaces?: string;
  readonly reply?: ReplyReference;
  /** Not a message: a reaction to `messageId`, or its retraction. `body` is what clients that know neither are told. */
  readonly about?: Annotation;
  /** Its body is nothing but this address of a file. */
  readonly fileUrl?: string;
  readonly state: 'queued' | 'sending';
  /** When it was first asked for, ms since 1970. */
  readonly at: number;
}

/** What a change to one message left behind. */
export interface MessageChange {
  readonly message: Message;
  readonly conversation: Conversation;
}

/** A stretch of the archive that was not read: older than the item `before`, newer than `after` (archive ids). */
export interface ArchiveGap {
  readonly after: string;
  readonly before: string;
  /**
   * The first message behind the gap that the archive alone gives its place: what is read of it stands before this one.
   * `before` may be ours, and ours stand where they were asked for.
   */
  readonly end?: string;
}

/** How far an archive has been read (M13). Everything between `oldest` and `newest` is held, gaps excepted. */
export interface ArchiveState {
  /** Archive id of a message of which we hold all that came before, back to `oldest`. */
  readonly newest?: string;
  /** The archive id to page back from. */
  readonly oldest?: string;
  /** As `end` of a gap. */
  readonly oldestEnd?: string;
  readonly gaps: readonly ArchiveGap[];
  readonly reachedStart: boolean;
}

export interface HistoryQuery {
  readonly conversationId: ConversationId;
  /** Only messages with a smaller order. */
  readonly before?: number;
  /** Only messages with a greater order, the oldest of them: for reading from the beginning on. */
  readonly after?: number;
  /** Centres the page on this message. */
  readonly around?: MessageId;
  readonly limit: number;
}

/** A receipt for a message: to whom, and the message's wire id. */
export interface OwedReceipt {
  readonly peer: string;
  readonly messageId: string;
}

/**
 * Messages, conversations, outbox and cached roster of one identity. Each method is one transaction.
 * Methods reject only with a `StorageError` (storage.port.ts).
 */
export interface ChatStore {
  conversations(): Promise<readonly Conversation[]>;
  conversation(id: ConversationId): Promise<Conversation | undefined>;
  /** Creates the conversation if needed and gives its current row. An empty title leaves an existing one as it is. */
  ensureConversation(id: ConversationId, kind: Conversation['kind'], title: string): Promise<Conversation>;
  setDraft(id: ConversationId, text: string): Promise<Conversation | undefined>;
  /** The peer has read up to this message of ours: moves the line, never back; `changed` are the newest it passed. */
  setPeerRead(
    id: ConversationId,
    wireId: string,
  ): Promise<{ conversation: Conversation; changed: readonly Message[] } | undefined>;
  /**
   * Marks incoming messages read, up to and including the one with the wire id `upTo` when given.
   * `owesMarker` remembers that the newest of them that asked for one must still get its marker.
   */
  markRead(
    id: ConversationId,
    options: { upTo?: string; owesMarker: boolean },
  ): Promise<{ conversation: Conversation; changed: readonly Message[] } | undefined>;
  /** Markers that must still be sent: the wire id of the newest message read. */
  owedMarkers(): Promise<readonly { conversationId: ConversationId; messageId: string }[]>;
  markerSent(id: ConversationId, messageId: string): Promise<void>;
  /** Receipts (XEP-0184) that could not be sent when they were due. Owed twice is owed once. */
  oweReceipts(receipts: readonly OwedReceipt[]): Promise<void>;
  /** Oldest first. */
  owedReceipts(): Promise<readonly OwedReceipt[]>;
  receiptsSent(receipts: readonly OwedReceipt[]): Promise<void>;

  /**
   * Stores messages in one transaction, creating conversations as needed. A message already known by any of its
   * wire ids is not stored again (a known one may gain ids and a better delivery state); the answer says which are new.
   * A correction changes its original, whichever comes first. A `page` of an archive is put where the archive has it,
   * also among equal stamps.
   */
  saveMessages(messages: readonly NewMessage[], page?: ArchivePlace): Promise<SavedMessages>;
  message(id: MessageId): Promise<KnownMessage | undefined>;
  findByWireId(conversationId: ConversationId, wireId: string): Promise<Message | undefined>;
  /** The peer's devices have these messages of ours (wire ids); gives the rows that changed. Never lowers a state. */
  setDelivered(
    items: readonly { conversationId: ConversationId; wireId: string }[],
  ): Promise<readonly Message[]>;
  /** Removes a message and what is in the outbox for it. */
  remove(id: MessageId): Promise<Conversation | undefined>;
  /**
   * Takes away the oldest messages from before `at` (ms since 1970), at most `limit`; not what waits to be sent. Asked again
   * until nothing is `removed`.
   */
  forgetBefore(
    at: number,
    limit: number,
  ): Promise<{ removed: readonly MessageId[]; conversations: readonly Conversation[] }>;
  /**
   * Whether what is said is written to the file from now on (`Disable_IM_History`); else it is in memory and gone with the
   * process. What waits to be sent and what is being written go along. With `isRunning` the conversations go along too, empty;
   * `removed` are gone from where they were. Asked for what is, it changes nothing.
   */
  setKept(
    isKept: boolean,
    isRunning?: boolean,
  ): Promise<{ removed: readonly MessageId[]; conversations: readonly Conversation[] }>;
  /** While nothing may be kept: takes at most `limit` messages out of the file, and when none is left all else that was said there. */
  wipe(limit: number): Promise<readonly MessageId[]>;
  /** Messages before the given order, newest last, at most `limit`; or around one message. */
  history(query: HistoryQuery): Promise<{ messages: readonly Message[]; hasOlder: boolean }>;
  /** Newest first. Words may be unfinished; marks over letters don't count. */
  search(query: {
    text: string;
    conversationId?: ConversationId;
    limit: number;
  }): Promise<readonly Message[]>;

  /** Stores a message of ours together with its outbox entry. Asked twice for one id it changes nothing the second time. */
  enqueue(message: {
    id: MessageId;
    conversationId: ConversationId;
    from: string;
    body: string;
    at: number;
    state: OutboxEntry['state'];
    file?: SharedFile;
    /** The message that it answers. */
    replyTo?: MessageId;
  }): Promise<MessageChange & { isNew: boolean; reply?: ReplyReference }>;
  /**
   * Reacts to a message, or takes one of ours back, and queues the stanza that says so; `quote` of the entry is for clients
   * that know neither; `answers` have lost their quote of what was taken back. Absent: no such message, not ours, or nothing on the wire that could be named yet.
   */
  annotate(note: {
    messageId: MessageId;
    stanzaId: string;
    from: string;
    at: number;
    what:
      | { readonly kind: 'reactions'; readonly emojis: readonly string[] }
      | { readonly kind: 'retraction' };
  }): Promise<(MessageChange & { entry: OutboxEntry; answers: readonly Message[] }) | undefined>;
  /** The message that this one answers, if it is here. */
  repliedTo(id: MessageId): Promise<MessageId | undefined>;
  /**
   * Changes a message of ours and queues the correction. One that was never written is changed in place;
   * then `entry` is the unsent one with its new body, or absent when it was refused and waits to be tried again.
   */
  enqueueCorrection(correction: {
    messageId: MessageId;
    stanzaId: string;
    body: string;
    at: number;
  }): Promise<(MessageChange & { entry?: OutboxEntry }) | undefined>;
  /** Puts a refused message back, to be sent under a new stanza id (the old one may be in archives). */
  requeue(
    id: MessageId,
    stanzaId: string,
    at: number,
  ): Promise<(MessageChange & { entry: OutboxEntry }) | undefined>;
  /** Entries in the order in which they were asked for. */
  outbox(): Promise<readonly OutboxEntry[]>;
  /** From now on these may have been written. */
  markSending(stanzaIds: readonly string[]): Promise<readonly Message[]>;
  /** The server has these: they leave the outbox. */
  settleSent(stanzaIds: readonly string[]): Promise<readonly Message[]>;
  /** To whom this stanza of ours was said, as far as it is remembered: a message on its way, a reaction, a correction. */
  conversationOf(stanzaId: string): Promise<ConversationId | undefined>;
  /** The server refused this one: it leaves the outbox, the message shows why. */
  settleFailed(
    stanzaId: string,
    conversationId: ConversationId,
    error: Failure,
  ): Promise<Message | undefined>;

  archiveState(of: ConversationId | 'all'): Promise<ArchiveState>;
  setArchiveState(of: ConversationId | 'all', state: ArchiveState): Promise<void>;
  /** The archive id of the oldest message of the conversation that has one. */
  oldestArchiveId(id: ConversationId): Promise<string | undefined>;

  /** Cached contact list, shown at launch before any network. */
  contacts(): Promise<readonly Contact[]>;
  /** Saves and removes contacts, and the roster version (RFC 6121 2.6) that they make up, in one go. */
  saveContacts(
    contacts: readonly Contact[],
    removed: readonly ContactId[],
    rosterVersion?: string,
  ): Promise<void>;
  /** Roster version of the cached list. */
  rosterVersion(): Promise<string | undefined>;

  /** Pictures by hex hash. */
  avatar(hash: string): Promise<{ type: string; bytes: Uint8Array } | undefined>;
  avatarHashes(): Promise<readonly string[]>;
  saveAvatar(hash: string, type: string, bytes: Uint8Array): Promise<void>;
  /** Takes all pictures away but these. */
  pruneAvatars(kept: readonly string[]): Promise<void>;
}

/** Order of the states of delivery; `failed` stands outside. */
export const deliveryRank: Readonly<Record<Delivery, number>> = {
  failed: -1,
  queued: 0,
  sending: 1,
  sent: 2,
  delivered: 3,
  read: 4,
};
