import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLog } from '../../../test/fakes/silent-log.ts';
import { temporaryFolder } from '../../../test/fakes/temporary-folder.ts';
import { createKeyFileSecrets } from '../hosts/node/key-file-secrets.ts';
import type { Host } from '../ports/host.port.ts';
import type { Prompter } from '../ports/prompter.port.ts';
import { openStorage } from './open-storage.ts';

describe('opening the storage', () => {
  it('Q3: damage deep in the profile is said, set aside, and does not keep the app from starting', async () => {
    const folder = temporaryFolder();
    const told: unknown[] = [];
    const prompter = { tell: ({ error }) => told.push(error?.code) } as Partial<Prompter> as Prompter;
    const host = {
      folders: { local: folder, roaming: folder },
      secrets: createKeyFileSecrets(join(folder, 'secret.key')),
      storageWorker: new URL('../storage/storage-worker.ts', import.meta.url),
      log: silentLog,
    } as Partial<Host> as Host;
    const open = async () => {
      const storage = await openStorage(host, prompter);
      onTestFinished(() => storage.close());
      return storage;
    };
    const first = await open();
    for (let entry = 0; entry < 60; entry += 1) await first.profile.set(`file:${entry}`, 'x'.repeat(900));
    await first.close();

    const file = join(folder, 'profile.db');
    const bytes = readFileSync(file);
    // The first page stays whole: opening alone finds nothing.
    for (let page = 4096; page < bytes.length; page += 4096) bytes.write('vandal', page + 900);
    writeFileSync(file, bytes);

    const second = await open();
    expect(told).toEqual(['storage.corrupt']);
    expect(await second.profile.list('file:')).toEqual([]);
    await second.profile.set('file:1', 'new');
    expect(await second.profile.get('file:1')).toBe('new');
    expect(readdirSync(folder).some((name) => name.startsWith('profile.db.set-aside-'))).toBe(true);
  });
});
