import type { Db } from './engine.ts';

/** One step forward. `version` counts from 1 without gaps; a released step is never edited. */
export interface Migration {
  readonly version: number;
  readonly up: (db: Db) => void;
}

export type MigrationOutcome =
  | { readonly kind: 'done'; readonly from: number; readonly to: number }
  /** Written by a newer program; nothing was touched. */
  | { readonly kind: 'newer'; readonly version: number };

export function schemaVersion(db: Db): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/** Brings the schema to the newest version, each step in a transaction of its own together with its number. */
export function migrate(db: Db, migrations: readonly Migration[]): MigrationOutcome {
  const from = schemaVersion(db);
  const to = migrations.at(-1)?.version ?? 0;
  if (from > to) return { kind: 'newer', version: from };
  for (const migration of migrations) {
    if (migration.version <= from) continue;
    db.transaction(() => {
      migration.up(db);
      db.pragma(`user_version = ${migration.version}`);
    }).immediate();
  }
  return { kind: 'done', from, to };
}
