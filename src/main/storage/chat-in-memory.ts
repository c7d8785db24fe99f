import Database from 'better-sqlite3-multiple-ciphers';
import type { SyncChatStore } from './storage-protocol.ts';
import { migrate } from './database/migrate.ts';
import { identityMigrations } from './schema/identity-migrations.ts';
import { createChatStore } from './sql/chat-store.ts';

/** What belongs to the contact list, not to what was said. */
const KEPT = ['contacts', 'saveContacts', 'rosterVersion', 'avatar', 'avatarHashes', 'saveAvatar'] as const;

/**
 * A chat store that writes no message to any file (`Disable_IM_History`): the same tables, in this process' memory, gone with it.
 * The contact list stays where it is. What waited in the file to be sent is taken over, as it must not be lost.
 */
export function chatInMemory(file: SyncChatStore): SyncChatStore {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  db.pragma('temp_store = MEMORY');
  migrate(db, identityMigrations);
  const memory = createChatStore(db);
  takeOutbox(file, memory);
  const methods = Object.entries(memory) as [string, (...args: readonly unknown[]) => unknown][];
  const whole = Object.fromEntries(
    methods.map(([name, method]) => [
      name,
      (...args: readonly unknown[]) => db.transaction(() => method(...args))(),
    ]),
  ) as unknown as SyncChatStore;
  const kept = Object.fromEntries(KEPT.map((name) => [name, file[name]]));
  return { ...whole, ...kept };
}

/** Plain messages only: a correction or a reaction has nothing here that it could change. */
function takeOutbox(file: SyncChatStore, memory: SyncChatStore): void {
  for (const entry of file.outbox()) {
    if (entry.replaces !== undefined || entry.about !== undefined) continue;
    const known = file.message(entry.messageId);
    if (!known) continue;
    const { messageId: id, conversationId, body, at, state } = entry;
    memory.enqueue({ ...{ id, conversationId, body, at, state }, from: known.message.from });
    file.remove(id);
  }
}
