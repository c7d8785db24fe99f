import type { Conversation, Message } from '../../../shared/domain/conversation.ts';
import type { MessageId } from '../../../shared/domain/ids.ts';
import { quoteOf } from '../../../shared/domain/message-extras.ts';
import type {
  Annotation,
  ArchivePlace,
  NewMessage,
  SavedMessages,
  WireIds,
} from '../../ports/chat-store.port.ts';
import type { Db } from '../database/engine.ts';
import type { ChatTables } from './chat-tables.ts';
import { type Place, UNPLACED } from './line-order.ts';
import type { MessageRow, Ord } from './message-row.ts';
import { toMessage } from './message-row.ts';
import { createPageOrder, type PageRow } from './page-order.ts';

type Words = Pick<Message, 'body' | 'at' | 'rich'>;

/** What a batch has done so far. */
interface Batch {
  /** While an archive page is stored, newest message first: those that stand in it. */
  readonly page: PageRow[] | undefined;
  /** Archive ids of new messages. */
  readonly archived: string[];
  readonly stored: Set<Ord>;
  readonly changed: Set<Ord>;
  readonly removed: Set<MessageId>;
  readonly conversations: Set<number>;
}

/**
 * Stores a batch: known messages gain ids and better states, new ones get their place, corrections (XEP-0308) change
 * their original. A correction whose original isn't here yet stands in for it and is merged when the original comes:
 * archives are read newest page first, so that happens.
 */
