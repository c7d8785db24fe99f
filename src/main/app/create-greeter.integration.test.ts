import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CiscoLab, startCiscoLab } from '../../../lab/cisco/cisco-lab.ts';
import { createLabCa, type LabCa } from '../../../lab/pki/lab-ca.ts';
import { freeAddress } from '../../../lab/real/free-address.ts';
import { missingPrograms } from '../../../lab/real/installed.ts';
import { type Kamailio, startKamailio } from '../../../lab/real/kamailio.ts';
import { type Prosody, startProsody } from '../../../lab/real/prosody.ts';
import { memoryDns } from '../../../test/fakes/memory-dns.ts';
import { memoryTrace } from '../../../test/fakes/memory-trace.ts';
import { memoryTrust } from '../../../test/fakes/memory-trust.ts';
import { realClock } from '../../../test/fakes/real-clock.ts';
import { seededRandom } from '../../../test/fakes/seeded-random.ts';
import { silentLog } from '../../../test/fakes/silent-log.ts';
import type { Greeted, GreetTarget } from '../ports/greeter.port.ts';
import { createGreeter } from './create-greeter.ts';

// Debian's Prosody and Kamailio; without them these tests say so instead of passing.
describe.skipIf(missingPrograms(['prosody', 'kamailio']).length > 0)('greeting', () => {
  let ca: LabCa;
  let prosody: Prosody;
  let kamailio: Kamailio;
  let cisco: CiscoLab;
  beforeAll(async () => {
    ca = await createLabCa();
    [prosody, kamailio, cisco] = await Promise.all([
      startProsody({ ca, accounts: [{ name: 'alice', password: 'secret' }] }),
      startKamailio({ ca, users: { alice: 'secret' } }),
      startCiscoLab({ domain: 'example.test', users: [], ca }),
    ]);
  });
  afterAll(() => Promise.all([prosody.stop(), kamailio.stop(), cisco.stop()]));

  function greet(
    target: GreetTarget,
    { trust = memoryTrust(ca.pem), signal = new AbortController().signal } = {},
  ): Promise<Greeted> {
    const addresses = Object.fromEntries(
      ['sip.example.test', 'ucm-a.example.test', 'imp-a.example.test'].map((name) => [name, ['127.0.0.1']]),
    );
    const dial = { dns: memoryDns({ addresses }), trust, clock: realClock, log: silentLog };
    const greeter = createGreeter({ dial, random: seededRandom() });
    return greeter.greet(target, { signal, span: memoryTrace().start('test', {}) });
  }
  const chat = (tls: 'starttls' | 'direct'): GreetTarget => ({
    kind: 'xmpp',
    domain: 'example.test',
    target: {
      host: prosody.address,
      port: tls === 'direct' ? prosody.ports.c2sDirectTls : prosody.ports.c2s,
      tls,
    },
  });
  const phone = (transport: 'udp' | 'tcp' | 'tls'): GreetTarget => ({
    kind: 'sip',
    aor: 'alice@example.test',
    registrar: { host: 'sip.example.test', port: kamailio.ports[transport], transport },
  });

  it.each(['starttls', 'direct'] as const)(
    'D12: Prosody tells its ways to sign in, %s, and shows its certificate',
    async (tls) => {
      const { result, certificate } = await greet(chat(tls));
      expect(result).toMatchObject({ ok: true, value: { key: 'test.said.xmpp' } });
      expect(JSON.stringify(result)).toContain('SCRAM-SHA-1');
      expect(certificate).toMatchObject({ isTrusted: true });
    },
  );

  it.each(['udp', 'tcp', 'tls'] as const)('D12: Kamailio answers OPTIONS over %s', async (transport) => {
    const { result, certificate } = await greet(phone(transport));
    expect(result).toMatchObject({ ok: true, value: { key: 'test.said.sip' } });
    expect(certificate?.isTrusted).toBe(transport === 'tls' ? true : undefined);
  });

  it('D12 A10: a certificate that is not trusted is shown with the failure; nothing is reported, so nobody is asked', async () => {
    for (const target of [chat('starttls'), phone('tls')]) {
      const trust = memoryTrust();
      const { result, certificate } = await greet(target, { trust });
      expect(result).toMatchObject({ ok: false, error: { code: 'tls.untrusted' } });
      expect(certificate).toMatchObject({ isTrusted: false });
      expect(certificate?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
      expect(trust.reports).toEqual([]);
    }
  });

  it('D12: Unified CM tells its version, IM and Presence that it is there, TFTP that it has or lacks the file', async () => {
    const { 'ucm-a': ucm, 'imp-a': imp, tftp } = cisco.nodes;
    expect(await greet({ kind: 'uds', host: ucm.fqdn, port: ucm.port })).toMatchObject({
      result: { ok: true, value: { key: 'test.said.version' } },
      certificate: { isTrusted: true },
    });
    const soap = `:${imp.port}/EPASSoap/service/v80`;
    expect(await greet({ kind: 'page', url: `https://${imp.fqdn}${soap}` })).toMatchObject({
      result: { ok: true, value: { key: 'test.said.page' } },
    });
    // Another service there, but not this one.
    expect(await greet({ kind: 'page', url: `https://${ucm.fqdn}:${ucm.port}/nothing` })).toMatchObject({
      result: { ok: false, error: { code: 'http.status' } },
    });
    const files = await greet({ kind: 'files', server: `${tftp.host}:${tftp.port}` });
    expect(files.result).toMatchObject({ ok: true });
    expect(JSON.stringify(files.result)).toContain('jabber-config.xml');
    expect((await greet({ kind: 'connection', host: ucm.host, port: ucm.port })).result.ok).toBe(true);
    // Nobody's password was shown anywhere.
    expect([...cisco.counters.authAttempts.values()]).toEqual([]);
  });

  it('D12: where nothing listens it says so, and a person can stop it', async () => {
    const host = await freeAddress([5222, 5060], 60);
    const target = { host, port: 5222, tls: 'starttls' } as const;
    expect((await greet({ kind: 'xmpp', domain: 'example.test', target })).result).toMatchObject({
      error: { code: 'net.refused', params: { host, port: 5222 } },
    });
    // It takes packets and says nothing.
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const silent = { host: '127.0.0.1', port: socket.address().port, transport: 'udp' } as const;
    const stop = new AbortController();
    const running = greet({ kind: 'sip', aor: 'a@example.test', registrar: silent }, { signal: stop.signal });
    await once(socket, 'message');
    stop.abort();
    expect((await running).result).toMatchObject({ error: { code: 'app.cancelled' } });
    socket.close();
  });
});
