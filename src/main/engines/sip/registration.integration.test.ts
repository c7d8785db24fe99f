import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startSipServer } from '../../../../lab/embedded/sip-server/sip-server.ts';
import { createLabCa, type LabCa } from '../../../../lab/pki/lab-ca.ts';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { type Kamailio, type KamailioOptions, startKamailio } from '../../../../lab/real/kamailio.ts';
import { waitUntil } from '../../../../lab/real/wait-until.ts';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { memoryTrust } from '../../../../test/fakes/memory-trust.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { agreeingMedia } from '../../../../test/fakes/sip-peer.ts';
import { ok } from '../../../shared/errors/result.ts';
import type { Sip, SipAccount, SipRegistration, SipTransport } from '../../ports/sip.port.ts';
import { createDialer } from '../link/dialer.ts';
import { createSip } from './create-sip.ts';

const missing = missingPrograms(['kamailio']);
const why = missing.length > 0 ? ` (skipped: not installed: ${missing.join(', ')})` : '';
const endings: (() => Promise<unknown>)[] = [];
let ca: LabCa;

async function proxy(options: Partial<KamailioOptions> = {}): Promise<Kamailio> {
  const started = await startKamailio({ ca, users: { alice: 'secret of alice' }, ...options });
  endings.push(() => started.stop());
  return started;
}

function engine(seed = 1): Sip {
  const dns = memoryDns({ addresses: { 'sip.example.test': ['127.0.0.1'] } });
  const dialer = createDialer({ dns, trust: memoryTrust(ca.pem), clock: realClock, log: silentLog });
  const sip = createSip({
    dialer,
    dns,
    clock: realClock,
    random: seededRandom(seed),
    log: silentLog,
    software: 'Parlance/test',
  });
  endings.push(() => sip.unregister());
  return sip;
}

function account(
  server: Pick<Kamailio, 'ports'>,
  transport: SipTransport,
  changes: Partial<SipAccount> = {},
): SipAccount {
  return {
    aor: 'sip:alice@example.test',
    displayName: 'Alice',
    registrars: [{ host: 'sip.example.test', port: server.ports[transport], transport, path: '/' }],
    authUser: 'alice',
    password: 'secret of alice',
    instanceId: randomUUID(),
    expires: 300,
    ...changes,
  };
}

beforeEach(async () => {
  ca = await createLabCa();
});
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

