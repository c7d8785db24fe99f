import type { Message } from '../../../shared/domain/conversation.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import { type Failure, failure } from '../../../shared/errors/result.ts';
import { quoteOf } from '../../../shared/domain/message-extras.ts';
import type { Annotation, MessageChange, OutboxEntry, ReplyReference } from '../../ports/chat-store.port.ts';
import type { Db } from '../database/engine.ts';
import type { SyncChatStore } from '../storage-protocol.ts';
import type { ChatTables } from './chat-tables.ts';
import { toMessage, toWireIds, type MessageRow, type Ord } from './message-row.ts';

type Outbox = Pick<
  SyncChatStore,
  | 'enqueue'
  | 'enqueueCorrection'
  | 'requeue'
  | 'outbox'
  | 'markSending'
  | 'settleSent'
  | 'settleFailed'
  | 'conversationOf'
  | 'remove'
>;

interface EntryRow {
  readonly seq: number;
  readonly stanza_id: string;
  readonly message: Ord;
  readonly own_id: string | null;
  readonly address: string;
  readonly body: string;
  readonly own_body: string | null;
  readonly replaces: string | null;
  readonly about: string | null;
  readonly reply: string | null;
  readonly state: 'queued' | 'sending' | 'failed';
  readonly at: number;
  readonly file_url: string | null;
}

const select = `
  SELECT o.seq, o.stanza_id, o.message, m.own_id, c.address, coalesce(o.body, m.body) AS body, o.body AS own_body,
    o.replaces, o.about, m.reply, o.state, o.at,
    m.file ->> '$.url' AS file_url
  FROM outbox o JOIN message m ON m.ord = o.message JOIN conversation c ON c.key = m.conversation`;

const toEntry = (row: EntryRow): OutboxEntry => ({
  stanzaId: row.stanza_id,
  messageId: (row.own_id ?? `m${row.message}`) as MessageId,
  conversationId: row.address as OutboxEntry['conversationId'],
  body: row.body,
  ...(row.replaces !== null && { replaces: row.replaces }),
  ...(row.about === null
    ? row.reply !== null && { reply: JSON.parse(row.reply) as ReplyReference }
    : { about: JSON.parse(row.about) as Annotation }),
  ...(row.file_url === row.body && { fileUrl: row.body }),
  state: row.state === 'queued' ? 'queued' : 'sending',
  at: row.at,
});

/**
 * What of ours isn't known to be with the server, in the order it was asked for. An entry's text is its message's
 * unless it has its own: a correction, or a message whose text changed after it may have been written.
 */
