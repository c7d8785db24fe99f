import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Wire } from '../../src/shared/contract/client.ts';
import { strongRandom } from '../../src/main/app/machine/strong-random.ts';
import { createAccess } from '../../src/main/hosts/node/access.ts';
import { startWebServer, type WebServer } from '../../src/main/hosts/node/web-server.ts';
import type { AppFace } from '../../src/main/ports/host.port.ts';
import type { Carrier } from '../../src/main/ports/carrier.port.ts';
import { realClock } from '../fakes/real-clock.ts';
import { silentLog } from '../fakes/silent-log.ts';
import { describeCarrier } from './carrier-suite.ts';

interface Rig {
  readonly server: WebServer;
  readonly folder: string;
  readonly attached: string[];
  stop(): Promise<void>;
}

async function startRig(attach: (carrier: Carrier) => void, controlToken?: string): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-web-'));
  for (const name of ['index.html', 'media.html'])
    writeFileSync(join(folder, name), '<meta nonce="__STYLE_NONCE__">');
  const attached: string[] = [];
  const server = await startWebServer({
    rendererFolder: folder,
    preferredPort: 0,
    access: createAccess(realClock, strongRandom),
    ...(controlToken !== undefined && { controlToken }),
    random: strongRandom,
    log: silentLog,
  });
  const face: AppFace = {
    attach(carrier, role) {
      attached.push(role);
      attach(carrier);
    },
    blob: async (path) =>
      path === 'avatar/abc' ? { type: 'image/svg+xml', bytes: new Uint8Array([1]) } : undefined,
    file: async () => undefined,
    tab: () => undefined,
    takeBytes: async () => false,
    openLink() {},
    async stop() {},
  };
  server.serve(face);
  return {
    server,
    folder,
    attached,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const ticketOf = (server: WebServer) => new URL(server.windowUrl()).hash.slice('#ticket='.length);

async function tokenFor(server: WebServer, ticket = ticketOf(server)): Promise<string> {
  const response = await fetch(`${server.origin}/session`, {
    method: 'POST',
    body: ticket,
    headers: { Origin: server.origin },
  });
  expect(response.status).toBe(200);
  return response.text();
}

function connect(
  server: WebServer,
  path: string,
  options: { readonly protocols?: string[]; readonly headers?: Record<string, string> },
): Promise<WebSocket | number> {
  const socket = new WebSocket(`${server.origin.replace('http', 'ws')}${path}`, options.protocols ?? [], {
    headers: options.headers ?? {},
  });
  return new Promise((resolve) => {
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => resolve(0));
  });
}

function wireOf(socket: WebSocket): Wire {
  return {
    send: (frame) => socket.send(JSON.stringify(frame)),
    onReceive: (listener) =>
      void socket.on('message', (data: Buffer) => listener(JSON.parse(data.toString()))),
    onClose: (listener) => void socket.on('close', listener),
    close: () => socket.close(),
  };
}

describeCarrier('a loopback WebSocket', async () => {
  let attach: (carrier: Carrier) => void = () => {};
  const rig = await startRig((carrier) => attach(carrier));
  return {
    async connect(far) {
      attach = far;
      const token = await tokenFor(rig.server);
      const socket = await connect(rig.server, '/contract', {
        protocols: ['parlance.contract', `token.${token}`],
        headers: { Origin: rig.server.origin },
      });
      if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
      return wireOf(socket);
    },
    stop: rig.stop,
  };
});

describe('who may reach the loopback server', () => {
  const withServer = async (test: (rig: Rig) => Promise<void>) => {
    const rig = await startRig(() => {}, 'control-token');
    try {
      await test(rig);
    } finally {
      await rig.stop();
    }
  };

  it('Q1: a ticket is good once', () =>
    withServer(async ({ server }) => {
      const ticket = ticketOf(server);
      const redeem = () =>
        fetch(`${server.origin}/session`, {
          method: 'POST',
          body: ticket,
          headers: { Origin: server.origin },
        });
      expect((await redeem()).status).toBe(200);
      expect((await redeem()).status).toBe(403);
    }));

  it('Q1: another origin gets no token and no socket', () =>
    withServer(async ({ server, attached }) => {
      const refused = await fetch(`${server.origin}/session`, {
        method: 'POST',
        body: ticketOf(server),
        headers: { Origin: 'http://evil.test' },
      });
      expect(refused.status).toBe(403);
      const protocols = ['parlance.contract', `token.${await tokenFor(server)}`];
      expect(await connect(server, '/contract', { protocols, headers: { Origin: 'http://evil.test' } })).toBe(
        403,
      );
      expect(await connect(server, '/contract', { protocols })).toBe(403);
      expect(
        await connect(server, '/contract', {
          protocols: ['parlance.contract', 'token.guess'],
          headers: { Origin: server.origin },
        }),
      ).toBe(403);
      expect(attached).toEqual([]);
    }));

  it('Q1: a name that is not ours is refused (DNS rebinding)', () =>
    withServer(async ({ server }) => {
      const status = await new Promise((resolve) => {
        const socket = new WebSocket(`ws://127.0.0.1:${server.port}/contract`, {
          headers: { Host: 'rebound.test' },
        });
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
        socket.on('error', () => resolve(0));
      });
      expect(status).toBe(403);
    }));

  it('Q1: control is for programs that know its token, and never for pages', () =>
    withServer(async ({ server, attached }) => {
      const headers = { Authorization: 'Bearer control-token' };
      const socket = await connect(server, '/control', { headers });
      expect(typeof socket).toBe('object');
      expect(attached).toEqual(['control']);
      (socket as WebSocket).close();
      expect(await connect(server, '/control', { headers: { Authorization: 'Bearer wrong' } })).toBe(403);
      expect(await connect(server, '/control', { headers: { ...headers, Origin: server.origin } })).toBe(403);
    }));

  it('Q1: what a page is follows from the ticket of its address, not from what it says', () =>
    withServer(async ({ server, attached }) => {
      const url = new URL(server.mediaPageUrl());
      const token = await tokenFor(server, url.hash.slice('#ticket='.length));
      const connected = await connect(server, '/contract', {
        protocols: ['parlance.contract', `token.${token}`],
        headers: { Origin: server.origin },
      });
      expect(typeof connected).toBe('object');
      expect(attached).toEqual(['media']);
      const page = await fetch(`${server.origin}${url.pathname}`);
      expect({ path: url.pathname, status: page.status }).toEqual({ path: '/media.html', status: 200 });
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      (connected as WebSocket).close();
    }));

  it('Q1: the page is strict and pictures are only pictures', () =>
    withServer(async ({ server }) => {
      const page = await fetch(server.origin);
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|\*/);
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
      expect(await page.text()).toContain(`nonce="${nonce}"`);
      const picture = await fetch(`${server.blobBase}avatar/abc`);
      expect(picture.headers.get('content-type')).toBe('application/octet-stream');
      expect((await fetch(`${server.origin}/blob/guess/avatar/abc`)).status).toBe(403);
    }));

  it.each([
    '/../package.json',
    '/assets/../../package.json',
    '/assets/%2e%2e/x',
    '/etc/passwd',
    '/index.html/',
  ])('Q2: «%s» is not served', (path) =>
    withServer(async ({ server }) => {
      expect((await fetch(`${server.origin}${path}`)).status).toBe(404);
    }),
  );
});
