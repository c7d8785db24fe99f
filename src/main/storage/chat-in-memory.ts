import Database from 'better-sqlite3-multiple-ciphers';
import type { Conversation } from '../../shared/domain/conversation.ts';
import type { MessageId } from '../../shared/domain/ids.ts';
import { failure } from '../../shared/errors/result.ts';
import { migrate } from './database/migrate.ts';
import { identityMigrations } from './schema/identity-migrations.ts';
import { createChatStore, type SavedChat } from './sql/chat-store.ts';

/** What belongs to the contact list, not to what was said. */
const KEPT = [
  ...(['contacts', 'saveContacts', 'rosterVersion'] as const),
  ...(['avatar', 'avatarHashes', 'saveAvatar', 'pruneAvatars'] as const),
];

/** A chat store without a file. */
export interface MemoryChat {
  readonly store: SavedChat;
  /** What it holds, by the names that the messages have. */
  messageIds(): readonly MessageId[];
  close(): void;
}

/**
 * A chat store that writes no message to any file (`Disable_IM_History`): the same tables, in this process' memory, gone with it.
 * The contact list stays where it is.
 */
export function chatInMemory(file: SavedChat): MemoryChat {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  db.pragma('temp_store = MEMORY');
  migrate(db, identityMigrations);
  const methods = Object.entries(createChatStore(db)) as [string, (...args: readonly unknown[]) => unknown][];
  const whole = Object.fromEntries(
    methods.map(([name, method]) => [
      name,
      (...args: readonly unknown[]) => db.transaction(() => method(...args))(),
    ]),
  ) as unknown as SavedChat;
  const kept = Object.fromEntries(KEPT.map((name) => [name, file[name]]));
  const ids = db.prepare<[], MessageId>("SELECT coalesce(own_id, 'm' || ord) FROM message").pluck();
  return { store: { ...whole, ...kept }, messageIds: () => ids.all(), close: () => db.close() };
}

/**
 * What must not be lost when chats move on elsewhere: what waits to be sent and what is being written. Plain messages only: a
 * correction or a reaction has nothing there that it could change.
 */
export function carryOver(from: SavedChat, to: SavedChat): void {
  for (const entry of from.outbox()) {
    if (entry.replaces !== undefined || entry.about !== undefined) continue;
    const known = from.message(entry.messageId);
    if (!known) continue;
    const { messageId: id, stanzaId, conversationId, body, at, state } = entry;
    const { from: sender, file } = known.message;
    const { kind, title } = from.conversation(conversationId) ?? { kind: 'direct', title: '' };
    to.ensureConversation(conversationId, kind, title);
    to.enqueue({ ...{ id, conversationId, body, at, state, from: sender }, ...(file && { file }) });
    if (stanzaId !== id) {
      // A second try goes out under a name of its own, under which it may be in archives.
      to.settleFailed(id, conversationId, failure('app.fault'));
      to.requeue(id, stanzaId, at);
    }
    from.remove(id);
  }
  for (const { id, kind, title, draft } of from.conversations())
    if (draft !== '') {
      to.ensureConversation(id, kind, title);
      to.setDraft(id, draft);
    }
}

/** The conversations stay in the list, empty. */
export function carryList(from: SavedChat, to: SavedChat): readonly Conversation[] {
  for (const { id, kind, title } of from.conversations()) to.ensureConversation(id, kind, title);
  return to.conversations();
}
