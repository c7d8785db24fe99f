import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLog } from '../../../test/fakes/silent-log.ts';
import { temporaryFolder } from '../../../test/fakes/temporary-folder.ts';
import type { ContactId, ConversationId, MessageId } from '../../shared/domain/ids.ts';
import { unwrap } from '../../shared/errors/result.ts';
import { StorageError, type Storage } from '../ports/storage.port.ts';
import { createStorage } from './create-storage.ts';
import { identityFile } from './database/identity-file.ts';

const workerUrl = new URL('./storage-worker.ts', import.meta.url);
const alice = 'alice@example.test';
const bob = 'bob@example.test' as ConversationId;

async function open(folder: string, key: Uint8Array): Promise<Storage> {
  const storage = unwrap(await createStorage({ workerUrl, folder, key, log: silentLog }));
  onTestFinished(() => storage.close());
  return storage;
}

const message = (id: string, body: string) =>
  ({ id: id as MessageId, conversationId: bob, from: alice, body, at: 1000, state: 'queued' }) as const;

describe('createStorage', () => {
  it('Q3: what was stored is there after a restart, per identity', async () => {
    const folder = temporaryFolder();
    const key = randomBytes(32);
    const first = await open(folder, key);
    await first.profile.set('last-address', alice);
    const identity = unwrap(await first.openIdentity(alice));
    await identity.chat.enqueue(message('1', 'hello'));
    await identity.chat.saveAvatar('00ff', 'image/png', new Uint8Array([1, 2, 3]));
    await identity.keyValue.set('a%b', '1');
    await identity.keyValue.set('axb', '2');
    await first.close();

    const second = await open(folder, key);
    expect(await second.profile.get('last-address')).toBe(alice);
    const again = unwrap(await second.openIdentity(' ALICE@Example.test/phone'));
    expect(await again.chat.outbox()).toMatchObject([{ stanzaId: '1', body: 'hello', state: 'queued' }]);
    expect((await again.chat.avatar('00ff'))?.bytes).toEqual(new Uint8Array([1, 2, 3]));
    expect(await again.keyValue.list('a%')).toEqual([{ key: 'a%b', value: '1' }]);
    const other = unwrap(await second.openIdentity('bob@example.test'));
    expect(await other.chat.conversations()).toEqual([]);
  });

  it('Q3: requests made at once are answered each, and one that fails harms no other', async () => {
    const storage = await open(temporaryFolder(), randomBytes(32));
    const { chat } = unwrap(await storage.openIdentity(alice));
    const bad = message('bad', null as unknown as string);
    const results = await Promise.allSettled([
      chat.enqueue(message('1', 'one')),
      chat.enqueue(bad),
      chat.enqueue(message('2', 'two')),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((results[1] as PromiseRejectedResult).reason).toBeInstanceOf(StorageError);
    expect((await chat.outbox()).map((entry) => entry.body)).toEqual(['one', 'two']);
  });

  it('Q3: after close every request is refused, none hangs', async () => {
    const storage = await open(temporaryFolder(), randomBytes(32));
    const identity = unwrap(await storage.openIdentity(alice));
    await identity.close();
    await expect(identity.chat.outbox()).rejects.toMatchObject({ failure: { code: 'storage.unavailable' } });
    await storage.close();
    await expect(storage.profile.get('x')).rejects.toMatchObject({
      failure: { code: 'storage.unavailable' },
    });
  });

  it('Q3: no text stands readable in any file while the store is in use', async () => {
    const folder = temporaryFolder();
    const storage = await open(folder, randomBytes(32));
    const { chat, keyValue } = unwrap(await storage.openIdentity(alice));
    await Promise.all(
      Array.from({ length: 300 }, (_, n) => chat.enqueue(message(`${n}`, `kumquat marmalade ${n}`))),
    );
    await keyValue.set('secret-name', 'pomegranate');
    await chat.search({ text: 'marmal', limit: 10 });
    const files = readdirSync(folder);
    expect(files.some((name) => name.endsWith('-wal'))).toBe(true);
    for (const name of files) {
      const content = readFileSync(join(folder, name));
      for (const word of [
        'kumquat',
        'marmalade',
        'pomegranate',
        'secret-name',
        'example.test',
        'SQLite format',
      ]) {
        expect(content.includes(word), `${word} in ${name}`).toBe(false);
      }
      expect(name).not.toContain('alice');
    }
  });

  it('Q3: with another key the data is set aside whole, reported, and a new start works', async () => {
    const folder = temporaryFolder();
    const key = randomBytes(32);
    const first = await open(folder, key);
    await first.profile.set('a', '1');
    await first.close();

    const refused = await createStorage({ workerUrl, folder, key: randomBytes(32), log: silentLog });
    expect(refused).toMatchObject({ ok: false, error: { code: 'storage.wrong-key' } });
    const aside = readdirSync(folder).find((name) => /^profile\.db\.set-aside-[0-9TZ-]+$/.test(name));
    expect(aside).toBeDefined();
    expect(!refused.ok && refused.error.detail).toBe(aside);

    const fresh = await open(folder, randomBytes(32));
    expect(await fresh.profile.get('a')).toBeUndefined();
    // The old data is still whole under its new name.
    const rescue = temporaryFolder();
    writeFileSync(join(rescue, 'profile.db'), readFileSync(join(folder, aside!)));
    expect(await (await open(rescue, key)).profile.get('a')).toBe('1');
  });

  it('A11: deleting an identity takes its caches, and its history only when not kept', async () => {
    const folder = temporaryFolder();
    const storage = await open(folder, randomBytes(32));
    const fill = async () => {
      const identity = unwrap(await storage.openIdentity(alice));
      await identity.chat.enqueue(message('1', 'hello'));
      await identity.keyValue.set('cache', 'x');
      await identity.chat.saveContacts([{ id: bob as string as ContactId } as never], [], 'v1');
      await identity.close();
    };
    await fill();
    unwrap(await storage.deleteIdentity(alice, { keepHistory: true }));
    const kept = unwrap(await storage.openIdentity(alice));
    expect(await kept.keyValue.get('cache')).toBeUndefined();
    expect(await kept.chat.contacts()).toEqual([]);
    expect(await kept.chat.rosterVersion()).toBeUndefined();
    expect((await kept.chat.history({ conversationId: bob, limit: 5 })).messages).toHaveLength(1);
    await kept.close();
    unwrap(await storage.deleteIdentity(alice, { keepHistory: false }));
    expect(readdirSync(folder).filter((name) => name.startsWith('identity'))).toEqual([]);
  });
});

describe('a killed process', () => {
  it('Q3: ten times kill -9 in the middle of writing loses no acknowledged row and harms no file', {
    timeout: 120_000,
  }, async () => {
    const folder = temporaryFolder();
    const key = randomBytes(32);
    const acknowledged = new Set<string>();
    for (let round = 0; round < 10; round += 1) {
      const victim = spawn(
        process.execPath,
        [
          new URL('../../../test/children/storage-writer.ts', import.meta.url).pathname,
          folder,
          key.toString('hex'),
          `${round * 1_000_000}`,
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      let rest = '';
      let seen = 0;
      // Killed at another point of its work each time, also while the log is moved into the file.
      const fatal = 3 + round * 137;
      victim.stdout.on('data', (chunk: Buffer) => {
        const lines = (rest + chunk.toString()).split('\n');
        rest = lines.pop() ?? '';
        for (const id of lines) acknowledged.add(id);
        seen += lines.length;
        if (seen >= fatal) victim.kill('SIGKILL');
      });
      await new Promise((resolve) => victim.on('close', resolve));
    }
    const storage = await open(folder, key);
    const { chat } = unwrap(await storage.openIdentity(alice));
    const entries = await chat.outbox();
    const kept = new Set(entries.map((entry) => entry.stanzaId));
    expect(acknowledged.size).toBeGreaterThan(1000);
    expect([...acknowledged].filter((id) => !kept.has(id))).toEqual([]);
    expect(kept.size).toBe(entries.length);
    expect((await chat.search({ text: 'kumquat', limit: 10 })).length).toBe(10);
    expect(readFileSync(identityFile(folder, alice)).includes('kumquat')).toBe(false);
    await storage.close();
    // The whole file is sound: every page reads, index and text index agree.
    const { openIdentityDatabase, closeDatabase } = await import('./identity-database.ts');
    const database = unwrap(openIdentityDatabase({ file: identityFile(folder, alice), key, now: 0 }));
    expect(database.db.pragma('integrity_check', { simple: true })).toBe('ok');
    database.db.exec("INSERT INTO message_text (message_text) VALUES ('integrity-check')");
    closeDatabase(database);
  });

  it('X5: a worker that dies is started again with its databases; only what waited fails', async () => {
    const worker = new URL('../../../test/children/mortal-storage-worker.ts', import.meta.url);
    const given = { folder: temporaryFolder(), key: randomBytes(32), log: silentLog };
    const storage = unwrap(await createStorage({ workerUrl: worker, ...given }));
    onTestFinished(() => storage.close());
    const { chat, keyValue } = unwrap(await storage.openIdentity(alice));
    await chat.enqueue(message('1', 'before'));
    const lost = await Promise.allSettled([keyValue.get('die'), chat.outbox()]);
    expect(lost.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(lost[0]).toMatchObject({ reason: { failure: { code: 'storage.unavailable' } } });

    // Asked at once, the new worker is started once.
    const [outbox] = await Promise.all([
      chat.outbox(),
      chat.enqueue(message('2', 'after')),
      storage.profile.set('a', '1'),
    ]);
    expect(outbox).toMatchObject([{ body: 'before' }]);
    expect(await chat.outbox()).toMatchObject([{ body: 'before' }, { body: 'after' }]);
    expect(await storage.profile.get('a')).toBe('1');
    await expect(storage.profile.get('die')).rejects.toThrow();
    expect(await chat.outbox()).toHaveLength(2);
  });
});
