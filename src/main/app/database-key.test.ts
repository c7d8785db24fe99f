import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeyFileSecrets } from '../hosts/node/key-file-secrets.ts';
import { loadDatabaseKey } from './database-key.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parlance-key-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const load = async () => {
  const loaded = await loadDatabaseKey(createKeyFileSecrets(join(folder, 'secret.key')), folder);
  if (!loaded.ok) throw new Error(loaded.error.code);
  return loaded.value;
};

describe('database key', () => {
  it('D9: is the same on every start, sealed, and for its owner only', async () => {
    const first = await load();
    const again = await load();
    expect(again).toEqual(first);
    expect(first.key.length).toBe(32);
    const stored = readFileSync(join(folder, 'database.key'));
    expect(stored.includes(Buffer.from(first.key))).toBe(false);
    for (const name of ['database.key', 'secret.key'])
      expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
  });

  it('Q3: a key that cannot be opened is set aside and said to be replaced', async () => {
    const first = await load();
    writeFileSync(join(folder, 'database.key'), 'damaged');
    const next = await load();
    expect(next.isReplaced).toBe(true);
    expect(next.key).not.toEqual(first.key);
    expect(readdirSync(folder).some((name) => name.startsWith('database.key.unreadable-'))).toBe(true);
  });

  it('Q3: a lost key file does not lose the sealed key’s file', async () => {
    await load();
    rmSync(join(folder, 'secret.key'));
    expect((await load()).isReplaced).toBe(true);
  });
});
