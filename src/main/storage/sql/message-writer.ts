import type { Delivery } from '../../../shared/domain/conversation.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { deliveryRank, type NewMessage, type WireIds } from '../../ports/chat-store.port.ts';
import type { Db } from '../database/engine.ts';
import type { KnownFinder } from './find-known.ts';
import type { Place } from './line-order.ts';
import { clampInstant } from './message-order.ts';
import type { MessageRow, MessageRows, Ord } from './message-row.ts';

/** The single statements that change message rows; the text index is the caller's business. */
export interface MessageWriter {
  insert(
    at: { readonly ord: Ord; readonly line: number; readonly place: Place },
    conversation: number,
    item: NewMessage,
  ): void;
  /** Adds ids that the row lacks; ids that differ from the row's become aliases. */
  gainIds(row: MessageRow, wire: WireIds): void;
  /** Notes the archive's stamp of a message made here. */
  metInArchive(ord: Ord, at: number): void;
  /** Raises the state, or sets `failed`. False when nothing changed. */
  raise(ord: Ord, delivery: Delivery, error?: Failure): boolean;
  /** Puts a refused message back to the start. */
  restart(ord: Ord): void;
  /** Marks incoming messages before this place read; gives them. */
  markReadBefore(conversation: number, place: Place): readonly Ord[];
  setBody(ord: Ord, body: string, editedAt: number | undefined): void;
  delete(ord: Ord): void;
}

export function createMessageWriter(db: Db, rows: MessageRows, known: KnownFinder): MessageWriter {
  const insert = db.prepare(`
    INSERT INTO message (ord, line, place, own_id, conversation, direction, sender, body, at, edited_at, delivery, error, is_read,
      is_markable, origin_id, message_id, archive, archive_id, replaces, file)
    VALUES (@ord, @line, @place, @ownId, @conversation, @direction, @from, @body, @at, @editedAt, @delivery, @error, @isRead,
      @isMarkable, @originId, @messageId, @archive, @archiveId, @replaces, @file)`);
  const gain = db.prepare<[string | null, string | null, number | null, string | null, number]>(
    `UPDATE message SET origin_id = coalesce(origin_id, ?), message_id = coalesce(message_id, ?),
       archive = coalesce(archive, ?), archive_id = coalesce(archive_id, ?) WHERE ord = ?`,
  );
  const met = db.prepare<[number, number]>(
    'UPDATE message SET archived_at = ? WHERE ord = ? AND own_id IS NOT NULL AND archived_at IS NULL',
  );
  const setDelivery = db.prepare<[string, string | null, number]>(
    'UPDATE message SET delivery = ?, error = ? WHERE ord = ?',
  );
  const markReadBefore = db
    .prepare<[number, number], number>(
      'UPDATE message SET is_read = 1 WHERE conversation = ? AND is_read = 0 AND place < ? RETURNING ord',
    )
    .pluck();
  const setBody = db.prepare<[string, number | null, number]>(
    `UPDATE message SET original_body = coalesce(original_body, body), body = ?, edited_at = coalesce(?, edited_at)
     WHERE ord = ?`,
  );
  const remove = db.prepare<[number]>('DELETE FROM message WHERE ord = ?');

  return {
    insert(at, conversation, { message, wire, isMarkable = false, replaces }) {
      const ownId = message.id ?? null;
      const { stanzaId } = wire;
      const originId = wire.originId === ownId ? null : (wire.originId ?? null);
      insert.run({
        ...at,
        ownId,
        conversation,
        direction: message.direction,
        from: message.from,
        body: message.body,
        at: clampInstant(message.at),
        editedAt: message.editedAt ?? null,
        delivery: message.delivery ?? null,
        error: message.error === undefined ? null : JSON.stringify(message.error),
        isRead: message.isRead || message.direction === 'out' ? 1 : 0,
        isMarkable: isMarkable ? 1 : 0,
        originId,
        // Most clients use one id for both; the row then names it once.
        messageId: wire.messageId === (originId ?? ownId) ? null : (wire.messageId ?? null),
        archive: stanzaId === undefined ? null : known.archive(stanzaId.by),
        archiveId: stanzaId?.id ?? null,
        replaces: replaces ?? null,
        file: message.file === undefined ? null : JSON.stringify(message.file),
      });
    },
    gainIds(row, wire) {
      const origin = row.origin_id ?? row.own_id;
      const newOrigin = origin === null && wire.originId !== row.message_id ? (wire.originId ?? null) : null;
      const hasMessageId = [origin, row.message_id, newOrigin].includes(wire.messageId ?? null);
      const archive = wire.stanzaId === undefined ? null : known.archive(wire.stanzaId.by);
      const isNewArchiveId = archive !== null && row.archive_id === null;
      if (newOrigin !== null || !hasMessageId || isNewArchiveId) {
        gain.run(
          newOrigin,
          hasMessageId ? null : (wire.messageId ?? null),
          isNewArchiveId ? archive : null,
          isNewArchiveId ? (wire.stanzaId?.id ?? null) : null,
          row.ord,
        );
      }
    },
    metInArchive: (ord, at) => void met.run(at, ord),
    raise(ord, delivery, error) {
      const row = rows.get(ord);
      if (row === undefined || row.direction !== 'out') return false;
      const rank = row.delivery === null ? deliveryRank.sent : deliveryRank[row.delivery];
      // A device of the peer may bounce what another one took: what was delivered stays so.
      const isHigher =
        delivery === 'failed'
          ? rank < deliveryRank.delivered && row.delivery !== 'failed'
          : rank < deliveryRank[delivery];
      if (!isHigher) return false;
      setDelivery.run(delivery, error === undefined ? null : JSON.stringify(error), ord);
      return true;
    },
    restart: (ord) => void setDelivery.run('queued', null, ord),
    markReadBefore: (conversation, place) => markReadBefore.all(conversation, place),
    setBody: (ord, body, editedAt) => void setBody.run(body, editedAt ?? null, ord),
    delete: (ord) => void remove.run(ord),
  };
}
