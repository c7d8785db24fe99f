import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import { configureConnection, isDamage, openConnection, sqliteCode, type Db } from './engine.ts';
import { checkKey, writeKeyCheck } from './key-check.ts';
import { migrate, schemaVersion, type Migration } from './migrate.ts';
import { setAside } from './set-aside.ts';
import { examine, isSuspect } from './suspicion.ts';

export interface OpenOptions {
  readonly file: string;
  /** 32 random bytes. */
  readonly key: Uint8Array;
  readonly migrations: readonly Migration[];
  /** For the name of a file that is set aside, ms since 1970. */
  readonly now: number;
}

/**
 * Opens one database and brings it up to date. Failures: storage.wrong-key, storage.corrupt (set aside, `detail` is
 * the new name), storage.newer-version (untouched), storage.unavailable.
 */
export function openDatabase(options: OpenOptions): Result<Db> {
  const { file, key, migrations, now } = options;
  const keyCheck = existsSync(file) ? checkKey(file, key) : 'unknown';
  if (keyCheck === 'differs') return fail('storage.wrong-key', undefined, setAside(file, now));
  let db: Db | undefined;
  try {
    db = openConnection(file, key);
    const newest = migrations.at(-1)?.version ?? 0;
    const version = schemaVersion(db);
    if (version > newest) {
      db.close();
      return fail(
        'storage.newer-version',
        undefined,
        `${basename(file)}: ${version}, this program knows ${newest}`,
      );
    }
    configureConnection(db);
    if (isSuspect(file) && !examine(file, db)) {
      db.close();
      return fail('storage.corrupt', undefined, setAside(file, now));
    }
    migrate(db, migrations);
    writeKeyCheck(file, key);
    return ok(db);
  } catch (error) {
    db?.close();
    if (!isDamage(error)) return fail('storage.unavailable', undefined, sqliteCode(error) ?? nodeCode(error));
    // Without the check file a wrong key is the likelier reason, and the gentler thing to say.
    const code = keyCheck === 'fits' ? 'storage.corrupt' : 'storage.wrong-key';
    return fail(code, undefined, setAside(file, now));
  }
}

function nodeCode(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : error instanceof Error ? error.message : 'unknown';
}