describe.skipIf(missing.length > 0)(`registration at Kamailio${why}`, () => {
  it('whoever asks to unregister is told when it is done, also two at once', async () => {
    const kamailio = await proxy();
    const sip = engine();
    expect(await sip.register(account(kamailio, 'udp'))).toMatchObject({ ok: true });
    await Promise.all([sip.unregister(), sip.unregister()]);
    expect(sip.registration().kind).toBe('off');
  });

  it.each(['udp', 'tcp', 'tls', 'ws', 'wss'] as const)(
    'V1: registers over %s and unregisters',
    async (transport) => {
      const kamailio = await proxy();
      const sip = engine();
      const trace = memoryTrace();
      expect(await sip.register(account(kamailio, transport), trace.start('phone'))).toEqual({
        ok: true,
        value: undefined,
      });
      expect(sip.registration()).toMatchObject({
        kind: 'registered',
        transport,
        server: `sip.example.test:${kamailio.ports[transport]}`,
      });
      expect(sip.localAddress()).toBe('127.0.0.1');
      expect(await kamailio.contacts('alice')).toHaveLength(1);
      // Challenged once, so two round trips: what the protocol needs.
      expect(trace.spans().find(({ name }) => name === 'sip.register')).toMatchObject({
        outcome: 'ok',
        roundTrips: 2,
      });
      await sip.unregister();
      expect(sip.registration()).toEqual({ kind: 'off' });
      expect(await kamailio.contacts('alice')).toEqual([]);
    },
  );

  it('V1: SHA-256 digest is answered', async () => {
    const kamailio = await proxy({ digest: 'SHA-256' });
    expect(await engine().register(account(kamailio, 'udp'))).toEqual({ ok: true, value: undefined });
  });

  it.each(['rfc8898', 'cucm'] as const)(
    'V1 A2: registers and calls by access token (%s); a revoked one is renewed, and shown to nobody in the clear',
    async (form) => {
      const kamailio = await proxy({ bearer: { form, tokens: { one: 'alice' } } });
      const issued = ['one', 'two', 'three'];
      const renew = async (refused: string) => {
        if (refused === issued[0]) issued.shift();
        await kamailio.setToken(issued[0] ?? '', 'alice');
        return ok(issued[0] ?? '');
      };
      const tokens = { get: async () => ok(issued[0] ?? ''), renew, current: () => issued[0] };
      const sip = engine();
      const mine = account(kamailio, 'tls', { password: '', tokens });
      expect(await sip.register(mine)).toEqual(ok(undefined));
      expect(await kamailio.contacts('alice')).toHaveLength(1);
      await kamailio.setToken('one', undefined);
      expect(await sip.register(mine)).toEqual(ok(undefined));
      expect(issued[0]).toBe('two');
      await kamailio.setToken('two', undefined);
      const dialled = sip.invite('sip:nobody@example.test', agreeingMedia());
      if (!dialled.ok) throw new Error(dialled.error.code);
      const ends: (string | undefined)[] = [];
      dialled.value.on((event) => event.kind === 'ended' && ends.push(event.error?.code));
      // Let in by the next token, and then there is nobody of that name.
      await vi.waitFor(() => expect(ends).toEqual(['call.no-such-number']), 10_000);
      expect(issued[0]).toBe('three');
      const plain = await engine().register({
        ...mine,
        ...account(kamailio, 'tcp', { password: '', tokens }),
      });
      expect(plain.ok).toBe(false);
    },
  );

  it.each(['challenge', 'forbid'] as const)(
    'A2: a wrong password is tried once where the server answers with a %s',
    async (wrongPassword) => {
      const kamailio = await proxy({ wrongPassword });
      const sip = engine();
      const seen: SipRegistration[] = [];
      sip.on((event) => event.kind === 'registration' && seen.push(event.registration));
      const result = await sip.register(account(kamailio, 'tcp', { password: 'guess' }));
      expect(result.ok ? 'registered' : result.error.code).toBe('auth.wrong-password');
      expect(sip.registration()).toMatchObject({ kind: 'stopped', cause: { code: 'auth.wrong-password' } });
      sip.nudge();
      expect(sip.registration().kind).toBe('stopped');
      expect(seen.map(({ kind }) => kind)).toEqual(['registering', 'registering', 'stopped']);
    },
  );

  it('V1: the next registrar is used when the first is closed', async () => {
    const [first, second] = [await proxy(), await proxy()];
    await first.kill9();
    const registrars = [first, second].map(({ ports }) => ({
      host: '127.0.0.1',
      port: ports.tcp,
      transport: 'tcp' as const,
    }));
    const sip = engine();
    expect((await sip.register(account(second, 'tcp', { registrars }))).ok).toBe(true);
    expect(sip.registration()).toMatchObject({ kind: 'registered', server: `127.0.0.1:${second.ports.tcp}` });
  });

  it.each(['tcp', 'udp'] as const)(
    'V1: comes back by itself over %s after the server was killed',
    async (transport) => {
      const kamailio = await proxy();
      const sip = engine();
      await sip.register(account(kamailio, transport));
      await kamailio.kill9();
      // Over UDP nothing tells us until we send.
      sip.nudge();
      await waitUntil(() => sip.registration().kind === 'waiting', { what: 'the loss to be noticed' });
      await kamailio.start();
      await waitUntil(() => sip.registration().kind === 'registered', {
        what: 'the registration to come back',
      });
      expect(await kamailio.contacts('alice')).toHaveLength(1);
    },
  );

  it('V1: the Contact of a device has the user part that its file gives', async () => {
    const kamailio = await proxy();
    const device = { name: 'CSFALICE', contactUser: '7d0c2a5e-1111-4222-8333-000000000001' };
    expect((await engine().register(account(kamailio, 'tcp', { device }))).ok).toBe(true);
    const [contact] = await kamailio.contacts('alice');
    expect(contact).toMatch(/^sip:7d0c2a5e-1111-4222-8333-000000000001@/);
  });

  it('V1: a binding that a killed run left behind is removed', async () => {
    const kamailio = await proxy();
    const first = engine(1);
    const mine = account(kamailio, 'udp');
    await first.register(mine);
    const second = engine(2);
    await second.register(mine);
    await waitUntil(async () => (await kamailio.contacts('alice')).length === 1, { what: 'one binding' });
    expect(second.registration().kind).toBe('registered');
  });

  it('V1: 423 is answered with the minimum, 503 with a later attempt, an unknown user stops', async () => {
    const kamailio = await proxy();
    const sip = engine();
    expect((await sip.register(account(kamailio, 'udp', { expires: 3 }))).ok).toBe(true);
    await kamailio.fail('REGISTER', 503);
    const busy = await sip.register(account(kamailio, 'udp'));
    expect(busy).toMatchObject({
      ok: false,
      error: { code: 'sip.register-failed', params: { status: 503 } },
    });
    expect(sip.registration().kind).toBe('waiting');
    await kamailio.heal('REGISTER');
    await waitUntil(() => sip.registration().kind === 'registered', { what: 'the second attempt' });
    await kamailio.fail('REGISTER', 404);
    expect(await sip.register(account(kamailio, 'udp'))).toMatchObject({
      ok: false,
      error: { code: 'sip.no-device' },
    });
  });
});

describe('registration at the embedded lab', () => {
  it.each(['udp', 'tcp', 'tls', 'ws', 'wss'] as const)(
    'A2: over %s a wrong password reaches the server exactly once',
    async (transport) => {
      const certificate = await ca.issue({ names: ['example.test', '127.0.0.1'], kind: 'good' });
      const users = [{ username: 'alice', password: 'secret of alice' }];
      const lab = await startSipServer({ domain: 'example.test', certificate, users });
      endings.push(() => lab.stop());
      const sip = engine();
      const mine = account(lab, transport, { password: 'guess' });
      expect(await sip.register(mine)).toMatchObject({ error: { code: 'auth.wrong-password' } });
      sip.nudge();
      await new Promise((resolve) => setImmediate(resolve));
      expect(lab.counters.authAttempts.get('alice')).toBe(1);
      expect((await sip.register({ ...mine, password: 'secret of alice' })).ok).toBe(true);
    },
  );
});
