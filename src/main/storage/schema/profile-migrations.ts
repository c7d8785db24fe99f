import type { Migration } from '../database/migrate.ts';

/** The profile's database: small values shared by all identities. */
export const profileMigrations: readonly Migration[] = [
  {
    version: 1,
    up: (db) => {
      db.exec('CREATE TABLE key_value (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID');
    },
  },
];
