import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCiscoLab } from '../../../../lab/cisco/cisco-lab.ts';
import type { CiscoLabOptions, PresencePair } from '../../../../lab/cisco/model.ts';
import { createLabCa } from '../../../../lab/pki/lab-ca.ts';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { memoryTrust } from '../../../../test/fakes/memory-trust.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { createDialer } from '../link/dialer.ts';
import { createHttpClient, type HttpClient } from '../link/http-client.ts';
import { createCas } from './create-cas.ts';
import { createImPresence } from './create-im-presence.ts';
import { readByTftp } from './tftp-client.ts';

const signal = new AbortController().signal;

async function bench(options: Partial<CiscoLabOptions> = {}) {
  const ca = await createLabCa();
  const users = [
    { username: 'alice', password: 'se<cr>&et', firstName: 'A', lastName: 'A', displayName: 'A' },
  ];
  const lab = await startCiscoLab({
    domain: 'example.test',
    users,
    ca,
    peers: { xmpp: { host: '127.0.0.1', port: 5299 } },
    ...options,
  });
  onTestFinished(() => lab.stop());
  const dns = memoryDns({
    addresses: Object.fromEntries(Object.values(lab.nodes).map(({ fqdn, host }) => [fqdn, [host]])),
  });
  const dialer = createDialer({ dns, trust: memoryTrust(ca.pem), clock: realClock, log: silentLog });
  const http = createHttpClient({ dialer, clock: realClock, service: 'test', timeoutMs: 1_000 });
  onTestFinished(() => http.close());
  const trace = memoryTrace();
  const imp = createImPresence({ http, clock: realClock, clientVersion: '1' });
  const node = `${lab.nodes['imp-a'].fqdn}:${lab.nodes['imp-a'].port}`;
  const call = { signal, span: trace.start('test') };
  const signIn = (password: string, nodes = [node], wantsServers = true) =>
    imp.signIn({ nodes, username: 'alice', password, wantsServers }, call);
  return { lab, http, trace, call, signIn, node };
}

