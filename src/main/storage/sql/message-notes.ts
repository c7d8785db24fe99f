import type { Failure } from '../../../shared/errors/result.ts';
import type { Annotation, NewMessage, WireIds } from '../../ports/chat-store.port.ts';
import type { Db } from '../database/engine.ts';
import type { KnownFinder } from './find-known.ts';
import type { MessageRow, MessageRows, Ord } from './message-row.ts';
import type { MessageText } from './message-text.ts';

/** What somebody says about a message (XEP-0444, XEP-0424). */
export interface Note {
  readonly conversation: number;
  readonly about: Annotation;
  readonly direction: 'in' | 'out';
  readonly sender: string;
  readonly at: number;
  /** Of ours: the stanza that says it. */
  readonly stanza?: string;
  /** What was said before is read after: of two with one stamp the first one read counts. */
  readonly isBackwards?: boolean;
  /** As in `NewMessage`. */
  readonly authorSince?: number | undefined;
}

/** Reactions, retractions, replies and formatting: what a message has beside its words. */
export interface MessageNotes {
  /** Formatting and what it answers, of a row just inserted. */
  dress(ord: Ord, item: NewMessage): void;
  setRich(ord: Ord, rich: NewMessage['message']['rich']): void;
  /** Keeps it, and changes the message if that is here; gives the rows that changed, answers to it among them. */
  put(note: Note, isIndexed: (ord: Ord) => boolean): readonly Ord[];
  /** Takes up what was said about this message before it came, under any of these ids. */
  claim(row: MessageRow, wire: WireIds, isIndexed: (ord: Ord) => boolean): readonly Ord[];
  /** The server refused this stanza of ours: a reaction goes, a retraction says so on its message. */
  refused(stanza: string, error: Failure): Ord | undefined;
  /** By any id that somebody may know it by, archive ids included. */
  named(conversation: number, wireId: string): Ord | undefined;
}

interface NoteRow {
  readonly key: number;
  readonly kind: Annotation['kind'];
  readonly direction: 'in' | 'out';
  readonly sender: string;
  readonly at: number;
  readonly message: Ord | null;
}

export function createMessageNotes(
  db: Db,
  { rows, known, text }: { rows: MessageRows; known: KnownFinder; text: MessageText },
): MessageNotes {
  const {
    dress,
    setRich,
    insert,
    byTarget,
    waiting,
    byStanza,
    attach,
    remove,
    ofSender,
    byArchiveId,
    retract,
    answers,
    aliases,
    unquote,
    isRoom,
    setError,
  } = prepare(db);

  function named(conversation: number, wireId: string): Ord | undefined {
    return (
      known.byWireId(conversation, 'in', wireId) ??
      known.byWireId(conversation, 'out', wireId) ??
      byArchiveId.get({ conversation, id: wireId })
    );
  }

  /** The room itself (XEP-0425): whoever is in it has a nick. */
  const isOfRoom = (
    { sender, direction }: Pick<NoteRow, 'sender' | 'direction'>,
    conversation: number,
  ): boolean => direction === 'in' && !sender.includes('/') && isRoom.get(conversation) === 1;

  /** Answers repeat what they answer: of what is taken back that goes too. */
  function unquoteAnswers(row: MessageRow): readonly Ord[] {
    const { own_id, origin_id, message_id, archive_id } = row;
    const ids = new Set([own_id, origin_id, message_id, archive_id, ...aliases.all(row.ord)]);
    const found = answers.all(row.conversation).filter(({ target }) => ids.has(target));
    for (const { ord } of found) unquote.run(ord);
    return found.map(({ ord }) => ord);
  }

  /** The rows that are others now. */
  function meet(note: NoteRow, row: MessageRow, isIndexed: (ord: Ord) => boolean): readonly Ord[] {
    attach.run(row.ord, note.key);
    for (const other of ofSender.all(row.ord, note.kind, note.sender).slice(1)) remove.run(other.key);
    if (note.kind === 'reactions') return [row.ord];
    // Only its author takes a message back (XEP-0424 section 5), and who keeps order in the room.
    const isAuthor = row.sender === note.sender && row.direction === note.direction;
    if (!isAuthor && !isOfRoom(note, row.conversation)) {
      remove.run(note.key);
      return [];
    }
    if (row.retracted_at !== null) return [];
    if (isIndexed(row.ord)) text.remove(row);
    retract.run(note.at, row.ord);
    if (isIndexed(row.ord)) text.add([row.ord]);
    return [row.ord, ...unquoteAnswers(row)];
  }

  return {
    dress(ord, { message: { rich }, reply }) {
      if (rich === undefined && reply === undefined) return;
      dress.run(json(rich), json(reply), ord);
    },
    setRich: (ord, rich) => void setRich.run(json(rich), ord),
    put({ conversation, about, direction, sender, at, stanza, isBackwards = false, authorSince }, isIndexed) {
      const { kind, target } = about;
      const value = JSON.stringify(about.kind === 'reactions' ? about.emojis : (about.moderation ?? []));
      const isKept = insert.run({
        conversation,
        target,
        kind,
        direction,
        sender,
        value,
        at,
        stanza: stanza ?? null,
        isBackwards: isBackwards ? 1 : 0,
      });
      if (isKept.changes === 0) return [];
      const ord = isOfRoom({ sender, direction }, conversation)
        ? byArchiveId.get({ conversation, id: target })
        : named(conversation, target);
      const row = ord === undefined ? undefined : rows.get(ord);
      const note = byTarget.get(conversation, target, kind, sender);
      const isOfAnother = kind === 'retraction' && row !== undefined && row.at < (authorSince ?? -Infinity);
      if (isOfAnother && note) remove.run(note.key);
      return row && note && !isOfAnother ? meet(note, row, isIndexed) : [];
    },
    claim(row, wire, isIndexed) {
      const ids = new Set([row.own_id, wire.originId, wire.messageId, wire.stanzaId?.id]);
      const changed: Ord[] = [];
      for (const id of ids) {
        if (id === undefined || id === null) continue;
        for (const note of waiting.all(row.conversation, id)) {
          // The room names by its own ids; authors choose theirs, also to stand in another's place.
          if (isOfRoom(note, row.conversation) && id !== wire.stanzaId?.id) continue;
          const now = rows.get(row.ord);
          if (now) changed.push(...meet(note, now, isIndexed));
        }
      }
      return changed;
    },
    refused(stanza, error) {
      const note = byStanza.get(stanza);
      if (note === undefined || note.message === null) return undefined;
      if (note.kind === 'reactions') remove.run(note.key);
      else setError.run(JSON.stringify(error), note.message);
      return note.message;
    },
    named,
  };
}

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

