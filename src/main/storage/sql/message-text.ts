import type { Message } from '../../../shared/domain/conversation.ts';
import type { Db } from '../database/engine.ts';
import { selectMessage, toMessage, type MessageRow, type Ord } from './message-row.ts';
import { searchQuery } from './search-query.ts';

/**
 * The full-text index, kept by hand because FTS5 writes a new segment whenever row ids step back inside a transaction:
 * a batch is added at its end, in ascending order.
 */
export interface MessageText {
  /** Adds these rows as they are now. */
  add(ords: Iterable<Ord>): void;
  /** Takes the row out; to be called before its body changes or the row goes. */
  remove(row: MessageRow): void;
  search(query: { text: string; conversation?: number; limit: number }): readonly Message[];
}

export function createMessageText(db: Db): MessageText {
  const add = db.prepare<[number]>(
    'INSERT INTO message_text (rowid, scope, body) SELECT ord, scope, body FROM message_search WHERE ord = ?',
  );
  const remove = db.prepare<[number]>(
    `INSERT INTO message_text (message_text, rowid, scope, body)
     SELECT 'delete', ord, scope, body FROM message_search WHERE ord = ?`,
  );
  // By row id, newest first: FTS5 walks its lists backwards and stops at the limit; ranking would read them whole.
  const find = db
    .prepare<[string, number], number>(
      'SELECT rowid FROM message_text WHERE message_text MATCH ? ORDER BY rowid DESC LIMIT ?',
    )
    .pluck();
  const get = db.prepare<[number], MessageRow>(`${selectMessage} WHERE m.ord = ?`);
  return {
    add(ords) {
      for (const ord of [...ords].sort((a, b) => a - b)) add.run(ord);
    },
    remove: ({ ord }) => void remove.run(ord),
    search({ text, conversation, limit }) {
      const query = searchQuery(text, conversation === undefined ? undefined : `c${conversation}`);
      if (query === undefined) return [];
      const rows = find.all(query, limit).map((ord) => get.get(ord));
      return rows.filter((row) => row !== undefined).map(toMessage);
    },
  };
}
