import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { realClock } from '../../../../../test/fakes/real-clock.ts';
import { seededRandom } from '../../../../../test/fakes/seeded-random.ts';
import { silentLog } from '../../../../../test/fakes/silent-log.ts';
import { ok } from '../../../../shared/errors/result.ts';
import type { Clock } from '../../../ports/clock.port.ts';
import type { Dialer } from '../../link/dialer.ts';
import { ScramKeyCache } from '../sasl/scram-key-cache.ts';
import { Connector } from './connector.ts';

const HEADER =
  "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='1' from='example.test' version='1.0'>";
const features = (inner: string): string => `${HEADER}<stream:features>${inner}</stream:features>`;
const mechanisms = (...names: string[]): string =>
  features(
    `<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>${names.map((name) => `<mechanism>${name}</mechanism>`).join('')}</mechanisms>`,
  );
const SUCCESS = "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>";
const BIND = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>";
const bound = (id = 'bind'): string =>
  `<iq type='result' id='${id}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>alice@example.test/x</jid></bind></iq>`;

let server: Server | undefined;
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
});

/** Answers each piece a client writes by the script, and keeps what was written, a list a connection. */
async function scripted(
  answer: (written: string, step: number) => string,
): Promise<{ port: number; connections: string[][] }> {
  const connections: string[][] = [];
  server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    const written: string[] = [];
    connections.push(written);
    socket.on('data', (data) => {
      written.push(data.toString());
      const reply = answer(data.toString(), written.length);
      if (reply !== '') socket.write(reply);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, connections };
}

/** A dialler without TLS, so that a test can read and write the stream. */
const plainDialer = {
  async connect({ port }: { port: number }) {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return ok(socket);
  },
} as unknown as Dialer;

const connector = (clock: Clock = realClock) =>
  new Connector({
    dialer: plainDialer,
    clock,
    random: seededRandom(),
    log: silentLog,
    keys: new ScramKeyCache(),
  });

async function attempt(by: Connector, port: number, domain = 'example.test'): Promise<string> {
  const result = await by.attempt({
    account: {
      domain,
      targets: [{ host: '127.0.0.1', port, tls: 'direct' }],
      credentials: { kind: 'password', username: 'alice', password: 'pencil' },
      resource: 'desk',
    },
    way: { kind: 'usual' },
    resumable: () => undefined,
    onResumeFailed: () => undefined,
    firstStanzas: () => "<iq type='get' id='first'/>",
    onBytes: () => undefined,
    signal: new AbortController().signal,
    span: undefined,
  });
  if (!result.ok) return `${result.error.code} ${result.error.detail ?? ''}`.trim();
  result.value.wire.drop();
  return result.value.kind === 'bound' ? result.value.jid : 'resumed';
}

describe('attempts', () => {
  it('Q5: M1: a server that refuses what is sent ahead is tried at the careful pace, and remembered', async () => {
    const { port, connections } = await scripted((written) => {
      if (written.includes('<auth')) return SUCCESS;
      if (written.includes('<stream:stream') && written.includes('<bind')) {
        return `${HEADER}<stream:error><not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>`;
      }
      if (written.includes('<bind')) return bound();
      return written.includes('<stream:stream')
        ? `${mechanisms('PLAIN').replace('</stream:features>', `${BIND}</stream:features>`)}`
        : '';
    });
    const by = connector();
    expect(await attempt(by, port)).toBe('alice@example.test/x');
    expect(connections).toHaveLength(2);
    expect(await attempt(by, port)).toBe('alice@example.test/x');
    expect(connections).toHaveLength(3);
  });

  it('Q5: M1: of a server of RFC 3920’s day nothing is sent ahead, when it is met and when it is known', async () => {
    const { port, connections } = await scripted((written) => {
      if (written.includes('<auth')) return SUCCESS;
      if (written.includes('<bind')) return bound();
      return written.includes('<stream:stream')
        ? mechanisms('DIGEST-MD5', 'PLAIN').replace('</stream:features>', `${BIND}</stream:features>`)
        : '';
    });
    const by = connector();
    for (const _again of [1, 2]) expect(await attempt(by, port)).toBe('alice@example.test/x');
    expect(connections).toHaveLength(2);
    const together = connections
      .flat()
      .filter((piece) => /stream:stream.*<(auth|iq)|bind.*first/s.test(piece));
    expect(together).toEqual([]);
  });

  it('Q5: A9: a server that loses what comes with the header is tried at the careful pace', async () => {
    const { port, connections } = await scripted((written) => {
      if (written.includes('<stream:stream'))
        return mechanisms('PLAIN').replace('</stream:features>', `${BIND}</stream:features>`) + rest(written);
      if (written.includes('<auth')) return SUCCESS;
      return written.includes('<bind') ? bound() : '';
    });
    // What follows the header of the session is answered, what follows that of the sign-in is not.
    function rest(written: string): string {
      return written.includes('<bind') ? bound() : '';
    }
    const by = connector({ ...realClock, after: (ms, fn) => realClock.after(ms / 100, fn) });
    for (const _again of [1, 2, 3]) expect(await attempt(by, port)).toBe('alice@example.test/x');
    expect(connections).toHaveLength(4);
  });

  it.each([
    ['as it is read', 'müller.test', [1, 2]],
    ['as DNS knows it', 'xn--mller-kva.test', [2, 3]],
  ])('D1: M1: a domain with an umlaut, whose server knows its name %s', async (_title, name, connected) => {
    const { port, connections } = await scripted((written) => {
      if (written.includes('<stream:stream') && !new RegExp(`to=["']${name}`).test(written))
        return `${HEADER}<stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>`;
      const offered =
        written.includes('<stream:stream') && !written.includes('<bind') ? mechanisms('PLAIN') : '';
      if (written.includes('<auth')) return offered + SUCCESS;
      return written.includes('<bind') ? `${features(BIND)}${bound()}` : offered;
    });
    const by = connector();
    for (const count of connected) {
      expect(await attempt(by, port, 'xn--mller-kva.test')).toBe('alice@example.test/x');
      expect(connections).toHaveLength(count);
    }
  });

  it('M1: a server that says success without proving that it knows the password is left', async () => {
    const { port, connections } = await scripted((written) =>
      written.includes('<auth') ? SUCCESS : mechanisms('SCRAM-SHA-256'),
    );
    expect(await attempt(connector(), port)).toBe('auth.server-not-proven no server signature');
    expect(connections).toHaveLength(1);
  });

  it('M1: a server that asks for too few iterations gets no proof', async () => {
    const { port, connections } = await scripted((written) => {
      const nonce = /<auth[^>]*>([^<]*)</.exec(written)?.[1];
      if (nonce === undefined) return written.includes('<stream:stream') ? mechanisms('SCRAM-SHA-1') : '';
      const mine = /r=(.*)$/.exec(Buffer.from(nonce, 'base64').toString())?.[1] ?? '';
      const challenge = Buffer.from(`r=${mine}x,s=QSXCR+Q6sek8bf92,i=10`).toString('base64');
      return `<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>${challenge}</challenge>`;
    });
    expect(await attempt(connector(), port)).toBe('auth.server-not-proven too-few-iterations');
    expect(connections[0]?.join('')).not.toContain('<response');
  });

  it('M1: offers of nothing that is safe end the attempt', async () => {
    const { port } = await scripted(() => mechanisms('DIGEST-MD5', 'EXTERNAL'));
    expect(await attempt(connector(), port)).toBe('auth.no-common-mechanism DIGEST-MD5 EXTERNAL');
  });

  it('M1: a resource that is taken is given up for one of the server', async () => {
    const { port, connections } = await scripted((written) => {
      if (written.includes('<auth')) return SUCCESS;
      if (written.includes('bind-any')) return bound('bind-any');
      if (!written.includes('<bind')) return mechanisms('PLAIN');
      return `${features(BIND)}<iq type='error' id='bind'><error type='modify'><conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`;
    });
    expect(await attempt(connector(), port)).toBe('alice@example.test/x');
    expect(connections[0]?.at(-1)).not.toContain('<resource');
  });

  it('M1: an old server that wants a session started gets it', async () => {
    const { port, connections } = await scripted((written) => {
      if (written.includes('<auth')) return SUCCESS;
      if (written.includes('<bind'))
        return `${features(`${BIND}<session xmlns='urn:ietf:params:xml:ns:xmpp-session'/>`)}${bound()}`;
      return written.includes('<stream:stream') ? mechanisms('PLAIN') : '';
    });
    expect(await attempt(connector(), port)).toBe('alice@example.test/x');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(connections[0]?.at(-1)).toContain('urn:ietf:params:xml:ns:xmpp-session');
  });
});
