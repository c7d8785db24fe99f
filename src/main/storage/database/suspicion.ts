import { existsSync, rmSync, writeFileSync } from 'node:fs';
import type { Db } from './engine.ts';

/**
 * Damage deep in a file shows only when the page is read, in the middle of work. The running session fails that request
 * and leaves a mark; the next opening looks at the whole file and sets it aside if it is really damaged.
 */
const markPath = (file: string): string => `${file}.suspect`;

export function suspect(file: string): void {
  writeFileSync(markPath(file), '', { mode: 0o600 });
}

export const isSuspect = (file: string): boolean => existsSync(markPath(file));

/** Reads every page; false when one is damaged. Clears the mark otherwise. */
export function examine(file: string, db: Db): boolean {
  if (db.pragma('quick_check(1)', { simple: true }) !== 'ok') return false;
  rmSync(markPath(file), { force: true });
  return true;
}
