import type { WireIds } from '../../ports/chat-store.port.ts';
import type { Db } from '../database/engine.ts';
import type { Ord } from './message-row.ts';

/** Two copies of one message that share only the stanza's `id` were stamped no further apart than this. */
const SAME_ID_WINDOW_MS = 10 * 60_000;

export interface Candidate {
  readonly conversation: number;
  readonly direction: 'in' | 'out';
  /** Who said it: in a room only the same person's ids are compared. */
  readonly from?: string;
  readonly body: string;
  readonly at: number;
  readonly wire: WireIds;
}

export interface KnownFinder {
  /** The archive's number, made on first sight. */
  archive(address: string): number;
  /** The row that is already this message. */
  find(candidate: Candidate): Ord | undefined;
  /** The newest row of the conversation with this stanza or origin id. */
  byWireId(conversation: number, direction: 'in' | 'out', wireId: string): Ord | undefined;
  byArchiveId(id: string, by: string): Ord | undefined;
  /** From now on the row is this item of the archive; its item until now becomes an alias. */
  rename(ord: Ord, item: { readonly id: string; readonly by: string }): void;
  /** Remembers more ids of a row. */
  alias(ord: Ord, wire: WireIds): void;
}

interface Same {
  readonly ord: Ord;
  readonly at: number;
  readonly body: string;
  readonly original_body: string | null;
  readonly retracted_at: number | null;
}

/** Of what was taken back nothing is left to compare. */
const isSameText = (row: Same, body: string): boolean =>
  row.retracted_at !== null || body === (row.original_body ?? row.body);

const inConversation = `conversation = @conversation AND direction = @direction
  AND (@sender = '' OR sender = @sender)`;
const byStanza = `
  SELECT ord, at, body, original_body, retracted_at FROM message WHERE own_id = @value AND ${inConversation}
  UNION ALL SELECT ord, at, body, original_body, retracted_at FROM message WHERE origin_id = @value AND ${inConversation}
  UNION ALL SELECT ord, at, body, original_body, retracted_at FROM message WHERE message_id = @value AND ${inConversation}
  UNION ALL SELECT ord, m.at, m.body, m.original_body, m.retracted_at FROM wire_alias w JOIN message m ON m.ord = w.message
    WHERE w.value = @value AND w.archive = 0 AND m.conversation = @conversation AND m.direction = @direction
    AND (@sender = '' OR m.sender = @sender)`;
/** Whether any of these could be found: for most messages none can, and this asks for a fifth of the price. */
const isNamed = `
  SELECT EXISTS (SELECT 1 FROM message WHERE message_id = @value AND conversation = @conversation)
    OR EXISTS (SELECT 1 FROM message WHERE origin_id = @value AND conversation = @conversation)
    OR EXISTS (SELECT 1 FROM message WHERE own_id = @value)
    OR EXISTS (SELECT 1 FROM wire_alias WHERE value = @value AND archive = 0)`;
const byOrigin = `
  SELECT ord FROM message WHERE own_id = @value AND ${inConversation}
  UNION ALL SELECT ord FROM message WHERE origin_id = @value AND ${inConversation}
  UNION ALL SELECT w.message FROM wire_alias w JOIN message m ON m.ord = w.message
    WHERE w.value = @value AND w.archive = 0 AND m.conversation = @conversation AND m.direction = @direction
    AND (@sender = '' OR m.sender = @sender) LIMIT 1`;
const byArchive = `
  SELECT ord FROM message WHERE archive_id = @value AND archive = @archive
  UNION ALL SELECT message FROM wire_alias WHERE value = @value AND archive = @archive LIMIT 1`;

/**
 * Tells whether a message is one we have (XEP-0359, XEP-0313).
 * An archive's id is proof. So is an origin id, within one conversation and direction: a peer can collide only with
 * itself. The stanza's plain `id` is not: some clients count from one in each session, so the text and, roughly, the
 * time must agree too; better one message twice than one lost.
 */
export function createKnownFinder(db: Db): KnownFinder {
  const archiveKey = db.prepare<[string], number>('SELECT key FROM archive WHERE address = ?').pluck();
  const newArchive = db.prepare<[string]>('INSERT INTO archive (address) VALUES (?)');
  const archived = db.prepare<{ value: string; archive: number }, number>(byArchive).pluck();
  type Named = { value: string; conversation: number; direction: string; sender: string };
  const origin = db.prepare<Named, number>(byOrigin).pluck();
  const stanza = db.prepare<Named, Same>(byStanza);
  const named = db.prepare<{ value: string; conversation: number }, 0 | 1>(isNamed).pluck();
  const newAlias = db.prepare<[string, number, number]>(
    'INSERT INTO wire_alias (value, archive, message) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );

  const keepName = db.prepare<[number]>(
    `INSERT INTO wire_alias (value, archive, message)
     SELECT archive_id, archive, ord FROM message WHERE ord = ? AND archive_id IS NOT NULL ON CONFLICT DO NOTHING`,
  );
  const rename = db.prepare<[number, string, number]>(
    'UPDATE message SET archive = ?, archive_id = ? WHERE ord = ?',
  );

  const archive = (address: string): number =>
    archiveKey.get(address) ?? Number(newArchive.run(address).lastInsertRowid);

  const byArchiveId = (id: string, by: string): Ord | undefined =>
    archived.get({ value: id, archive: archive(by) });

  return {
    archive,
    byArchiveId,
    rename(ord, { id, by }) {
      keepName.run(ord);
      rename.run(archive(by), id, ord);
    },
    find({ conversation, direction, from = '', body, at, wire }) {
      const sender = from.includes('/') ? from : '';
      const { stanzaId, originId, messageId } = wire;
      if (stanzaId !== undefined) {
        const ord = byArchiveId(stanzaId.id, stanzaId.by);
        if (ord !== undefined) return ord;
      }
      // Our own stanza ids are made to be unique, so for them the plain id is as good, should an archive drop the other.
      for (const value of direction === 'out' ? [originId, messageId] : [originId]) {
        const ord = value === undefined ? undefined : origin.get({ value, conversation, direction, sender });
        if (ord !== undefined) return ord;
      }
      if (messageId === undefined || named.get({ value: messageId, conversation }) === 0) return undefined;
      return stanza
        .all({ value: messageId, conversation, direction, sender })
        .find((row) => isSameText(row, body) && Math.abs(row.at - at) <= SAME_ID_WINDOW_MS)?.ord;
    },
    byWireId(conversation, direction, wireId) {
      const rows = stanza.all({ value: wireId, conversation, direction, sender: '' });
      return rows.length === 0 ? undefined : Math.max(...rows.map((row) => row.ord));
    },
    alias(ord, { originId, messageId, stanzaId }) {
      for (const value of new Set([originId, messageId])) {
        if (value !== undefined) newAlias.run(value, 0, ord);
      }
      if (stanzaId !== undefined) newAlias.run(stanzaId.id, archive(stanzaId.by), ord);
    },
  };
}
