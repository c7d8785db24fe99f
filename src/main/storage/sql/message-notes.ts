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
}

/** Reactions, retractions, replies and formatting: what a message has beside its words. */
export interface MessageNotes {
  /** Formatting and what it answers, of a row just inserted. */
  dress(ord: Ord, item: NewMessage): void;
  setRich(ord: Ord, rich: NewMessage['message']['rich']): void;
  /** Keeps it, and changes the message if that is here; gives its place when it changed. */
  put(note: Note, isIndexed: (ord: Ord) => boolean): Ord | undefined;
  /** Takes up what was said about this message before it came, under any of these ids. */
  claim(row: MessageRow, wire: WireIds, isIndexed: (ord: Ord) => boolean): boolean;
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
    `UPDATE message SET body = '', original_body = NULL, rich = NULL, reply = NULL, retracted_at = ?, is_read = 1,
       replaces = NULL WHERE ord = ?`,
  );
  const setError = db.prepare<[string, number]>('UPDATE message SET error = ? WHERE ord = ?');

  function named(conversation: number, wireId: string): Ord | undefined {
    return (
      known.byWireId(conversation, 'in', wireId) ??
      known.byWireId(conversation, 'out', wireId) ??
      byArchiveId.get({ conversation, id: wireId })
    );
  }

  /** True when the message is another one now. */
  function meet(note: NoteRow, row: MessageRow, isIndexed: (ord: Ord) => boolean): boolean {
    attach.run(row.ord, note.key);
    for (const other of ofSender.all(row.ord, note.kind, note.sender).slice(1)) remove.run(other.key);
    if (note.kind === 'reactions') return true;
    // Only its author takes a message back (XEP-0424 section 5).
    if (row.sender !== note.sender || row.direction !== note.direction) {
      remove.run(note.key);
      return false;
    }
    if (row.retracted_at !== null) return false;
    if (isIndexed(row.ord)) text.remove(row);
    retract.run(note.at, row.ord);
    if (isIndexed(row.ord)) text.add([row.ord]);
    return true;
  }

  return {
    dress(ord, { message: { rich }, reply }) {
      if (rich === undefined && reply === undefined) return;
      dress.run(json(rich), json(reply), ord);
    },
    setRich: (ord, rich) => void setRich.run(json(rich), ord),
    put({ conversation, about, direction, sender, at, stanza, isBackwards = false }, isIndexed) {
      const { kind, target } = about;
      const value = JSON.stringify(about.kind === 'reactions' ? about.emojis : []);
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
      if (isKept.changes === 0) return undefined;
      const ord = named(conversation, target);
      const row = ord === undefined ? undefined : rows.get(ord);
      const note = byTarget.get(conversation, target, kind, sender);
      return row && note && meet(note, row, isIndexed) ? row.ord : undefined;
    },
    claim(row, wire, isIndexed) {
      const ids = new Set([row.own_id, wire.originId, wire.messageId, wire.stanzaId?.id]);
      let isChanged = false;
      for (const id of ids) {
        if (id === undefined || id === null) continue;
        for (const note of waiting.all(row.conversation, id)) {
          const now = rows.get(row.ord);
          if (now && meet(note, now, isIndexed)) isChanged = true;
        }
      }
      return isChanged;
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
