import Database from 'better-sqlite3-multiple-ciphers';

/** One open SQLite connection; everything on it is synchronous, which is why it lives in a worker. */
export type Db = Database.Database;

/** An error of the engine carries its result code, e.g. `SQLITE_CORRUPT_VTAB`. */
export function sqliteCode(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined;
}

/** The file's content can't be believed: garbage, a broken page, or a page whose HMAC doesn't fit the key. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== undefined && (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB'));
}

/**
 * Opens the file with its key. The key is raw (32 bytes), so no derivation slows the launch down.
 * Durability: WAL with synchronous=FULL, so a commit is on the disk before it is reported: a killed process and a
 * power cut both keep it (Q3). The price, one flush a commit, is paid once per group of requests by the worker.
 * Temporary tables stay in memory: SQLite would write them unencrypted.
 */
export function openConnection(file: string, key: Uint8Array): Db {
  const db = new Database(file, { timeout: 5000 });
  try {
    db.pragma("cipher='sqlcipher'");
    db.pragma(`key="x'${Buffer.from(key).toString('hex')}'"`);
    // The first read decrypts page 1 and so proves the key.
    db.prepare('SELECT count(*) FROM sqlite_master').get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Settings that write to the file, so they come after its version was accepted. */
export function configureConnection(db: Db): void {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  // On a Mac fsync alone doesn't reach the medium; elsewhere this does nothing.
  db.pragma('fullfsync = ON');
  db.pragma('temp_store = MEMORY');
  db.pragma('foreign_keys = ON');
  // Every page that is read or written is deciphered or enciphered: more of them are kept (KiB), and the log is copied
  // back less often, so that pages which change again and again are enciphered for the file once.
  db.pragma('cache_size = -16384');
  db.pragma('wal_autocheckpoint = 4000');
  // After a burst the log shrinks back to 16 MB instead of keeping its largest size.
  db.pragma(`journal_size_limit = ${16 * 1024 * 1024}`);
}
