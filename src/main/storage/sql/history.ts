import type { Db } from '../database/engine.ts';
import type { SyncChatStore } from '../storage-protocol.ts';
import type { ChatTables } from './chat-tables.ts';
import { selectMessage, toMessage, toWireIds, type MessageRow } from './message-row.ts';

type History = Pick<SyncChatStore, 'message' | 'findByWireId' | 'history' | 'search'>;

/** Reading messages back: by id, page by page, around one, by words. */
export function createHistory(db: Db, { conversations, known, rows, text }: ChatTables): History {
  const older = db.prepare<[number, number, number], MessageRow>(
    `${selectMessage} WHERE m.conversation = ? AND m.place < ? ORDER BY m.place DESC LIMIT ?`,
  );
  const newer = db.prepare<[number, number, number], MessageRow>(
    `${selectMessage} WHERE m.conversation = ? AND m.place >= ? ORDER BY m.place LIMIT ?`,
  );
  const page = (key: number, before: number, limit: number) => {
    const found = older.all(key, before, limit + 1);
    return { messages: found.slice(0, limit).reverse(), hasOlder: found.length > limit };
  };
  return {
    message(id) {
      const row = rows.byId(id);
      return row && { message: toMessage(row), wire: toWireIds(row) };
    },
    findByWireId(conversationId, wireId) {
      const key = conversations.key(conversationId);
      if (key === undefined) return undefined;
      const ord = known.byWireId(key, 'in', wireId) ?? known.byWireId(key, 'out', wireId);
      const row = ord === undefined ? undefined : rows.get(ord);
      return row && toMessage(row);
    },
    history({ conversationId, before, after: past, around, limit }) {
      const key = conversations.key(conversationId);
      if (key === undefined) return { messages: [], hasOlder: false };
      if (past !== undefined)
        return { messages: newer.all(key, past + 1, limit).map(toMessage), hasOlder: past > 0 };
      const centre = around === undefined ? undefined : rows.byId(around);
      if (centre === undefined || centre.conversation !== key) {
        const { messages, hasOlder } = page(key, before ?? Number.MAX_SAFE_INTEGER, limit);
        return { messages: messages.map(toMessage), hasOlder };
      }
      const after = newer.all(key, centre.place, Math.ceil(limit / 2));
      const { messages, hasOlder } = page(key, centre.place, limit - after.length);
      return { messages: [...messages, ...after].map(toMessage), hasOlder };
    },
    search({ text: words, conversationId, limit }) {
      if (conversationId === undefined) return text.search({ text: words, limit });
      const conversation = conversations.key(conversationId);
      return conversation === undefined ? [] : text.search({ text: words, conversation, limit });
    },
  };
}
