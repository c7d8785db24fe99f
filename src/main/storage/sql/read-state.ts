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
    .prepare<[number], number | null>('SELECT peer_read FROM conversation WHERE key = ?')
    .pluck();
  const setPeerRead = db.prepare<[number, number]>('UPDATE conversation SET peer_read = ? WHERE key = ?');
  const passLine = db
    .prepare<[number, number, number], number>(
      `UPDATE message SET delivery = 'read' WHERE conversation = ? AND direction = 'out' AND ord > ? AND ord <= ?
       AND delivery IN ('sent', 'delivered') RETURNING ord`,
    )
    .pluck();
  const markRead = db
    .prepare<[number, number], number>(
      'UPDATE message SET is_read = 1 WHERE conversation = ? AND is_read = 0 AND ord <= ? RETURNING ord',
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
      .sort((a, b) => a - b)
      .slice(-REPORTED)
      .map((ord) => rows.get(ord))
      .filter((row) => row !== undefined)
      .map(toMessage);

  /** The marker names the newest message read that asked for one (XEP-0333 section 4). */
  function markerFor(ords: readonly Ord[]): string | undefined {
    for (const ord of [...ords].sort((a, b) => b - a)) {
      const row = rows.get(ord);
      if (row?.is_markable === 1) return row.message_id ?? row.origin_id ?? undefined;
    }
    return undefined;
  }

  return {
    setPeerRead(id, wireId) {
      const key = conversations.key(id);
      const ord = key === undefined ? undefined : known.byWireId(key, 'out', wireId);
      if (key === undefined || ord === undefined) return undefined;
      const line = peerRead.get(key) ?? 0;
      if (ord <= line) return undefined;
      setPeerRead.run(ord, key);
      const passed = passLine.all(key, line, ord);
      const conversation = conversations.byKey(key);
      return conversation && { conversation, changed: newest(passed) };
    },
    markRead(id, { upTo, owesMarker }) {
      const key = conversations.key(id);
      if (key === undefined) return undefined;
      const line = upTo === undefined ? Number.MAX_SAFE_INTEGER : known.byWireId(key, 'in', upTo);
      if (line === undefined) return undefined;
      const read = markRead.all(key, line);
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
