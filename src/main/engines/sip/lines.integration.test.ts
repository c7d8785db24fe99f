import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLabCa, type LabCa } from '../../../../lab/pki/lab-ca.ts';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { type Kamailio, startKamailio } from '../../../../lab/real/kamailio.ts';
import { waitUntil } from '../../../../lab/real/wait-until.ts';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrust } from '../../../../test/fakes/memory-trust.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { agreeingMedia } from '../../../../test/fakes/sip-peer.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { Sip, SipAccount, SipEvent, SipLineState } from '../../ports/sip.port.ts';
import { createDialer } from '../link/dialer.ts';
import { createSip } from './create-sip.ts';

const missing = missingPrograms(['kamailio']);
const why = missing.length > 0 ? ` (skipped: not installed: ${missing.join(', ')})` : '';
const endings: (() => unknown)[] = [];
let ca: LabCa;
let kamailio: Kamailio;

interface Phone {
  readonly sip: Sip;
  readonly events: SipEvent[];
  lines(): readonly SipLineState[];
}

async function phone(user: string, seed: number, more: Partial<SipAccount> = {}): Promise<Phone> {
  const dns = memoryDns();
  const dialer = createDialer({ dns, trust: memoryTrust(ca.pem), clock: realClock, log: silentLog });
  const random = seededRandom(seed);
  const sip = createSip({ dialer, dns, clock: realClock, random, log: silentLog, software: 'Parlance/test' });
  endings.push(() => sip.unregister());
  const events: SipEvent[] = [];
  sip.on((event) => events.push(event));
  sip.setIncomingMedia(() => agreeingMedia());
  unwrap(
    await sip.register({
      aor: `sip:${user}@example.test`,
      displayName: '',
      registrars: [{ host: '127.0.0.1', port: kamailio.ports.tcp, transport: 'tcp' }],
      authUser: user,
      password: 'secret',
      instanceId: randomUUID(),
      expires: 300,
      ...more,
    }),
  );
  return { sip, events, lines: () => events.findLast((event) => event.kind === 'lines')?.lines ?? [] };
}

const line = (label: string, user: string, authUser = user) => ({
  ...{ label, authUser },
  aor: `sip:${user}@example.test`,
});

beforeEach(async () => {
  ca = await createLabCa();
  kamailio = await startKamailio({ ca, users: { alice: 'secret', secretary: 'secret', carol: 'secret' } });
  endings.push(() => kamailio.stop());
});
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

describe.skipIf(missing.length > 0)(`lines of a device at Kamailio${why}`, () => {
  it('V14 V1: each line is registered over one connection, is called and calls; a refused one stops none', async () => {
    const device = await phone('alice', 1, {
      label: '1001',
      furtherLines: [line('1002', 'secretary'), line('1003', 'nobody')],
    });
    await waitUntil(() => device.lines()[1]?.isRegistered === true, {
      what: 'the second line is registered',
    });
    expect(device.lines()).toEqual([
      { label: '1001', isRegistered: true },
      { label: '1002', isRegistered: true },
      { label: '1003', isRegistered: false },
    ]);
    const carol = await phone('carol', 2);
    for (const [user, label] of [
      ['secretary', '1002'],
      ['alice', '1001'],
    ] as const) {
      const before = device.events.length;
      const call = unwrap(carol.sip.invite(`sip:${user}@example.test`, agreeingMedia()));
      const ringing = () => device.events.slice(before).find((event) => event.kind === 'incoming');
      await waitUntil(() => ringing() !== undefined, { what: `${label} rings` });
      expect(ringing()?.line).toBe(label);
      unwrap((await ringing()?.call.answer()) ?? { ok: true, value: undefined });
      const ended: string[] = [];
      ringing()?.call.on((event) => ended.push(event.kind));
      await call.hangUp();
      await waitUntil(() => ended.includes('ended'), { what: `${label} hears the end` });
    }
    unwrap(device.sip.invite('sip:carol@example.test', agreeingMedia(), '1002'));
    const rings = () => carol.events.find((event) => event.kind === 'incoming');
    await waitUntil(() => rings() !== undefined, { what: 'carol is called' });
    expect(rings()?.call.peer.address).toContain('secretary');
    expect(device.sip.invite('sip:carol@example.test', agreeingMedia(), '1003')).toMatchObject({
      error: { code: 'sip.not-registered' },
    });
  });

  it('V14: signing out takes all lines back', async () => {
    const device = await phone('alice', 3, { label: '1001', furtherLines: [line('1002', 'secretary')] });
    await waitUntil(() => device.lines()[1]?.isRegistered === true, {
      what: 'the second line is registered',
    });
    await device.sip.unregister();
    expect(device.lines()).toEqual([]);
    const carol = await phone('carol', 4);
    const call = unwrap(carol.sip.invite('sip:secretary@example.test', agreeingMedia()));
    const codes: (string | undefined)[] = [];
    call.on((event) => event.kind === 'ended' && codes.push(event.error?.code));
    await waitUntil(() => codes.length > 0, { what: 'nobody is there' });
    expect(codes).toHaveLength(1);
    expect(codes[0]).toBeDefined();
  });
});
