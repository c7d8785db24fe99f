import type { CallLogStore } from '../../src/main/ports/storage.port.ts';
import type { CallLogEntry } from '../../src/shared/domain/call.ts';

/** The call log in memory, newest first. */
export function memoryCallLog(): CallLogStore & { readonly rows: readonly CallLogEntry[] } {
  const rows: CallLogEntry[] = [];
  return {
    rows,
    save: (entry) => Promise.resolve(void rows.unshift(entry)),
    list: ({ before, missedOnly, limit }) => {
      const wanted = rows.filter(
        (row) =>
          (before === undefined || row.startedAt < before) && (!missedOnly || row.outcome === 'missed'),
      );
      return Promise.resolve({ entries: wanted.slice(0, limit), hasOlder: wanted.length > limit });
    },
    markAllSeen() {
      const unseen = rows.filter((row) => !row.isSeen);
      for (const row of unseen) rows[rows.indexOf(row)] = { ...row, isSeen: true };
      return Promise.resolve(unseen.map((row) => ({ ...row, isSeen: true })));
    },
    forgetBefore(at) {
      const old = rows.filter((row) => row.startedAt < at);
      for (const row of old) rows.splice(rows.indexOf(row), 1);
      return Promise.resolve(old.map(({ id }) => id));
    },
    unseenMissed: () => Promise.resolve(rows.filter((row) => row.outcome === 'missed' && !row.isSeen).length),
  };
}
