import type { ContactId, ConversationId, MessageId } from '../../shared/domain/ids.ts';
import type { Conversation, Delivery, Message } from '../../shared/domain/conversation.ts';
import type { Contact } from '../../shared/domain/contact.ts';
import type { Failure } from '../../shared/errors/result.ts';

/** Identity of a message on the wire, for finding it again (XEP-0359, RFC 6121 id). */
export interface WireIds {
  readonly originId?: string;
  /** The archive's id, with the archive (bare JID) that gave it. */
  readonly stanzaId?: { readonly id: string; readonly by: string };
  /** The `id` attribute of the stanza. */
  readonly messageId?: string;
}

export interface NewMessage {
  readonly message: Omit<Message, 'order'>;
  readonly wire: WireIds;
}

/** Where the archive has been read up to; a gap is a stretch that was not (M13). */
export interface ArchiveState {
  /** The newest archive id that we hold with everything before it back to `oldestId`. */
  readonly newestId?: string;
  readonly oldestId?: string;
  readonly reachedStart: boolean;
}

/** Messages, conversations, outbox and cached roster of one identity. Each method is one transaction. */
export interface ChatStore {
  conversations(): Promise<readonly Conversation[]>;
  /** Creates the conversation if needed and gives its current row. */
  ensureConversation(id: ConversationId, kind: Conversation['kind'], title: string): Promise<Conversation>;
  setDraft(id: ConversationId, text: string): Promise<Conversation | undefined>;
  setPeerRead(id: ConversationId, upTo: MessageId): Promise<Conversation | undefined>;
  /** Marks all incoming messages read; gives the newest one's wire ids so that a marker can be sent. */
  markRead(
    id: ConversationId,
  ): Promise<{ conversation: Conversation; newest?: { id: MessageId; wire: WireIds } } | undefined>;

  /**
   * Stores messages in one transaction, creating conversations as needed. A message already known by any of its
   * wire ids is not stored again (a known one may gain ids and a better delivery state); the answer says which are new.
   */
  saveMessages(messages: readonly NewMessage[]): Promise<{
    readonly stored: readonly Message[];
    readonly changed: readonly Message[];
    readonly conversations: readonly Conversation[];
  }>;
  message(id: MessageId): Promise<{ message: Message; wire: WireIds } | undefined>;
  findByWireId(conversationId: ConversationId, wireId: string): Promise<Message | undefined>;
  /** Raises the delivery state; never lowers it, `failed` excepted. Gives the row when it changed. */
  setDelivery(id: MessageId, delivery: Delivery, error?: Failure): Promise<Message | undefined>;
  correct(id: MessageId, body: string, at: number): Promise<Message | undefined>;
  remove(id: MessageId): Promise<Message | undefined>;
  /** Messages before the given order, newest last, at most `limit`; or around one message. */
  history(query: {
    conversationId: ConversationId;
    before?: number;
    around?: MessageId;
    limit: number;
  }): Promise<{ messages: readonly Message[]; hasOlder: boolean }>;
  search(query: {
    text: string;
    conversationId?: ConversationId;
    limit: number;
  }): Promise<readonly Message[]>;
  /** Own messages in `queued` or `sending`, oldest first. */
  outbox(): Promise<readonly { message: Message; wire: WireIds }[]>;

  archiveState(of: ConversationId | 'all'): Promise<ArchiveState>;
  setArchiveState(of: ConversationId | 'all', state: ArchiveState): Promise<void>;

  /** Cached contact list, shown at launch before any network. */
  contacts(): Promise<readonly Contact[]>;
  saveContacts(contacts: readonly Contact[], removed: readonly ContactId[]): Promise<void>;
  /** Roster version (RFC 6121 2.6) of the cached list. */
  rosterVersion(): Promise<string | undefined>;
  setRosterVersion(version: string | undefined): Promise<void>;

  /** Pictures by hex hash. */
  avatar(hash: string): Promise<{ type: string; bytes: Uint8Array } | undefined>;
  saveAvatar(hash: string, type: string, bytes: Uint8Array): Promise<void>;
}