export function createSaveMessages(
  db: Db,
  tables: ChatTables,
): (messages: readonly NewMessage[], page?: ArchivePlace) => SavedMessages {
  const { rows, conversations, known, lines, order, writer, text, notes } = tables;
  const pageOrder = createPageOrder(tables);
  const standIns = db
    .prepare<{ conversation: number; direction: string; sender: string; value: string }, number>(
      `SELECT ord FROM message WHERE conversation = @conversation AND replaces = @value AND direction = @direction
       AND sender = @sender ORDER BY at, ord`,
    )
    .pluck();
  const hasStandIns = db
    .prepare<[number], 0 | 1>(
      'SELECT EXISTS (SELECT 1 FROM message WHERE conversation = ? AND replaces IS NOT NULL)',
    )
    .pluck();
  const lastAnswer = db
    .prepare<[number], number>(
      `SELECT place FROM message WHERE conversation = ? AND direction = 'out' AND own_id IS NULL
       ORDER BY place DESC LIMIT 1`,
    )
    .pluck();

  function saveOne(item: NewMessage, batch: Batch): void {
    const { message, wire } = item;
    const conversation = conversations.ensure(message.conversationId, 'direct', '');
    batch.conversations.add(conversation);
    if (item.about !== undefined) return annotate(conversation, item, item.about, batch);
    const knownOrd = known.find({ ...message, conversation, wire });
    if (knownOrd !== undefined) {
      // A correction points at its original, which stands elsewhere.
      const isItself = item.replaces === undefined || rows.get(knownOrd)?.replaces !== null;
      if (isItself && batch.page) {
        batch.page.push({ item, ord: knownOrd, isNew: false });
        writer.metInArchive(knownOrd, message.at);
      }
      return meetAgain(knownOrd, item, batch);
    }
    if (item.replaces !== undefined && correctOriginal(conversation, item, batch)) return;
    const ord = order.next(message.at);
    const line = conversations.line(conversation);
    writer.insert(
      { ord, line, place: batch.page ? UNPLACED : placeOf(line, item, batch) },
      conversation,
      item,
    );
    notes.dress(ord, withQuote(conversation, item));
    batch.stored.add(ord);
    if (wire.stanzaId !== undefined) batch.archived.push(wire.stanzaId.id);
    batch.page?.push({ item, ord, isNew: true });
    if (item.replaces === undefined) takeStandIns(ord, item, batch);
    takeNotes(ord, wire, batch);
  }

  /** Behind all that is held: it came later. */
  function placeOf(line: number, { message, isKept = false }: NewMessage, batch: Batch): Place {
    const place = isKept ? lines.amongWaiting(line, message.at) : lines.atEnd(line);
    if (typeof place === 'number') return place;
    for (const ord of lines.makeRoom(line, place.noRoomBefore)) batch.changed.add(ord);
    return placeOf(line, { message, isKept, wire: {} }, batch);
  }

  /** Rows of this batch get into the text index at its end. */
  const indexedBefore = (batch: Batch) => (ord: Ord) => !batch.stored.has(ord);

  function annotate(conversation: number, item: NewMessage, about: Annotation, batch: Batch): void {
    const { direction, from: sender, at } = item.message;
    const { authorSince } = item;
    const isBackwards = batch.page !== undefined;
    const note = { conversation, about, direction, sender, at, isBackwards, authorSince };
    for (const ord of notes.put(note, indexedBefore(batch))) batch.changed.add(ord);
  }

  function takeNotes(ord: Ord, wire: WireIds, batch: Batch): void {
    const row = rows.get(ord);
    for (const changed of row ? notes.claim(row, wire, indexedBefore(batch)) : []) batch.changed.add(changed);
  }

  /** What is answered, when the answer does not say it and it is here; nothing of what was taken back. */
  function withQuote(conversation: number, item: NewMessage): NewMessage {
    const { reply } = item;
    const ord = reply && notes.named(conversation, reply.id);
    const answered = ord === undefined ? undefined : rows.get(ord);
    const isWanted = reply?.quote === '' || (answered && answered.retracted_at !== null);
    return answered && reply && isWanted
      ? { ...item, reply: { ...reply, quote: quoteOf(answered.body) } }
      : item;
  }

  /** Whoever answers on another device has read there what came before, whichever of the two is stored first. */
  function noteAnswers(conversation: number, batch: Batch): void {
    const answer = lastAnswer.get(conversation);
    if (answer === undefined) return;
    for (const read of writer.markReadBefore(conversation, answer)) batch.changed.add(read);
  }

  /** A copy says nothing of whether the message was read: it may be a page of history, or a carbon. */
  function meetAgain(ord: Ord, { message, wire, replaces }: NewMessage, batch: Batch): void {
    const row = rows.get(ord);
    if (row === undefined) return;
    if (replaces !== undefined && row.replaces === null) known.alias(ord, wire);
    else writer.gainIds(row, wire);
    if (row.archive_id === null) takeNotes(ord, wire, batch);
    if (message.delivery !== undefined && writer.raise(ord, message.delivery)) batch.changed.add(ord);
  }

  function correctOriginal(conversation: number, item: NewMessage, batch: Batch): boolean {
    const { message, wire, replaces = '' } = item;
    const ord = known.byWireId(conversation, message.direction, replaces);
    const original = ord === undefined ? undefined : rows.get(ord);
    // Only the author may correct (XEP-0308 section 5); another's attempt is shown as what it is, a message.
    if (original === undefined || original.sender !== message.from || original.replaces !== null)
      return false;
    if (original.at < (item.authorSince ?? -Infinity)) return false;
    applyCorrection(original, message, batch);
    known.alias(original.ord, wire);
    return true;
  }

  function applyCorrection(original: MessageRow, { body, at, rich }: Words, batch: Batch): void {
    if (at < (original.edited_at ?? 0) || original.retracted_at !== null) return;
    if (rich !== undefined || original.rich !== null) notes.setRich(original.ord, rich);
    if (!batch.stored.has(original.ord)) {
      text.remove(original);
      writer.setBody(original.ord, body, at);
      text.add([original.ord]);
      batch.changed.add(original.ord);
    } else {
      writer.setBody(original.ord, body, at);
    }
  }

  function takeStandIns(ord: Ord, item: NewMessage, batch: Batch): void {
    const original = rows.get(ord);
    if (original === undefined || hasStandIns.get(original.conversation) === 0) return;
    const values = new Set([item.wire.messageId, item.wire.originId, item.message.id]);
    for (const value of values) {
      if (value === undefined) continue;
      const { conversation, direction, sender } = original;
      for (const standIn of standIns.all({ conversation, direction, sender, value })) {
        mergeStandIn(rows.get(ord), rows.get(standIn), batch);
      }
    }
  }

  function mergeStandIn(
    original: MessageRow | undefined,
    standIn: MessageRow | undefined,
    batch: Batch,
  ): void {
    if (original === undefined || standIn === undefined) return;
    applyCorrection(original, toMessage(standIn), batch);
    if (batch.stored.delete(standIn.ord)) batch.changed.delete(standIn.ord);
    else {
      text.remove(standIn);
      batch.removed.add(toMessage(standIn).id);
    }
    const { archive_id: id, archive_address: by } = standIn;
    writer.delete(standIn.ord);
    known.alias(original.ord, {
      ...(standIn.origin_id !== null && { originId: standIn.origin_id }),
      ...(standIn.message_id !== null && { messageId: standIn.message_id }),
      ...(id !== null && by !== null && { stanzaId: { id, by } }),
    });
  }

  return (messages, page) => {
    const batch: Batch = {
      page: page && [],
      archived: [],
      stored: new Set(),
      changed: new Set(),
      removed: new Set(),
      conversations: new Set(),
    };
    const inOrder = page === undefined ? messages : messages.toReversed();
    for (const item of inOrder) saveOne(item, batch);
    const settled = page && pageOrder.settle((batch.page ?? []).toReversed(), page);
    for (const ord of settled?.moved ?? []) batch.changed.add(ord);
    for (const conversation of batch.conversations) noteAnswers(conversation, batch);
    text.add(batch.stored);
    const read = (ords: Iterable<Ord>): Message[] =>
      [...ords]
        .map((ord) => rows.get(ord))
        .filter((row) => row !== undefined)
        .sort((a, b) => a.place - b.place)
        .map(toMessage);
    return {
      stored: read(batch.stored),
      changed: read([...batch.changed].filter((ord) => !batch.stored.has(ord))),
      removed: [...batch.removed],
      archived: batch.archived,
      ...(settled?.first && { first: settled.first }),
      conversations: [...batch.conversations]
        .map((key) => conversations.byKey(key))
        .filter((row): row is Conversation => row !== undefined),
    };
  };
}