describe('the SOAP sign-in of IM and Presence (cisco-uc 8.1)', () => {
  it('gives the presence domain, the XMPP servers and one-time passwords', async () => {
    const { signIn, lab, call } = await bench();
    const session = await signIn('se<cr>&et');
    if (!session.ok || !session.value) throw new Error('not signed in');
    expect(session.value).toMatchObject({
      domain: 'example.test',
      xmpp: [{ host: 'imp-a.example.test', port: 5299, tls: 'starttls' }],
    });
    const passwords = [await session.value.oneTimePassword(call), await session.value.oneTimePassword(call)];
    for (const each of passwords) expect(each.ok && lab.accounts.redeemToken('alice', each.value)).toBe(true);
  });

  it('Q5: one connection, and no question more than needed', async () => {
    const { signIn, trace, call } = await bench();
    const session = await signIn('se<cr>&et');
    if (session.ok) await session.value?.oneTimePassword(call);
    const cold = trace.spans().map(({ name }) => name);
    expect(cold).toEqual(['test', 'http', 'tcp', 'tls', 'http', 'http']);
    const again = await signIn('se<cr>&et', undefined, false);
    if (again.ok) await again.value?.oneTimePassword(call);
    expect(
      trace
        .spans()
        .slice(cold.length)
        .map(({ name }) => name),
    ).toEqual(['http', 'http']);
  });

  it.each([
    [0, 0],
    [60_000, 1],
  ])('a password fetched ahead %i ms before is used while it is fresh', async (age, askedAgain) => {
    let now = 0;
    const { http, node, call, lab } = await bench();
    const imp = createImPresence({ http, clock: { ...realClock, monotonic: () => now }, clientVersion: '1' });
    const session = await imp.signIn(
      { nodes: [node], username: 'alice', password: 'se<cr>&et', wantsServers: false },
      call,
    );
    if (!session.ok || !session.value) throw new Error('not signed in');
    await session.value.prefetchPassword(call);
    const before = lab.counters.requests.length;
    now = age;
    const password = await session.value.oneTimePassword(call);
    expect(password.ok && lab.accounts.redeemToken('alice', password.value)).toBe(true);
    expect(lab.counters.requests.length - before).toBe(askedAgain);
  });

  it('A2: a refusal is one, and no further node sees the password', async () => {
    const { signIn, lab, node } = await bench();
    expect(await signIn('wrong', [node, node])).toMatchObject({ error: { code: 'auth.wrong-password' } });
    expect(lab.counters.authFailures.get('alice')).toBe(1);
  });

  it.each([
    ['Invalid user name or password', 'auth.wrong-password'],
    ['Authentication failed', 'auth.wrong-password'],
    ['The account is locked', 'auth.locked'],
    ['Maximum number of sessions reached', 'http.bad-content'],
    ['Database is not available', 'http.bad-content'],
    ['', 'http.bad-content'],
  ])('A2: a failure that says «%s» is %s', async (message, code) => {
    const { node, call } = await bench();
    const body = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><login-resp xmlns="urn:cisco:epas:soap"><failure><message>${message}</message></failure></login-resp></s:Body></s:Envelope>`;
    const http: HttpClient = {
      request: async () => ({
        ok: true,
        value: { status: 200, headers: {}, body: new TextEncoder().encode(body) },
      }),
      close: async () => undefined,
    };
    const imp = createImPresence({ http, clock: realClock, clientVersion: '1' });
    const request = { nodes: [node], username: 'alice', password: 'x', wantsServers: true };
    const result = await imp.signIn(request, call);
    expect(result).toMatchObject({ ok: false, error: { code, params: { host: 'imp-a.example.test' } } });
  });

  it('a node without the service means that XMPP takes the password', async () => {
    const { signIn, lab } = await bench();
    lab.addFault({ kind: 'not-found', node: 'imp-a' });
    expect(await signIn('se<cr>&et')).toEqual({ ok: true, value: undefined });
  });

  it.each([
    ['malformed-xml', 'http.bad-content'],
    ['garbage', 'http.bad-content'],
    ['html-500', 'http.status'],
    ['hang', 'net.timeout'],
    ['huge', 'http.too-large'],
  ] as const)('Q2: %s is %s', async (kind, code) => {
    const { signIn, lab } = await bench();
    lab.addFault({ kind, node: 'imp-a' });
    expect(await signIn('se<cr>&et')).toMatchObject({ error: { code } });
  });

  it('A8: the next node is asked when the first is down', async () => {
    const { signIn, node } = await bench();
    expect(await signIn('se<cr>&et', ['127.0.0.1:1', node])).toMatchObject({ ok: true, value: { node } });
  });
});

describe('a pair of nodes (cisco-uc 1.6, 8.1)', () => {
  const pairOf = async (presencePair: PresencePair) => {
    const { lab, signIn, call } = await bench({ presencePair });
    const other = lab.nodes['imp-b'];
    if (!other) throw new Error('no second node');
    const session = await signIn('se<cr>&et');
    if (!session.ok || !session.value) throw new Error('not signed in');
    return { lab, call, session: session.value, other: `${other.fqdn}:${other.port}` };
  };

  it('A8: tells both servers and the re-login limits', async () => {
    const { session } = await pairOf({ relogin: { lowerS: 60, upperS: 240 } });
    expect(session.relogin).toEqual({ lowerS: 60, upperS: 240 });
    expect(session.xmpp.map(({ host }) => host)).toEqual(['imp-a.example.test', 'imp-b.example.test']);
  });

  it.each([
    [{ lowerS: 240, upperS: 60 }],
    [{ lowerS: -1, upperS: 60 }],
    [{ lowerS: 1, upperS: 1e9 }],
    [{ lowerS: Number.NaN, upperS: 60 }],
  ])('A8: limits that make no sense (%o) are none', async (relogin) => {
    const { session } = await pairOf({ relogin });
    expect(session.relogin).toBeUndefined();
  });

  it('A8: a session is used again at the other node, with the servers of that moment', async () => {
    const { lab, call, session, other } = await pairOf({});
    lab.setPresencePrimary('imp-b');
    const reused = await session.reuseAt(other, call);
    if (!reused.ok) throw new Error(reused.error.code);
    expect(reused.value.node).toBe(other);
    expect(reused.value.xmpp[0]?.host).toBe('imp-b.example.test');
    const password = await reused.value.oneTimePassword(call);
    expect(password.ok && lab.accounts.redeemToken('alice', password.value)).toBe(true);
    expect(lab.counters.authAttempts.get('alice')).toBe(1);
  });

  it('A8: a session that is active elsewhere, or over, is said to be unknown', async () => {
    const { lab, call, session, other } = await pairOf({ sharesSessions: false });
    expect(await session.reuseAt(other, call)).toMatchObject({ error: { code: 'http.bad-content' } });
    lab.forgetSoapSessions();
    expect(await session.reuseAt(session.node, call)).toMatchObject({ error: { code: 'http.bad-content' } });
  });

  it('A8: a login past the session limit ends the oldest one', async () => {
    const { lab, signIn, call } = await bench({ presencePair: { maxSessions: 1 } });
    const first = await signIn('se<cr>&et');
    const second = await signIn('se<cr>&et');
    if (!first.ok || !first.value || !second.ok || !second.value) throw new Error('not signed in');
    expect((await first.value.oneTimePassword(call)).ok).toBe(false);
    expect((await second.value.oneTimePassword(call)).ok).toBe(true);
    expect(lab.counters.authFailures.get('alice')).toBeUndefined();
  });
});

describe('D6: the CAS look-up', () => {
  it('knows that the lab is no organisation', async () => {
    const { http, lab, call } = await bench();
    const { fqdn, port } = lab.nodes['ucm-a'];
    expect(await createCas(http).isOrganisation(`${fqdn}:${port}`, 'example.test', call)).toEqual({
      ok: true,
      value: false,
    });
    lab.addFault({ kind: 'garbage', path: 'FederatedSSO' });
    expect(await createCas(http).isOrganisation(`${fqdn}:${port}`, 'example.test', call)).toEqual({
      ok: true,
      value: false,
    });
    lab.addFault({ kind: 'hang', path: 'FederatedSSO' });
    const stop = new AbortController();
    const asked = createCas(http).isOrganisation(`${fqdn}:${port}`, 'example.test', {
      ...call,
      signal: stop.signal,
    });
    stop.abort();
    expect(await asked).toMatchObject({ error: { code: 'app.cancelled' } });
  });
});

/** A TFTP server that does as the script says with each packet. */
async function scripted(
  onPacket: (packet: Buffer, reply: (bytes: Buffer, via?: Socket) => void, from: RemoteInfo) => void,
): Promise<number> {
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  socket.on('message', (packet, from) =>
    onPacket(packet, (bytes, via = socket) => via.send(bytes, from.port, from.address), from),
  );
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return socket.address().port;
}

const block = (number: number, length: number): Buffer =>
  Buffer.concat([Buffer.from([0, 3, number >> 8, number & 255]), Buffer.alloc(length, number)]);

const read = (port: number, more: object = {}) =>
  readByTftp({
    address: '127.0.0.1',
    port,
    file: 'a.xml',
    maxBytes: 10_000,
    clock: realClock,
    signal,
    ...more,
  });

describe('A3: TFTP (RFC 1350)', () => {
  it('reads files of the lab, and knows when there is none', async () => {
    const { lab } = await bench({
      files: { 'long.xml': 'x'.repeat(2_000), 'even.xml': 'y'.repeat(1_024), 'empty.xml': '' },
    });
    for (const [file, length] of [
      ['long.xml', 2_000],
      ['even.xml', 1_024],
      ['empty.xml', 0],
    ] as const) {
      const result = await read(lab.tftpUdpPort, { file });
      expect(result.ok && result.value?.length).toBe(length);
    }
    expect(await read(lab.tftpUdpPort, { file: 'nothing.xml' })).toEqual({ ok: true, value: undefined });
  });

  it('asks again for what was lost, and takes a repeated block once', async () => {
    let requests = 0;
    const port = await scripted((packet, reply) => {
      if (packet[1] === 1) {
        requests += 1;
        // The first request is lost.
        if (requests === 2) reply(block(1, 512));
      } else if (packet[3] === 1) {
        reply(block(1, 512));
        reply(block(2, 3));
      }
    });
    const result = await read(port);
    expect(result.ok && result.value?.length).toBe(515);
  });

  it('ignores packets from a stranger', async () => {
    const stranger = createSocket('udp4');
    onTestFinished(() => void stranger.close());
    const port = await scripted((packet, reply) => {
      if (packet[1] === 1) reply(block(1, 512));
      else if (packet[3] === 1) {
        reply(Buffer.from([0, 5, 0, 1, 0]), stranger);
        setTimeout(() => reply(block(2, 0)), 20);
      }
    });
    const result = await read(port);
    expect(result.ok && result.value?.length).toBe(512);
  });

  it('Q2: gives up on silence, nonsense, errors and files without end', async () => {
    const clock = { ...realClock, after: (ms: number, fn: () => void) => realClock.after(ms / 100, fn) };
    expect(await read(await scripted(() => undefined), { clock })).toMatchObject({
      error: { code: 'net.timeout' },
    });
    expect(
      await read(await scripted((_packet, reply) => reply(Buffer.from([9, 9]))), { clock }),
    ).toMatchObject({ error: { code: 'net.timeout' } });
    expect(await read(await scripted((_packet, reply) => reply(Buffer.from([0, 5, 0, 2, 0]))))).toMatchObject(
      { error: { code: 'http.bad-content' } },
    );
    const endless = await scripted((packet, reply) =>
      reply(block(packet[1] === 1 ? 1 : packet.readUInt16BE(2) + 1, 512)),
    );
    expect(await read(endless)).toMatchObject({ error: { code: 'http.too-large' } });
    const stop = new AbortController();
    const silent = read(await scripted(() => undefined), { signal: stop.signal });
    stop.abort();
    expect(await silent).toMatchObject({ error: { code: 'app.cancelled' } });
  });
});
