import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { startSipServer } from '../../../../../lab/embedded/sip-server/sip-server.ts';
import { createLabCa } from '../../../../../lab/pki/lab-ca.ts';
import { memoryDns } from '../../../../../test/fakes/memory-dns.ts';
import { memoryTrust } from '../../../../../test/fakes/memory-trust.ts';
import { realClock } from '../../../../../test/fakes/real-clock.ts';
import { seededRandom } from '../../../../../test/fakes/seeded-random.ts';
import { silentLog } from '../../../../../test/fakes/silent-log.ts';
import { headerOf } from '../../../../../test/fakes/sip-peer.ts';
import { createDialer } from '../../link/dialer.ts';
import { createSip } from '../create-sip.ts';

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** Answers every REGISTER with 302 to this place. */
async function redirector(contact: () => string): Promise<{ port: number; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      const text = data.toString();
      if (!text.startsWith('REGISTER')) return;
      asked.push(text);
      const copied = ['Via', 'From', 'Call-ID', 'CSeq'].map((name) => `${name}: ${headerOf(text, name)}`);
      socket.write(
        [
          'SIP/2.0 302 Moved Temporarily',
          ...copied,
          `To: ${headerOf(text, 'To')};tag=r`,
          `Contact: ${contact()}`,
          'Content-Length: 0',
          '',
          '',
        ].join('\r\n'),
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endings.push(async () => void server.close());
  return { port: (server.address() as AddressInfo).port, asked };
}

async function engine() {
  const ca = await createLabCa();
  const certificate = await ca.issue({ names: ['example.test', '127.0.0.1'], kind: 'good' });
  const users = [{ username: 'alice', password: 'secret of alice' }];
  const home = await startSipServer({ domain: 'example.test', certificate, users });
  endings.push(() => home.stop());
  const dns = memoryDns({});
  const dialer = createDialer({ dns, trust: memoryTrust(ca.pem), clock: realClock, log: silentLog });
  const sip = createSip({
    dialer,
    dns,
    clock: realClock,
    random: seededRandom(1),
    log: silentLog,
    software: 'Parlance/test',
  });
  endings.push(() => sip.unregister());
  const register = (port: number) =>
    sip.register({
      aor: 'sip:alice@example.test',
      displayName: 'Alice',
      registrars: [{ host: '127.0.0.1', port, transport: 'tcp' }],
      authUser: 'alice',
      password: 'secret of alice',
      instanceId: '00000000-0000-4000-8000-000000000001',
      expires: 300,
    });
  return { sip, home, register };
}

it('V1: a registrar that names another is followed there, encrypted where it says so; circles are left', async () => {
  const { sip, home, register } = await engine();
  const pool = await redirector(() => `<sips:alice@127.0.0.1:${home.ports.tls}>`);
  expect(await register(pool.port)).toMatchObject({ ok: true });
  expect(sip.registration()).toMatchObject({
    kind: 'registered',
    server: `127.0.0.1:${home.ports.tls}`,
    transport: 'tls',
  });
  // No password was shown to whoever only points the way.
  expect(pool.asked.filter((text) => /^authorization:/im.test(text))).toEqual([]);
  await sip.unregister();

  const ports: number[] = [];
  const [one, other] = [
    await redirector(() => `<sip:127.0.0.1:${ports[1]};transport=tcp>`),
    await redirector(() => `<sip:127.0.0.1:${ports[0]};transport=tcp>`),
  ];
  ports.push(one.port, other.port);
  expect(await register(one.port)).toMatchObject({
    ok: false,
    error: { code: 'sip.register-failed', params: { status: 302 } },
  });
  expect(one.asked.length + other.asked.length).toBe(4);
});
