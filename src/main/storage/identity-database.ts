import type { Result } from '../../shared/errors/result.ts';
import { createChatKeeping } from './chat-keeping.ts';
import type { Db } from './database/engine.ts';
import { openDatabase } from './database/open-database.ts';
import { identityMigrations } from './schema/identity-migrations.ts';
import { profileMigrations } from './schema/profile-migrations.ts';
import { createCallLog } from './sql/call-log.ts';
import { createKeyValue } from './sql/key-value.ts';
import type { SyncStores } from './storage-protocol.ts';

/** A database that is open, with its stores. */
export interface OpenDatabase {
  readonly file: string;
  readonly db: Db;
  readonly stores: SyncStores;
}

export interface DatabasePlace {
  readonly file: string;
  readonly key: Uint8Array;
  /** ms since 1970; names a file that had to be set aside. */
  readonly now: number;
}

export function openProfileDatabase(place: DatabasePlace): Result<OpenDatabase> {
  const opened = openDatabase({ ...place, migrations: profileMigrations });
  if (!opened.ok) return opened;
  const db = opened.value;
  return { ok: true, value: { file: place.file, db, stores: { keyValue: createKeyValue(db) } } };
}

/**
 * One identity's database, in this thread. Scripts that fill databases use it directly: wrap many calls in
 * `db.transaction(() => { … })()`.
 */
export function openIdentityDatabase(
  place: DatabasePlace,
): Result<OpenDatabase & { readonly stores: Required<SyncStores> }> {
  const opened = openDatabase({ ...place, migrations: identityMigrations });
  if (!opened.ok) return opened;
  const db = opened.value;
  const stores = { keyValue: createKeyValue(db), chat: createChatKeeping(db), callLog: createCallLog(db) };
  return { ok: true, value: { file: place.file, db, stores } };
}

/** Closes, moving the log into the database so that one file is left. */
export function closeDatabase({ db }: OpenDatabase): void {
  if (!db.open) return;
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}
