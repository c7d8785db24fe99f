import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLabCa, type CertificateKind, type LabCa } from '../../../../lab/pki/lab-ca.ts';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrust } from '../../../../test/fakes/memory-trust.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { fail } from '../../../shared/errors/result.ts';
import { createDialer, type Dialer } from './dialer.ts';

const DOMAIN = 'example.test';
let ca: LabCa;
beforeAll(async () => {
  ca = await createLabCa();
});

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket) => sockets.add(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A TLS server that keeps what it was sent. */
async function tlsServer(
  options: { names?: readonly string[]; kind?: CertificateKind; maxVersion?: 'TLSv1.2' | 'TLSv1.1' } = {},
) {
  const issued = await ca.issue({ names: options.names ?? [DOMAIN], kind: options.kind ?? 'good' });
  const received: string[] = [];
  const minVersion =
    options.maxVersion === 'TLSv1.1' ? ({ minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const) : {};
  const server = createTlsServer(
    { ...issued, ...minVersion, ...(options.maxVersion && { maxVersion: options.maxVersion }) },
    (socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (data) => received.push(String(data)));
      socket.on('end', () => socket.end());
    },
  );
  server.on('tlsClientError', () => undefined);
  return { port: await listen(server), received };
}

const dialerFor = (
  trust = memoryTrust(ca.pem),
  addresses: Record<string, string[]> = { [DOMAIN]: ['127.0.0.1'] },
): Dialer => createDialer({ dns: memoryDns({ addresses }), trust, clock: realClock, log: silentLog });

const direct = { host: DOMAIN, service: 'xmpp', timeoutMs: 5_000, tls: { servername: DOMAIN } } as const;

/** The code of a failure, or `connected` (and the socket is closed again). */
async function outcome(dialer: Dialer, request: Parameters<Dialer['connect']>[0]): Promise<string> {
  const result = await dialer.connect(request);
  if (!result.ok) return result.error.code;
  result.value.destroy();
  return 'connected';
}

describe('dialer over TCP', () => {
  it('tries the next address when one refuses', async () => {
    const port = await listen(createServer((socket) => socket.end()));
    const dialer = dialerFor(undefined, { [DOMAIN]: ['127.0.0.99', '127.0.0.1'] });
    expect(await outcome(dialer, { host: DOMAIN, port, service: 'xmpp', timeoutMs: 5_000 })).toBe(
      'connected',
    );
  });

  it('names host and port of a closed port', async () => {
    const server = createServer();
    const port = await listen(server);
    server.close();
    expect(await dialerFor().connect({ host: DOMAIN, port, service: 'xmpp', timeoutMs: 5_000 })).toEqual(
      fail('net.refused', { host: DOMAIN, port }, 'ECONNREFUSED'),
    );
  });

  it('tells a name without addresses', async () => {
    expect(
      await outcome(dialerFor(), { host: 'gone.example.test', port: 1, service: 'xmpp', timeoutMs: 5_000 }),
    ).toBe('net.name-not-found');
  });

  it('gives up at the time limit, and when the caller does', async () => {
    const port = await listen(createServer());
    expect(await outcome(dialerFor(), { ...direct, port, timeoutMs: 50 })).toBe('net.timeout');
    expect(await outcome(dialerFor(), { ...direct, port, signal: AbortSignal.abort() })).toBe(
      'app.cancelled',
    );
  });
});

describe('dialer over TLS', () => {
  it('A10: connects where the authority is known and the certificate names the domain', async () => {
    const { port } = await tlsServer();
    expect(await outcome(dialerFor(), { ...direct, port })).toBe('connected');
  });

  it.each<[string, Parameters<typeof tlsServer>[0]]>([
    ['wrong-name', { kind: 'wrong-name' }],
    ['wrong-name', { names: ['a.b.example.test', '*.example.test'] }],
    ['expired', { kind: 'expired' }],
    ['not-yet-valid', { kind: 'not-yet-valid' }],
  ])('A10: refuses a certificate that is %s, reports it, and sends nothing', async (cause, options) => {
    const { port, received } = await tlsServer(options);
    const trust = memoryTrust(ca.pem);
    expect(await outcome(dialerFor(trust), { ...direct, port })).toBe('tls.untrusted');
    expect(trust.reports.map((report) => [report.cause, report.host, report.service])).toEqual([
      [cause, DOMAIN, 'xmpp'],
    ]);
    expect(received).toEqual([]);
  });

  it('A10: refuses an unknown authority until the person pins the certificate', async () => {
    const { port } = await tlsServer();
    const trust = memoryTrust();
    const dialer = dialerFor(trust);
    expect(await outcome(dialer, { ...direct, port })).toBe('tls.untrusted');
    expect(trust.reports[0]).toMatchObject({
      cause: 'unknown-issuer',
      subject: `CN=${DOMAIN}`,
      issuer: 'CN=Parlance Lab CA',
    });
    expect(trust.reports[0]?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    trust.pin(DOMAIN, trust.reports[0]?.fingerprint ?? '');
    expect(await outcome(dialer, { ...direct, port })).toBe('connected');
    expect(await outcome(dialer, { ...direct, port, tls: { servername: 'other.test' } })).toBe(
      'tls.untrusted',
    );
  });

  it('accepts the further names it was given', async () => {
    const { port } = await tlsServer({ names: ['node-a.example.test'] });
    expect(await outcome(dialerFor(), { ...direct, port })).toBe('tls.untrusted');
    expect(
      await outcome(dialerFor(), {
        ...direct,
        port,
        tls: { servername: DOMAIN, alsoAccept: ['node-a.example.test'] },
      }),
    ).toBe('connected');
  });

  it.each(['TLSv1.2', undefined] as const)(
    'reuses the session with a server limited to %s',
    async (maxVersion) => {
      const { port } = await tlsServer(maxVersion ? { maxVersion } : {});
      const dialer = dialerFor();
      const reused: boolean[] = [];
      for (let round = 0; round < 2; round += 1) {
        const result = await dialer.connect({ ...direct, port });
        if (!result.ok) throw new Error(JSON.stringify(result.error));
        reused.push(result.value.isSessionReused());
        // TLS 1.3 sends its ticket after the handshake.
        result.value.end('hello');
        result.value.resume();
        await once(result.value, 'close');
      }
      expect(reused).toEqual([false, true]);
    },
  );

  it('A10: refuses TLS 1.1', async () => {
    const { port } = await tlsServer({ maxVersion: 'TLSv1.1' });
    expect(await outcome(dialerFor(), { ...direct, port })).toBe('tls.failed');
  });

  it('tells a server that speaks no TLS', async () => {
    const port = await listen(createServer((socket) => socket.end('220 hello\r\n')));
    expect(await outcome(dialerFor(), { ...direct, port })).toBe('tls.failed');
  });

  it('tells a server that hangs up', async () => {
    const port = await listen(createServer((socket) => socket.once('data', () => socket.destroy())));
    expect(await outcome(dialerFor(), { ...direct, port })).toBe('net.reset');
  });

  it('upgrades a connected socket', async () => {
    const { port } = await tlsServer();
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const result = await dialerFor().upgrade(socket, {
      servername: DOMAIN,
      service: 'xmpp',
      timeoutMs: 5_000,
    });
    expect(result.ok && result.value instanceof TLSSocket).toBe(true);
    if (result.ok) result.value.destroy();
  });
});
