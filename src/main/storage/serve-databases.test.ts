import { closeSync, existsSync, openSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../test/fakes/silent-log.ts';
import { temporaryFolder } from '../../../test/fakes/temporary-folder.ts';
import { testKey } from '../../../test/fakes/temporary-store.ts';
import { createStorage } from './create-storage.ts';
import { identityFile } from './database/identity-file.ts';
import { createDatabaseServer } from './serve-databases.ts';
import type { StorageReply, StorageRequest } from './storage-protocol.ts';

const address = 'alice@example.test';

function server(folder: string) {
  const serving = createDatabaseServer({ folder, key: testKey });
  let id = 0;
  const all = (...requests: readonly StorageRequest[]): readonly StorageReply[] =>
    serving.serve(requests.map((request) => ({ id: (id += 1), request })));
  const value = (reply: StorageReply | undefined): unknown => (reply?.ok ? reply.value : reply?.error);
  return {
    all,
    one: (request: StorageRequest): unknown => value(all(request)[0]),
    values: (...requests: readonly StorageRequest[]) => all(...requests).map(value),
  };
}
const call = (handle: number, method: string, ...args: unknown[]): StorageRequest => ({
  kind: 'call',
  handle,
  store: 'keyValue',
  method,
  args,
});

describe('serving databases', () => {
  it('answers every request in order, whichever database it is for', () => {
    const { one, values } = server(temporaryFolder());
    const profile = one({ kind: 'open-profile' }) as number;
    const identity = one({ kind: 'open-identity', address }) as number;
    expect(one({ kind: 'open-identity', address: address.toUpperCase() })).toBe(identity);
    expect(
      values(
        call(profile, 'set', 'a', '1'),
        call(profile, 'get', 'a'),
        call(identity, 'get', 'a'),
        call(profile, 'get', 'a'),
        { kind: 'close', handle: identity },
        call(identity, 'get', 'a'),
      ),
    ).toEqual([undefined, '1', undefined, '1', undefined, { code: 'storage.unavailable', detail: 'closed' }]);
  });

  it('calls only methods that the protocol names', () => {
    const { one } = server(temporaryFolder());
    const profile = one({ kind: 'open-profile' }) as number;
    for (const method of ['constructor', 'toString', '__proto__', 'exec']) {
      expect(one(call(profile, method))).toMatchObject({ code: 'app.fault' });
    }
    expect(one({ kind: 'call', handle: profile, store: 'chat', method: 'outbox', args: [] })).toMatchObject({
      code: 'app.fault',
    });
  });

  it('Q3: damage met in the middle fails that request, and the next opening sets the file aside, whole', () => {
    const folder = temporaryFolder();
    const file = identityFile(folder, address);
    const first = server(folder);
    const handle = first.one({ kind: 'open-identity', address }) as number;
    const text = 'x'.repeat(3000);
    first.all(...Array.from({ length: 200 }, (_, n) => call(handle, 'set', `key ${n}`, text)));
    first.one({ kind: 'stop' });
    const size = statSync(file).size;
    const opened = openSync(file, 'r+');
    for (let page = 120; page < size / 4096; page += 1)
      writeSync(opened, Buffer.alloc(64, 7), 0, 64, page * 4096 + 500);
    closeSync(opened);

    const second = server(folder);
    const damaged = second.one({ kind: 'open-identity', address }) as number;
    expect(damaged).toBeTypeOf('number');
    expect(second.one(call(damaged, 'list', 'key'))).toMatchObject({ code: 'storage.corrupt' });
    expect(existsSync(`${file}.suspect`)).toBe(true);
    second.one({ kind: 'stop' });

    const third = server(folder);
    expect(third.one({ kind: 'open-identity', address })).toMatchObject({ code: 'storage.corrupt' });
    const aside = readdirSync(folder).find((name) => /set-aside-[0-9TZ-]+$/.test(name));
    expect(statSync(join(folder, aside!)).size).toBe(size);
    expect(third.one({ kind: 'open-identity', address })).toBeTypeOf('number');
    third.one({ kind: 'stop' });
  });
});

describe('a worker that dies', () => {
  it('Q3: fails what waits instead of hanging', async () => {
    const folder = temporaryFolder();
    const worker = join(folder, 'dies.mjs');
    writeFileSync(
      worker,
      "import { parentPort } from 'node:worker_threads'; parentPort.once('message', () => process.exit(3));",
    );
    const started = await createStorage({
      workerUrl: pathToFileURL(worker),
      folder,
      key: testKey,
      log: silentLog,
    });
    expect(started).toMatchObject({ ok: false, error: { code: 'storage.unavailable' } });
  });
});
