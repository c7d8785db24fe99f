import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Random } from '../../ports/random.port.ts';
import { sameText } from './access.ts';

export type Instance =
  /** We are the one; links of later starts arrive at the listener. */
  | { readonly kind: 'first'; release(): Promise<void> }
  /** Another is running and has taken our links over. */
  | { readonly kind: 'handed-over' };

interface LockFile {
  readonly port: number;
  readonly token: string;
  readonly pid: number;
}

/** More than this of links in one hand-over is refused. */
const BODY_LIMIT = 64 * 1024;

/**
 * One Parlance a profile (docs: X1 "running instance"). The first writes a lock file, readable by its owner only, naming a
 * loopback port and a token; a later one posts its links there and ends. A lock file whose owner does not answer is stale.
 */
export async function claimInstance(
  folder: string,
  links: readonly string[],
  random: Random,
  onLinks: (links: readonly string[]) => void,
): Promise<Instance> {
  const path = join(folder, 'instance.json');
  const running = readLock(path);
  if (running && (await handOver(running, links))) return { kind: 'handed-over' };

  const token = Buffer.from(random.bytes(32)).toString('base64url');
  const server = createServer((incoming, response) => {
    const isOurs =
      incoming.method === 'POST' &&
      incoming.headers.origin === undefined &&
      sameText(incoming.headers.authorization ?? '', `Bearer ${token}`);
    let text = '';
    incoming.on('data', (chunk) => {
      text += String(chunk);
      if (text.length > BODY_LIMIT) incoming.destroy();
    });
    incoming.on('end', () => {
      const received = isOurs ? parseLinks(text) : undefined;
      response.writeHead(received ? 204 : 403).end();
      if (received) onLinks(received);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const lock: LockFile = { port: (server.address() as AddressInfo).port, token, pid: process.pid };
  writeFileSync(path, JSON.stringify(lock), { mode: 0o600 });
  return {
    kind: 'first',
    async release() {
      if (readLock(path)?.token === token) rmSync(path, { force: true });
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function readLock(path: string): LockFile | undefined {
  try {
    const lock = JSON.parse(readFileSync(path, 'utf8')) as Partial<LockFile>;
    return typeof lock.port === 'number' && typeof lock.token === 'string' ? (lock as LockFile) : undefined;
  } catch {
    return undefined;
  }
}

function parseLinks(text: string): readonly string[] | undefined {
  try {
    const links: unknown = JSON.parse(text);
    return Array.isArray(links) && links.every((l) => typeof l === 'string') ? links : undefined;
  } catch {
    return undefined;
  }
}

function handOver(lock: LockFile, links: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const post = request(
      {
        host: '127.0.0.1',
        port: lock.port,
        method: 'POST',
        headers: { Authorization: `Bearer ${lock.token}` },
        timeout: 3000,
      },
      (response) => {
        response.resume();
        resolve(response.statusCode === 204);
      },
    );
    post.on('timeout', () => post.destroy());
    post.on('error', () => resolve(false));
    post.end(JSON.stringify(links));
  });
}
