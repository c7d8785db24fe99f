import type { Db } from '../database/engine.ts';
import { createConversations, type Conversations } from './conversations.ts';
import { createCorrections, type Corrections } from './corrections.ts';
import { createKnownFinder, type KnownFinder } from './find-known.ts';
import { createLineOrder, type LineOrder } from './line-order.ts';
import { createOrderPicker, type OrderPicker } from './message-order.ts';
import { createMessageNotes, type MessageNotes } from './message-notes.ts';
import { createMessageRows, type MessageRows } from './message-row.ts';
import { createMessageText, type MessageText } from './message-text.ts';
import { createMessageWriter, type MessageWriter } from './message-writer.ts';

/** The parts that the chat's statements are built from, on one connection. */
export interface ChatTables {
  readonly conversations: Conversations;
  readonly rows: MessageRows;
  readonly known: KnownFinder;
  readonly order: OrderPicker;
  readonly lines: LineOrder;
  readonly writer: MessageWriter;
  readonly text: MessageText;
  readonly notes: MessageNotes;
  readonly corrections: Corrections;
}

export function createChatTables(db: Db): ChatTables {
  const rows = createMessageRows(db);
  const known = createKnownFinder(db);
  const text = createMessageText(db);
  return {
    conversations: createConversations(db),
    rows,
    known,
    order: createOrderPicker(db),
    lines: createLineOrder(db),
    writer: createMessageWriter(db, rows, known),
    text,
    corrections: createCorrections(db, { rows, text }),
    notes: createMessageNotes(db, { rows, known, text }),
  };
}
