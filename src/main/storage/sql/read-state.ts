import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { Db } from '../database/engine.ts';
import type { SyncChatStore } from '../storage-protocol.ts';
import type { ChatTables } from './chat-tables.ts';
import { toMessage, type Ord } from './message-row.ts';

/** One line can pass thousands of messages; the screen shows the newest. */
const REPORTED = 200;

type ReadState = Pick<
  SyncChatStore,
  'setPeerRead' | 'markRead' | 'owedMarkers' | 'markerSent' | 'setDelivered'
>;

/** Who has read or received what: the peer's line (XEP-0333), our own, receipts (XEP-0184) and markers we owe. */
export function createReadState(db: Db, tables: ChatTables): ReadState {
  const { conversations, known, rows, writer } = tables;
  const peerRead = db
    .prepare<[number], number>(
      'SELECT m.place FROM conversation c JOIN message m ON m.ord = c.peer_read WHERE c.key = ?',
    )
    .pluck();
  const setPeerRead = db.prepare<[number, number]>('UPDATE conversation SET peer_read = ? WHERE key = ?');
  const passLine = db
    .prepare<[number, number, number], number>(
      `UPDATE message SET delivery = 'read' WHERE conversation = ? AND direction = 'out' AND place > ? AND place <= ?
       AND delivery IN ('sent', 'delivered') RETURNING ord`,
    )
    .pluck();
  const markRead = db
    .prepare<[number, number], number>(
      'UPDATE message SET is_read = 1 WHERE conversation = ? AND is_read = 0 AND place <= ? RETURNING ord',
    )
    .pluck();
  const owe = db.prepare<[string, number]>('UPDATE conversation SET owed_marker = ? WHERE key = ?');
  const owed = db.prepare<[], { conversationId: ConversationId; messageId: string }>(
    'SELECT address AS conversationId, owed_marker AS messageId FROM conversation WHERE owed_marker IS NOT NULL',
  );
  // Only if it is still the one that was sent: a newer one may be owed by now.
  const paid = db.prepare<[string, string]>(
    'UPDATE conversation SET owed_marker = NULL WHERE address = ? AND owed_marker = ?',
  );

  const newest = (ords: readonly Ord[]) =>
    [...ords]
      .map((ord) => rows.get(ord))
      .filter((row) => row !== undefined)
      .sort((a, b) => a.place - b.place)
      .slice(-REPORTED)
      .map(toMessage);

  /** The marker names the newest message read that asked for one (XEP-0333 section 4). */
  function markerFor(ords: readonly Ord[]): string | undefined {
    const newest = ords
      .map((ord) => rows.get(ord))
      .filter((row) => row?.is_markable === 1)
      .reduce((last, row) => ((row?.place ?? 0) > (last?.place ?? 0) ? row : last), undefined);
    return newest?.message_id ?? newest?.origin_id ?? undefined;
  }

  return {
    setPeerRead(id, wireId) {
      const key = conversations.key(id);
      const ord = key === undefined ? undefined : known.byWireId(key, 'out', wireId);
      const row = ord === undefined ? undefined : rows.get(ord);
      if (key === undefined || row === undefined) return undefined;
      const line = peerRead.get(key) ?? 0;
      if (row.place <= line) return undefined;
      setPeerRead.run(row.ord, key);
      const passed = passLine.all(key, line, row.place);
      const conversation = conversations.byKey(key);
      return conversation && { conversation, changed: newest(passed) };
    },
    markRead(id, { upTo, owesMarker }) {
      const key = conversations.key(id);
      if (key === undefined) return undefined;
      const last = upTo === undefined ? undefined : known.byWireId(key, 'in', upTo);
      const line = last === undefined ? undefined : rows.get(last)?.place;
      if (upTo !== undefined && line === undefined) return undefined;
      const read = markRead.all(key, line ?? Number.MAX_SAFE_INTEGER);
      const marker = owesMarker ? markerFor(read) : undefined;
      if (marker !== undefined) owe.run(marker, key);
      const conversation = conversations.byKey(key);
      return conversation && { conversation, changed: newest(read) };
    },
    owedMarkers: () => owed.all(),
    markerSent: (id, messageId) => void paid.run(id, messageId),
    setDelivered(items) {
      const raised = new Set<Ord>();
      for (const { conversationId, wireId } of items) {
        const key = conversations.key(conversationId);
        const ord = key === undefined ? undefined : known.byWireId(key, 'out', wireId);
        if (ord !== undefined && writer.raise(ord, 'delivered')) raised.add(ord);
      }
      return newest([...raised]);
    },
  };
}
