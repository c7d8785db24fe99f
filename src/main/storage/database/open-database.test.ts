import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testKey } from '../../../../test/fakes/temporary-store.ts';
import { temporaryFolder } from '../../../../test/fakes/temporary-folder.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { migrate, schemaVersion, type Migration } from './migrate.ts';
import { openConnection } from './engine.ts';
import { openDatabase } from './open-database.ts';
import { suspect } from './suspicion.ts';
import { identityMigrations } from '../schema/identity-migrations.ts';
import { profileMigrations } from '../schema/profile-migrations.ts';

const steps: readonly Migration[] = [
  { version: 1, up: (db) => db.exec('CREATE TABLE fruit (name TEXT)') },
  { version: 2, up: (db) => db.exec("ALTER TABLE fruit ADD COLUMN colour TEXT NOT NULL DEFAULT 'green'") },
  {
    version: 3,
    up: (db) => db.exec('UPDATE fruit SET name = upper(name); CREATE INDEX f ON fruit (colour)'),
  },
];
const now = Date.UTC(2026, 10, 1, 9, 30);
const open = (file: string, migrations = steps, key = testKey) =>
  openDatabase({ file, key, migrations, now });

describe('migrations', () => {
  it.each([0, 1, 2, 3])('Q3: version %i comes up to the newest with its data', (from) => {
    const file = join(temporaryFolder(), 'a.db');
    const old = unwrap(open(file, steps.slice(0, from)));
    expect(schemaVersion(old)).toBe(from);
    if (from > 0) old.exec("INSERT INTO fruit (name) VALUES ('kumquat')");
    old.close();
    const db = unwrap(open(file));
    expect(schemaVersion(db)).toBe(3);
    const expected = from === 0 ? [] : [{ name: from === 3 ? 'kumquat' : 'KUMQUAT', colour: 'green' }];
    expect(db.prepare('SELECT name, colour FROM fruit').all()).toEqual(expected);
    db.close();
  });

  it('Q3: a step that fails leaves the version before it, whole', () => {
    const file = join(temporaryFolder(), 'a.db');
    unwrap(open(file, steps.slice(0, 1))).close();
    const broken: readonly Migration[] = [
      ...steps.slice(0, 2),
      {
        version: 3,
        up(db) {
          db.exec('DROP TABLE fruit');
          throw new Error('broken step');
        },
      },
    ];
    expect(open(file, broken)).toMatchObject({ ok: false, error: { code: 'storage.unavailable' } });
    const db = unwrap(open(file));
    expect(db.prepare('SELECT count(*) AS n FROM fruit').get()).toEqual({ n: 0 });
    db.close();
  });

  it('Q3: a newer version is refused and not touched', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'a.db');
    unwrap(open(file)).close();
    const before = readdirSync(folder);
    expect(open(file, steps.slice(0, 2))).toMatchObject({
      ok: false,
      error: { code: 'storage.newer-version' },
    });
    expect(readdirSync(folder)).toEqual(before);
    unwrap(open(file)).close();
  });

  it.each([
    ['profile', profileMigrations],
    ['identity', identityMigrations],
  ])('the %s steps are numbered without gaps and each older version comes up', (_, migrations) => {
    expect(migrations.map((step) => step.version)).toEqual(migrations.map((_step, index) => index + 1));
    for (let from = 0; from <= migrations.length; from += 1) {
      const db = openConnection(join(temporaryFolder(), 'a.db'), testKey);
      migrate(db, migrations.slice(0, from));
      expect(migrate(db, migrations)).toEqual({ kind: 'done', from, to: migrations.length });
      db.close();
    }
  });
});

describe('a file that cannot be opened', () => {
  it('Q3: garbage instead of a database is set aside and reported, never emptied', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'a.db');
    unwrap(open(file)).close();
    writeFileSync(file, 'x'.repeat(8192));
    expect(open(file)).toEqual({
      ok: false,
      error: { code: 'storage.corrupt', detail: 'a.db.set-aside-2026-11-01T09-30-00-000Z' },
    });
    expect(existsSync(file)).toBe(false);
    expect(statSync(join(folder, 'a.db.set-aside-2026-11-01T09-30-00-000Z')).size).toBe(8192);
    unwrap(open(file)).close();
    writeFileSync(file, 'y'.repeat(8192));
    expect(open(file)).toMatchObject({ error: { detail: 'a.db.set-aside-2026-11-01T09-30-00-000Z-2' } });
  });

  it('Q3: another key is told apart from damage, also without the check file', () => {
    const other = new Uint8Array(32).fill(9);
    for (const keepsCheck of [true, false]) {
      const file = join(temporaryFolder(), 'a.db');
      unwrap(open(file)).close();
      if (!keepsCheck) rmSync(`${file}.check`);
      expect(open(file, steps, other)).toMatchObject({ ok: false, error: { code: 'storage.wrong-key' } });
    }
  });

  it('Q3: damage met during work is looked into at the next opening', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'a.db');
    const db = unwrap(open(file));
    db.exec('INSERT INTO fruit (name) SELECT hex(randomblob(500)) FROM fruit UNION ALL VALUES (1)');
    for (let n = 0; n < 6; n += 1) db.exec('INSERT INTO fruit (name) SELECT hex(randomblob(500)) FROM fruit');
    db.close();
    suspect(file);
    unwrap(open(file)).close();
    expect(existsSync(`${file}.suspect`)).toBe(false);

    const handle = openSync(file, 'r+');
    writeSync(handle, Buffer.alloc(200, 1), 0, 200, 4096 * 5 + 100);
    closeSync(handle);
    suspect(file);
    expect(open(file)).toMatchObject({ ok: false, error: { code: 'storage.corrupt' } });
    unwrap(open(file)).close();
  });

  it('a folder that is not there is storage.unavailable', () => {
    expect(open(join(temporaryFolder(), 'nowhere', 'a.db'))).toMatchObject({
      ok: false,
      error: { code: 'storage.unavailable' },
    });
  });
});
