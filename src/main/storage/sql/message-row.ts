import type { Message } from '../../../shared/domain/conversation.ts';
import type { Delivery } from '../../../shared/domain/conversation.ts';
import type { SharedFile } from '../../../shared/domain/file.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import type { WireIds } from '../../ports/chat-store.port.ts';
import type { Db } from '../database/engine.ts';
import { toExtras } from './message-extras.ts';

/** The row id of a message, by when it was said: what the text index gives newest first. Where it stands is its place. */
export type Ord = number;

export interface MessageRow {
  readonly ord: Ord;
  readonly own_id: string | null;
  readonly conversation: number;
  readonly place: number;
  readonly address: string;
  readonly direction: 'in' | 'out';
  readonly sender: string;
  readonly body: string;
  readonly original_body: string | null;
  readonly at: number;
  readonly edited_at: number | null;
  readonly delivery: Delivery | null;
  readonly error: string | null;
  readonly is_read: number;
  readonly is_markable: number;
  readonly origin_id: string | null;
  readonly message_id: string | null;
  readonly archive_id: string | null;
  readonly archive_address: string | null;
  readonly replaces: string | null;
  /** JSON, as `reply` is. */
  readonly rich: string | null;
  readonly reply: string | null;
  readonly retracted_at: number | null;
  /** JSON: an array [sender, direction, emojis] a person. */
  readonly reactions: string | null;
  /** JSON: who of a room took it away, and why. */
  readonly moderation: string | null;
  readonly file: string | null;
}

export const selectMessage = `
  SELECT m.*, c.address AS address, a.address AS archive_address,
  CASE WHEN EXISTS (SELECT 1 FROM message_note n WHERE n.message = m.ord) THEN (
    SELECT json_group_array(json_array(n.sender, n.direction, json(n.value)) ORDER BY n.at, n.key) FROM message_note n
    WHERE n.message = m.ord AND n.kind = 'reactions'
  ) END AS reactions, CASE WHEN m.retracted_at IS NULL THEN NULL ELSE (
    SELECT n.value FROM message_note n WHERE n.message = m.ord AND n.kind = 'retraction' AND n.value <> '[]' LIMIT 1
  ) END AS moderation FROM message m
  JOIN conversation c ON c.key = m.conversation LEFT JOIN archive a ON a.key = m.archive`;

export function toMessage(row: MessageRow): Message {
  return {
    id: (row.own_id ?? `m${row.ord}`) as MessageId,
    conversationId: row.address as ConversationId,
    direction: row.direction,
    from: row.sender,
    body: row.body,
    at: row.at,
    order: row.place,
    ...(row.delivery !== null && { delivery: row.delivery }),
    ...(row.error !== null && { error: JSON.parse(row.error) as Failure }),
    ...(row.edited_at !== null && { editedAt: row.edited_at }),
    ...toExtras(row),
    isRead: row.is_read === 1,
    ...(row.file !== null && { file: JSON.parse(row.file) as SharedFile }),
  };
}

export function toWireIds(row: MessageRow): WireIds {
  const originId = row.origin_id ?? row.own_id;
  const messageId = row.message_id ?? originId;
  return {
    ...(originId !== null && { originId }),
    ...(messageId !== null && { messageId }),
    ...(row.archive_id !== null &&
      row.archive_address !== null && { stanzaId: { id: row.archive_id, by: row.archive_address } }),
  };
}

/** Reading message rows by what identifies them. */
export interface MessageRows {
  get(ord: Ord): MessageRow | undefined;
  /** By the public id: that of a message made here, or `m` and the order. */
  byId(id: string): MessageRow | undefined;
}

export function createMessageRows(db: Db): MessageRows {
  const byOrd = db.prepare<[number], MessageRow>(`${selectMessage} WHERE m.ord = ?`);
  const byOwnId = db.prepare<[string], MessageRow>(`${selectMessage} WHERE m.own_id = ?`);
  return {
    get: (ord) => byOrd.get(ord),
    byId(id) {
      const own = byOwnId.get(id);
      if (own !== undefined) return own;
      const ord = /^m(\d{1,16})$/.exec(id)?.[1];
      const row = ord === undefined ? undefined : byOrd.get(Number(ord));
      return row?.own_id === null ? row : undefined;
    },
  };
}
