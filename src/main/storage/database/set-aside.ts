import { existsSync, renameSync, rmSync } from 'node:fs';
import { basename } from 'node:path';

/** What belongs to a database besides its file. */
const companions = ['', '-wal', '-shm', '.check', '.suspect'] as const;

/**
 * Renames the database and its companions, so that nothing is lost and the next opening starts afresh.
 * The log keeps its place beside the renamed file: whoever holds the key can still open it. Gives the new name.
 */
export function setAside(file: string, now: number): string {
  const stamp = new Date(now).toISOString().replaceAll(':', '-').replace('.', '-');
  let target = `${file}.set-aside-${stamp}`;
  for (let n = 2; existsSync(target); n += 1) target = `${file}.set-aside-${stamp}-${n}`;
  for (const companion of companions) {
    if (existsSync(file + companion)) renameSync(file + companion, target + companion);
  }
  return basename(target);
}

export function deleteDatabaseFiles(file: string): void {
  for (const companion of companions) rmSync(file + companion, { force: true });
}