export function createOutbox(db: Db, tables: ChatTables): Outbox {
  const { conversations, corrections, known, lines, notes, order, rows, text, writer } = tables;
  const open = db.prepare<[], EntryRow>(`${select} WHERE o.state <> 'failed' ORDER BY o.seq`);
  const byStanza = db.prepare<[string], EntryRow>(`${select} WHERE o.stanza_id = ?`);
  const ofMessage = db.prepare<[number], EntryRow>(
    `${select} WHERE o.message = ? AND o.about IS NULL ORDER BY o.seq`,
  );
  const insert = db.prepare<[string, number, string | null, string | null, string, number]>(
    'INSERT INTO outbox (stanza_id, message, body, replaces, state, at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const setState = db.prepare<[string, string]>('UPDATE outbox SET state = ? WHERE stanza_id = ?');
  const setOwnBody = db.prepare<[string, number]>('UPDATE outbox SET body = ? WHERE seq = ?');
  const remove = db.prepare<[number]>('DELETE FROM outbox WHERE seq = ?');
  const saidTo = db
    .prepare<{ stanzaId: string }, ConversationId>(
      `SELECT c.address FROM conversation c WHERE c.key = coalesce(
         (SELECT m.conversation FROM outbox o JOIN message m ON m.ord = o.message WHERE o.stanza_id = @stanzaId),
         (SELECT n.conversation FROM message_note n WHERE n.stanza = @stanzaId),
         (SELECT m.conversation FROM correction r JOIN message m ON m.ord = r.message WHERE r.stanza = @stanzaId))`,
    )
    .pluck();

  function change(ord: Ord): MessageChange | undefined {
    const row = rows.get(ord);
    const conversation = row && conversations.byKey(row.conversation);
    return row && conversation && { message: toMessage(row), conversation };
  }
  function entryChange(ord: Ord, stanzaId: string): (MessageChange & { entry: OutboxEntry }) | undefined {
    const changed = change(ord);
    const entry = byStanza.get(stanzaId);
    return changed && entry && { ...changed, entry: toEntry(entry) };
  }
  function messages(ords: Iterable<Ord>): Message[] {
    return [...ords]
      .map((ord) => rows.get(ord))
      .filter((row) => row !== undefined)
      .map(toMessage);
  }
  /** XEP-0461 section 3: in rooms as the room has named it, between two as its author has. */
  function referenceTo(conversation: number, row: MessageRow | undefined): ReplyReference | undefined {
    if (row === undefined || row.conversation !== conversation) return undefined;
    const { originId, messageId, stanzaId } = toWireIds(row);
    const isRoom = conversations.byKey(conversation)?.kind === 'room';
    const id = isRoom && stanzaId !== undefined ? stanzaId.id : (originId ?? messageId);
    return id === undefined ? undefined : { id, to: row.sender, quote: quoteOf(row.body) };
  }
  function rewrite(row: MessageRow, body: string, editedAt: number | undefined): void {
    text.remove(row);
    writer.setBody(row.ord, body, editedAt);
    text.add([row.ord]);
  }

  /** The words change at once; what they were is noted. */
  function correct(
    row: MessageRow,
    { stanzaId, body, replaces, at }: { stanzaId: string; body: string; replaces: string; at: number },
  ): ReturnType<typeof entryChange> {
    corrections.note(stanzaId, row, body, at);
    if (row.delivery !== 'failed') corrections.clearError(row.ord);
    rewrite(row, body, at);
    insert.run(stanzaId, row.ord, body, replaces, 'queued', at);
    known.alias(row.ord, { originId: stanzaId });
    return entryChange(row.ord, stanzaId);
  }
  /** The earlier words come back; the refused ones stay in the outbox, to be tried again, unless others came after them. */
  function refuseCorrection(stanzaId: string, error: Failure): Message | 'known' | undefined {
    const refused = corrections.refused(stanzaId, failure('chat.change-refused', error.params, error.detail));
    if (refused === undefined || refused === 'known') return refused;
    const { row, words, isLast } = refused;
    const entry = byStanza.get(stanzaId);
    const replaces = entry?.replaces ?? toWireIds(row).messageId;
    if (entry !== undefined) remove.run(entry.seq);
    if (isLast && replaces !== undefined) insert.run(stanzaId, row.ord, words, replaces, 'failed', row.at);
    return messages([row.ord])[0];
  }

  return {
    enqueue({ id, conversationId, from, body, at, state, file, replyTo }) {
      const known = rows.byId(id);
      const isNew = known === undefined;
      let ord = known?.ord;
      let reply: ReplyReference | undefined;
      if (ord === undefined) {
        const conversation = conversations.ensure(conversationId, 'direct', '');
        const message = {
          id,
          conversationId,
          direction: 'out',
          from,
          body,
          at,
          delivery: state,
          isRead: true,
          ...(file && { file }),
        } as const;
        ord = order.next(at);
        const line = conversations.line(conversation);
        const place = lines.atEnd(line);
        const wire = { originId: id, messageId: id };
        writer.insert({ ord, line, place }, conversation, { message, wire });
        reply = replyTo === undefined ? undefined : referenceTo(conversation, rows.byId(replyTo));
        if (reply) notes.dress(ord, { message, wire: {}, reply });
        text.add([ord]);
        writer.markReadBefore(conversation, place);
        insert.run(id, ord, null, null, state, at);
      }
      const changed = change(ord);
      if (changed === undefined) throw new Error('the message just stored is not there');
      return { ...changed, isNew, ...(reply && { reply }) };
    },
    enqueueCorrection({ messageId, stanzaId, body, at }) {
      const row = rows.byId(messageId);
      if (row === undefined || row.direction !== 'out') return undefined;
      const entries = ofMessage.all(row.ord);
      const refused = entries.find((entry) => entry.state === 'failed' && entry.replaces !== null);
      if (refused !== undefined) remove.run(refused.seq);
      const unsent = entries.findLast((entry) => entry.state !== 'sending' && entry !== refused);
      if (unsent !== undefined) {
        if (unsent.replaces !== null) corrections.reword(unsent.stanza_id, body);
        if (unsent.own_body !== null) setOwnBody.run(body, unsent.seq);
        rewrite(row, body, unsent.replaces === null ? undefined : at);
        return unsent.state === 'failed' ? change(row.ord) : entryChange(row.ord, unsent.stanza_id);
      }
      // What may be on the wire keeps the words it was written with.
      for (const entry of entries) if (entry.own_body === null) setOwnBody.run(row.body, entry.seq);
      const replaces = toWireIds(row).messageId;
      if (replaces === undefined) return undefined;
      return correct(row, { stanzaId, body, replaces, at });
    },
    requeue(id, stanzaId, at) {
      const row = rows.byId(id);
      if (row === undefined || row.direction !== 'out') return undefined;
      const failed = ofMessage.all(row.ord).find((entry) => entry.state === 'failed');
      const isCorrection = failed !== undefined && failed.replaces !== null;
      if (row.delivery !== 'failed' && !isCorrection) return undefined;
      if (failed !== undefined) remove.run(failed.seq);
      if (isCorrection)
        return correct(row, { stanzaId, body: failed.body, replaces: failed.replaces ?? '', at });
      insert.run(stanzaId, row.ord, failed?.own_body ?? null, failed?.replaces ?? null, 'queued', at);
      known.alias(row.ord, { originId: stanzaId });
      writer.restart(row.ord);
      return entryChange(row.ord, stanzaId);
    },
    outbox: () => open.all().map(toEntry),
    markSending(stanzaIds) {
      const raised = new Set<Ord>();
      for (const stanzaId of stanzaIds) {
        setState.run('sending', stanzaId);
        const entry = byStanza.get(stanzaId);
        if (entry?.about === null && writer.raise(entry.message, 'sending')) raised.add(entry.message);
      }
      return messages(raised);
    },
    settleSent(stanzaIds) {
      const raised = new Set<Ord>();
      for (const stanzaId of stanzaIds) {
        const entry = byStanza.get(stanzaId);
        if (entry === undefined) continue;
        remove.run(entry.seq);
        if (entry.about === null && writer.raise(entry.message, 'sent')) raised.add(entry.message);
      }
      return messages(raised);
    },
    conversationOf: (stanzaId) => saidTo.get({ stanzaId }),
    settleFailed(stanzaId, conversationId, error) {
      const corrected = refuseCorrection(stanzaId, error);
      if (corrected !== undefined) return corrected === 'known' ? undefined : corrected;
      const entry = byStanza.get(stanzaId);
      if (entry !== undefined && entry.about !== null) remove.run(entry.seq);
      else if (entry !== undefined) setState.run('failed', stanzaId);
      const noted = notes.refused(stanzaId, error);
      if (noted !== undefined) return messages([noted])[0];
      if (entry !== undefined && entry.about !== null) return undefined;
      const key = conversations.key(conversationId);
      const ord = entry?.message ?? (key === undefined ? undefined : known.byWireId(key, 'out', stanzaId));
      if (ord === undefined || !writer.raise(ord, 'failed', error)) return undefined;
      return messages([ord])[0];
    },
    remove(id) {
      const row = rows.byId(id);
      if (row === undefined) return undefined;
      text.remove(row);
      writer.delete(row.ord);
      return conversations.byKey(row.conversation);
    },
  };
}
