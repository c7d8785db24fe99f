import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryKeyValue } from '../../../../test/fakes/memory-key-value.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { StorageError } from '../../ports/storage.port.ts';
import { createRoamingFile } from './roaming-file.ts';
import { createSplitStore, moveToRoaming } from './split-store.ts';

describe('S2: what follows the person', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parlance-roaming-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const file = () => createRoamingFile(folder, silentLog);
  const path = () => join(folder, 'roaming.json');

  it('S2: is one file that only its owner reads, and comes back', async () => {
    const store = file();
    await Promise.all([store.set('settings', '{}'), store.set('last', 'a'), store.set('__proto__', 'x')]);
    await store.delete('last');
    expect(readdirSync(folder)).toEqual(['roaming.json']);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    const again = file();
    expect(await again.get('settings')).toBe('{}');
    expect(await again.get('last')).toBeUndefined();
    expect(await again.get('toString')).toBeUndefined();
    expect(await again.get('__proto__')).toBe('x');
    expect(await again.list('set')).toEqual([{ key: 'settings', value: '{}' }]);
  });

  it('S2: two computers that write at the same time keep each other’s values', async () => {
    const one = file();
    const other = file();
    await one.set('settings', 'mine');
    await other.set('manual', 'theirs');
    await one.set('last', 'x');
    expect(await other.list('')).toHaveLength(3);
  });

  it.each(['', '{', '[]', '{"a":1}', 'null'])('S2 Q3: a damaged file («%s») is set aside', async (text) => {
    writeFileSync(path(), text);
    const store = file();
    expect(await store.get('settings')).toBeUndefined();
    await store.set('settings', 'new');
    expect(await file().get('settings')).toBe('new');
    expect(readFileSync(`${path()}.damaged`, 'utf8')).toBe(text);
  });

  it('S2: a folder that cannot be written to is said as such', async () => {
    const store = createRoamingFile(join(folder, 'gone'), silentLog);
    await expect(store.set('settings', '{}')).rejects.toBeInstanceOf(StorageError);
    expect(await store.get('settings')).toBeUndefined();
  });

  it('S2: an existing installation is moved; what came with the person wins, caches and names of the computer stay', async () => {
    const local = memoryKeyValue();
    const roaming = file();
    for (const key of [
      'settings',
      'last',
      'credential:a@b',
      'tokens:a@b',
      'installation',
      'discovery:b',
      'manual',
    ])
      await local.set(key, `old ${key}`);
    await roaming.set('settings', 'from another computer');
    await moveToRoaming(local, roaming);
    const store = createSplitStore(local, roaming);
    expect(await store.get('settings')).toBe('from another computer');
    expect(await store.get('credential:a@b')).toBe('old credential:a@b');
    expect([...local.entries.keys()].toSorted()).toEqual(['discovery:b', 'installation']);
    await store.set('deployment:a@b', 'cache');
    await store.set('tokens:a@b', 'new');
    expect(local.entries.get('deployment:a@b')).toBe('cache');
    expect(readFileSync(path(), 'utf8')).not.toContain('cache');
    expect(await store.list('tokens:')).toEqual([{ key: 'tokens:a@b', value: 'new' }]);
    await moveToRoaming(local, roaming);
    expect(await store.get('tokens:a@b')).toBe('new');
  });
});