function prepare(db: Db) {
  const dress = db.prepare<[string | null, string | null, number]>(
    'UPDATE message SET rich = ?, reply = ? WHERE ord = ?',
  );
  const setRich = db.prepare<[string | null, number]>('UPDATE message SET rich = ? WHERE ord = ?');
  const insert = db.prepare(`
    INSERT INTO message_note (conversation, target, kind, direction, sender, value, at, stanza)
    VALUES (@conversation, @target, @kind, @direction, @sender, @value, @at, @stanza)
    ON CONFLICT (conversation, target, kind, sender) DO UPDATE SET value = excluded.value, at = excluded.at,
      stanza = excluded.stanza, direction = excluded.direction
    WHERE excluded.at > at OR (excluded.at = at AND @isBackwards = 0)`);
  const columns = 'key, kind, direction, sender, at, message';
  const byTarget = db.prepare<[number, string, string, string], NoteRow>(
    `SELECT ${columns} FROM message_note WHERE conversation = ? AND target = ? AND kind = ? AND sender = ?`,
  );
  const waiting = db.prepare<[number, string], NoteRow>(
    `SELECT ${columns} FROM message_note WHERE conversation = ? AND target = ? AND message IS NULL`,
  );
  const byStanza = db.prepare<[string], NoteRow>(`SELECT ${columns} FROM message_note WHERE stanza = ?`);
  const attach = db.prepare<[number, number]>('UPDATE message_note SET message = ? WHERE key = ?');
  const remove = db.prepare<[number]>('DELETE FROM message_note WHERE key = ?');
  // A person may name one message by several of its ids: the newest word counts.
  const ofSender = db.prepare<[number, string, string], NoteRow>(
    `SELECT ${columns} FROM message_note WHERE message = ? AND kind = ? AND sender = ? ORDER BY at DESC, key DESC`,
  );
  const byArchiveId = db
    .prepare<{ conversation: number; id: string }, number>(
      `SELECT ord FROM message WHERE archive_id = @id AND conversation = @conversation
       UNION ALL SELECT w.message FROM wire_alias w JOIN message m ON m.ord = w.message
       WHERE w.value = @id AND w.archive <> 0 AND m.conversation = @conversation LIMIT 1`,
    )
    .pluck();
  const retract = db.prepare<[number, number]>(
    `UPDATE message SET body = '', original_body = NULL, rich = NULL, reply = NULL, file = NULL, retracted_at = ?, is_read = 1,
       replaces = NULL WHERE ord = ?`,
  );
  const isRoom = db.prepare<[number], number>("SELECT kind = 'room' FROM conversation WHERE key = ?").pluck();
  const setError = db.prepare<[string, number]>('UPDATE message SET error = ? WHERE ord = ?');
  return {
    dress,
    setRich,
    insert,
    byTarget,
    waiting,
    byStanza,
    attach,
    remove,
    ofSender,
    byArchiveId,
    retract,
    ...prepareAnswers(db),
    isRoom,
    setError,
  };
}

/** Answers to a message, by any of its ids. */
function prepareAnswers(db: Db) {
  const answers = db.prepare<[number], { ord: Ord; target: string }>(
    `SELECT ord, json_extract(reply, '$.id') AS target FROM message
     WHERE conversation = ? AND reply IS NOT NULL AND json_extract(reply, '$.quote') <> ''`,
  );
  const aliases = db.prepare<[number], string>('SELECT value FROM wire_alias WHERE message = ?').pluck();
  const unquote = db.prepare<[number]>(
    "UPDATE message SET reply = json_set(reply, '$.quote', '') WHERE ord = ?",
  );
  return { answers, aliases, unquote };
}
