import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { strongRandom } from '../../src/main/app/machine/strong-random.ts';
import { createAccess } from '../../src/main/hosts/node/access.ts';
import { startWebServer } from '../../src/main/hosts/node/web-server.ts';
import { servePage } from '../../src/main/hosts/electron/window-page.ts';
import type { ElectronApi } from '../../src/main/hosts/electron/electron-api.ts';
import type { AppFace, ServedFile } from '../../src/main/ports/host.port.ts';
import { createFileDoor } from '../../src/renderer/bridge/file-door.ts';
import { realClock } from '../fakes/real-clock.ts';
import { silentLog } from '../fakes/silent-log.ts';

const ended: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

/** Main's side: takes in order, no more than 2 MB, and gives back what it took. */
function createFace() {
  const taken = new Map<string, Buffer>();
  const pieces: number[] = [];
  const face: AppFace = {
    attach() {},
    blob: async () => undefined,
    openLink() {},
    async stop() {},
    tab: () => undefined,
    async takeBytes(id, offset, chunk) {
      const before = taken.get(id) ?? Buffer.alloc(0);
      if (offset !== before.length || offset + chunk.length > 2_000_000) return false;
      pieces.push(chunk.length);
      taken.set(id, Buffer.concat([before, chunk]));
      return true;
    },
    async file(id): Promise<ServedFile | undefined> {
      const bytes = taken.get(id);
      return (
        bytes && {
          name: 'Größe "1".png',
          size: bytes.length,
          ...(id === 'picture' && { pictureType: 'image/png' }),
          read: async function* () {
            yield bytes;
          },
        }
      );
    },
  };
  return { face, taken, pieces };
}

interface Rig {
  readonly base: string;
  readonly send: Parameters<typeof createFileDoor>[1];
}

/** The page of the Node host: a real server on loopback, asked as our own window asks. */
async function nodeRig(face: AppFace): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-door-'));
  const server = await startWebServer({
    rendererFolder: folder,
    preferredPort: 0,
    access: createAccess(realClock, strongRandom),
    random: strongRandom,
    log: silentLog,
  });
  server.serve(face);
  ended.push(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    base: server.blobBase,
    send: (input, init) => fetch(input, { ...init, headers: { Origin: server.origin } }),
  };
}

/** Electron's page: the scheme's handler. */
async function electronRig(face: AppFace): Promise<Rig> {
  let handler: (request: Request) => Promise<Response> = async () => new Response();
  const protocol = { handle: (_: string, given: typeof handler) => void (handler = given) };
  const api = { protocol } as unknown as Pick<ElectronApi, 'protocol'>;
  servePage(api, '/nowhere', strongRandom, () => face);
  return {
    base: 'parlance-app://window/blob/',
    send: (input, init) => handler(new Request(input, init)),
  };
}

describe.each([
  ['node', nodeRig],
  ['electron', electronRig],
])('M10: bytes between window and main, host %s', (_, open) => {
  it('M10: a file comes over in bounded pieces and back whole', async () => {
    const { face, taken, pieces } = createFace();
    const { base, send } = await open(face);
    const door = createFileDoor(base, send);
    const bytes = Buffer.alloc(1_300_000, 7);
    expect(await door.handOver('picture', new Blob([bytes]), new AbortController().signal)).toBe(true);
    expect(taken.get('picture')?.equals(bytes)).toBe(true);
    expect(Math.max(...pieces)).toBeLessThanOrEqual(512 * 1024);
    const back = await send(door.addressOf('picture'));
    expect(back.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await back.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('M10 Q1: what is no picture is only ever saved, and has no power in the page', async () => {
    const { face } = createFace();
    const { base, send } = await open(face);
    const door = createFileDoor(base, send);
    await door.handOver('page', new Blob(['<script>']), new AbortController().signal);
    const { headers } = await send(door.addressOf('page'));
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toBe(
      "attachment; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22.png",
    );
    expect(headers.get('content-security-policy')).toContain('sandbox');
  });

  it('M10: what main does not want ends the handing over', async () => {
    const { face } = createFace();
    const { base, send } = await open(face);
    const door = createFileDoor(base, send);
    expect(
      await door.handOver('big', new Blob([Buffer.alloc(2_500_000)]), new AbortController().signal),
    ).toBe(false);
    expect(
      (await send(`${base}upload/x?at=0`, { method: 'POST', body: Buffer.alloc(1_100_000) })).status,
    ).toBe(400);
    expect((await send(`${base}upload/x?at=-1`, { method: 'POST', body: 'x' })).status).toBe(400);
    expect((await send(`${base}file/nothing`)).status).toBe(404);
  });
});

it('M10 Q1: another page may not hand bytes over, even where it knows the address', async () => {
  const { face, taken } = createFace();
  const { base } = await nodeRig(face);
  const post = (origin: string, at: string) =>
    fetch(at, { method: 'POST', body: 'x', headers: { Origin: origin } });
  expect((await post('https://evil.test', `${base}upload/x?at=0`)).status).toBe(403);
  const guessed = base.replace(/blob\/[^/]+/, 'blob/guess');
  expect((await post(new URL(base).origin, `${guessed}upload/x?at=0`)).status).toBe(403);
  expect(taken.size).toBe(0);
});
