import type { CallLogEntry } from '../../../shared/domain/call.ts';
import type { Db } from '../database/engine.ts';
import type { SyncCallLogStore } from '../storage-protocol.ts';

interface Row {
  readonly value: string;
  readonly is_seen: number;
}

const toEntry = (row: Row): CallLogEntry => ({
  ...(JSON.parse(row.value) as CallLogEntry),
  isSeen: row.is_seen === 1,
});

export function createCallLog(db: Db): SyncCallLogStore {
  const save = db.prepare<[string, number, number, number, string]>(
    `INSERT INTO call_log (id, started_at, is_missed, is_seen, value) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET started_at = excluded.started_at, is_missed = excluded.is_missed,
       is_seen = excluded.is_seen, value = excluded.value`,
  );
  const page = (where: string) =>
    db.prepare<[number, number], Row>(
      `SELECT value, is_seen FROM call_log WHERE started_at < ? ${where} ORDER BY started_at DESC, id LIMIT ?`,
    );
  const all = page('');
  const missed = page('AND is_missed = 1');
  const seen = db.prepare<[], Row>(
    'UPDATE call_log SET is_seen = 1 WHERE is_seen = 0 RETURNING value, is_seen',
  );
  const unseen = db
    .prepare<[], number>('SELECT count(*) FROM call_log WHERE is_seen = 0 AND is_missed = 1')
    .pluck();
  const forget = db
    .prepare<[number], string>('DELETE FROM call_log WHERE started_at < ? RETURNING id')
    .pluck();
  return {
    save: (entry) =>
      void save.run(
        entry.id,
        entry.startedAt,
        entry.outcome === 'missed' ? 1 : 0,
        entry.isSeen ? 1 : 0,
        JSON.stringify(entry),
      ),
    list({ before = Number.MAX_SAFE_INTEGER, missedOnly, limit, text }) {
      const words = folded(text ?? '')
        .split(/\s+/)
        .filter(Boolean);
      if (words.length > 0) {
        const found: CallLogEntry[] = [];
        // Read one after the other: a history of years is never in memory at once.
        for (const row of (missedOnly ? missed : all).iterate(before, -1)) {
          const entry = toEntry(row);
          if (isAbout(entry, words)) found.push(entry);
          if (found.length > limit) break;
        }
        return { entries: found.slice(0, limit), hasOlder: found.length > limit };
      }
      const rows = (missedOnly ? missed : all).all(before, limit + 1);
      return { entries: rows.slice(0, limit).map(toEntry), hasOlder: rows.length > limit };
    },
    markAllSeen: () => seen.all().map(toEntry),
    unseenMissed: () => unseen.get() ?? 0,
    forgetBefore: (at) => forget.all(at),
  };
}

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Numbers are found however they are grouped. */
function isAbout({ peer }: CallLogEntry, words: readonly string[]): boolean {
  const text = folded(`${peer.name} ${peer.address}`);
  const digits = peer.address.replace(/[^\d]/g, '');
  return words.every((word) => {
    const number = /^[\d+()./-]{2,}$/.test(word) ? word.replace(/[^\d]/g, '') : '';
    return text.includes(word) || (number.length > 1 && digits.includes(number));
  });
}
