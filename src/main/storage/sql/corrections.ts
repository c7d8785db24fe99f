import type { Failure } from '../../../shared/errors/result.ts';
import type { Db } from '../database/engine.ts';
import type { MessageText } from './message-text.ts';
import type { MessageRow, MessageRows, Ord } from './message-row.ts';

const DAY_MS = 86_400_000;

interface CorrectionRow {
  readonly stanza: string;
  readonly message: Ord;
  readonly words: string;
  readonly earlier: string;
  readonly earlier_edited_at: number | null;
}

/** A correction of ours that was refused: what it said, and whether its words stand in the message until now. */
export interface RefusedCorrection {
  readonly row: MessageRow;
  readonly words: string;
  readonly isLast: boolean;
}

/**
 * What our messages said before they were corrected. A server acknowledges a correction before it looks at it (XEP-0198), so
 * that it may refuse one that has left the outbox long ago (M14).
 */
export interface Corrections {
  /** Before the row changes. */
  note(stanza: string, row: MessageRow, words: string, at: number): void;
  /** One that was not written yet says something else. */
  reword(stanza: string, words: string): void;
  /** Puts the earlier words back, unless later ones stand there; `known`: it was refused before; `undefined`: no correction. */
  refused(stanza: string, error: Failure): RefusedCorrection | 'known' | undefined;
  /** It is tried again. */
  clearError(ord: Ord): void;
}

export function createCorrections(
  db: Db,
  { rows, text }: { rows: MessageRows; text: MessageText },
): Corrections {
  const insert = db.prepare<[string, number, string, string, number | null, number]>(
    'INSERT INTO correction (stanza, message, words, earlier, earlier_edited_at, at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const prune = db.prepare<[number]>('DELETE FROM correction WHERE at < ?');
  const reword = db.prepare<[string, string]>('UPDATE correction SET words = ? WHERE stanza = ?');
  const get = db.prepare<[string], CorrectionRow>('SELECT * FROM correction WHERE stanza = ?');
  const close = db.prepare<[string]>('UPDATE correction SET words = earlier WHERE stanza = ?');
  // A later one does not lead back to words that were refused.
  const skip = db.prepare<[string, number | null, number, string]>(
    'UPDATE correction SET earlier = ?, earlier_edited_at = ? WHERE message = ? AND earlier = ?',
  );
  const putBack = db.prepare<[string, number | null, number]>(
    'UPDATE message SET body = ?, edited_at = ? WHERE ord = ?',
  );
  const setError = db.prepare<[string | null, number]>('UPDATE message SET error = ? WHERE ord = ?');

  return {
    note(stanza, row, words, at) {
      prune.run(at - DAY_MS);
      insert.run(stanza, row.ord, words, row.body, row.edited_at, at);
    },
    reword: (stanza, words) => void reword.run(words, stanza),
    refused(stanza, error) {
      const noted = get.get(stanza);
      const row = noted && rows.get(noted.message);
      if (noted === undefined || row === undefined) return undefined;
      const { words, earlier, earlier_edited_at: editedAt } = noted;
      if (words === earlier) return 'known';
      close.run(stanza);
      skip.run(earlier, editedAt, row.ord, words);
      const isLast = row.body === words;
      if (isLast) {
        text.remove(row);
        putBack.run(earlier, editedAt, row.ord);
        text.add([row.ord]);
        setError.run(JSON.stringify(error), row.ord);
      }
      return { row, words, isLast };
    },
    clearError: (ord) => void setError.run(null, ord),
  };
}
