import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { Db } from '../database/engine.ts';
import type { SyncChatStore } from '../storage-protocol.ts';
import type { ChatTables } from './chat-tables.ts';
import { type MessageRow, selectMessage, toMessage } from './message-row.ts';

/** Takes old messages away, with all that was noted of them. What waits to be sent stays, however old. */
export function createForgetOld(
  db: Db,
  { conversations, writer, text }: Pick<ChatTables, 'conversations' | 'writer' | 'text'>,
): Pick<SyncChatStore, 'forgetBefore'> {
  const old = db.prepare<[number, number], MessageRow>(
    `${selectMessage} WHERE m.ord < ? AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.message = m.ord)
     ORDER BY m.ord LIMIT ?`,
  );
  // Notes of messages that never came.
  const notes = db.prepare<[number]>('DELETE FROM message_note WHERE message IS NULL AND at < ?');
  const unread = db.prepare<[number]>('UPDATE conversation SET peer_read = NULL WHERE peer_read = ?');
  return {
    forgetBefore(at, limit) {
      const rows = old.all(at * 1000, limit);
      for (const row of rows) {
        text.remove(row);
        unread.run(row.ord);
        writer.delete(row.ord);
      }
      notes.run(at);
      const keys = new Set(rows.map(({ conversation }) => conversation));
      const changed = [...keys].map((key) => conversations.byKey(key));
      return {
        removed: rows.map((row) => toMessage(row).id),
        conversations: changed.filter((each): each is Conversation => each !== undefined),
      };
    },
  };
}
