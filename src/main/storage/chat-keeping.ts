import type { MessageId } from '../../shared/domain/ids.ts';
import { carryList, carryOver, chatInMemory, type MemoryChat } from './chat-in-memory.ts';
import type { Db } from './database/engine.ts';
import { createChatStore, type SavedChat } from './sql/chat-store.ts';
import { storeMethods, type SyncChatStore } from './storage-protocol.ts';

type Method = (...args: readonly unknown[]) => unknown;

/**
 * The chat store of an identity: in the file, or for as long as nothing may be kept (`Disable_IM_History`) in memory. It can
 * change from one to the other while it is in use, because an administrator's word counts at once.
 */
export function createChatKeeping(db: Db): SyncChatStore {
  const file = createChatStore(db);
  const wipe = createWipe(db);
  let memory: MemoryChat | undefined;
  const current = (): SavedChat => memory?.store ?? file;

  const delegates = Object.fromEntries(
    Object.keys(storeMethods.chat).map((name) => [
      name,
      (...args: readonly unknown[]) =>
        (current() as unknown as Readonly<Record<string, Method>>)[name]?.(...args),
    ]),
  ) as unknown as SyncChatStore;

  return {
    ...delegates,
    setKept(isKept, isRunning = true) {
      if (isKept === (memory === undefined)) return { removed: [], conversations: [] };
      if (!isKept) {
        memory = chatInMemory(file);
        carryOver(file, memory.store);
        return { removed: [], conversations: isRunning ? carryList(file, memory.store) : [] };
      }
      const ended = memory;
      memory = undefined;
      if (ended === undefined) return { removed: [], conversations: [] };
      carryOver(ended.store, file);
      const removed = ended.messageIds();
      const conversations = carryList(ended.store, file);
      ended.close();
      return { removed, conversations };
    },
    wipe: (limit) => (memory === undefined ? [] : wipe(limit)),
  };
}

/** Takes everything that was said out of the file, the newest first: that is what is on the screen. */
function createWipe(db: Db): (limit: number) => readonly MessageId[] {
  const some = db.prepare<[number], { ord: number; id: MessageId }>(
    "SELECT ord, coalesce(own_id, 'm' || ord) AS id FROM message ORDER BY ord DESC LIMIT ?",
  );
  const remove = db.prepare<[number]>('DELETE FROM message WHERE ord = ?');
  return (limit) => {
    db.pragma('secure_delete = ON');
    const rows = some.all(limit);
    // The index of words goes whole: taking out word by word would only note that they are gone.
    if (rows.length > 0) db.exec("INSERT INTO message_text (message_text) VALUES ('delete-all')");
    else
      db.exec(
        'DELETE FROM message_note; DELETE FROM conversation; DELETE FROM archive; DELETE FROM archive_state; DELETE FROM owed_receipt',
      );
    for (const { ord } of rows) remove.run(ord);
    return rows.map(({ id }) => id);
  };
}
