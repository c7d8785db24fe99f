import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MediaLine } from '../../../../lab/embedded/media/media-line.ts';
import { createLabCa, type LabCa } from '../../../../lab/pki/lab-ca.ts';
import { type Baresip, startBaresip } from '../../../../lab/real/baresip.ts';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { type Kamailio, startKamailio } from '../../../../lab/real/kamailio.ts';
import { waitUntil } from '../../../../lab/real/wait-until.ts';
import { type LineMedia, lineMedia } from '../../../../test/fakes/line-media.ts';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrust } from '../../../../test/fakes/memory-trust.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { ok, unwrap } from '../../../shared/errors/result.ts';
import type { Sip, SipCall, SipCallEvent } from '../../ports/sip.port.ts';
import { createDialer } from '../link/dialer.ts';
import { createSip } from './create-sip.ts';

const missing = missingPrograms(['kamailio', 'baresip']);
const why = missing.length > 0 ? ` (skipped: not installed: ${missing.join(', ')})` : '';
const PASSWORDS = { alice: 'secret of alice', bob: 'secret of bob', carol: 'secret of carol' } as const;
type User = keyof typeof PASSWORDS;
const endings: (() => unknown)[] = [];
let ca: LabCa;
let kamailio: Kamailio;

async function engine(user: User): Promise<Sip> {
  const dns = memoryDns();
  const dialer = createDialer({ dns, trust: memoryTrust(ca.pem), clock: realClock, log: silentLog });
  const random = seededRandom(user.length * kamailio.ports.udp + user.charCodeAt(0));
  const sip = createSip({ dialer, dns, clock: realClock, random, log: silentLog, software: 'Parlance/test' });
  endings.push(() => sip.unregister());
  unwrap(
    await sip.register({
      aor: `sip:${user}@example.test`,
      displayName: user,
      registrars: [{ host: '127.0.0.1', port: kamailio.ports.udp, transport: 'udp' }],
      authUser: user,
      password: PASSWORDS[user],
      instanceId: randomUUID(),
      expires: 300,
    }),
  );
  return sip;
}

async function phone(user: User, toneHz: number): Promise<Baresip> {
  const made = await startBaresip({
    user,
    password: PASSWORDS[user],
    registrar: { address: kamailio.address, port: kamailio.ports.udp, transport: 'udp' },
    caFile: kamailio.caFile,
    codecs: ['PCMU'],
    answer: 'auto',
    sound: { toneHz },
  });
  endings.push(() => made.stop());
  return made;
}

async function tone(hz: number): Promise<LineMedia> {
  const line = await MediaLine.open({ host: '127.0.0.1', behaviour: { kind: 'tone', hz } });
  endings.push(() => line.close());
  return lineMedia(line);
}

const hears = (media: LineMedia, hz: number): Promise<void> =>
  waitUntil(() => media.line.toneShare(hz) > 0.8, { what: `${hz} Hz to arrive` });

/** The first event of this kind, also one that came before it was asked for. */
function events(call: SipCall) {
  const seen: SipCallEvent[] = [];
  call.on((event) => seen.push(event));
  return async <K extends SipCallEvent['kind']>(kind: K): Promise<Extract<SipCallEvent, { kind: K }>> => {
    const find = () => seen.find((event) => event.kind === kind);
    await waitUntil(() => find() !== undefined, {
      what: `${kind} among ${seen.map((one) => one.kind).join(', ')}`,
    });
    return find() as Extract<SipCallEvent, { kind: K }>;
  };
}

beforeEach(async () => {
  ca = await createLabCa();
  if (missing.length === 0)
    kamailio = await startKamailio({
      ca,
      users: PASSWORDS,
      numbers: { 1001: 'alice', 1002: 'bob', 1003: 'carol' },
    });
});
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
  if (missing.length === 0) await kamailio.stop();
});

describe.skipIf(missing.length > 0)(`transfer through Kamailio${why}`, () => {
  it('V4: baresip is sent to another phone, and both hear each other; before, a number that nobody has leaves it with us', async () => {
    const bob = await phone('bob', 440);
    const [sip, carol] = [await engine('alice'), await engine('carol')];
    const [ours, carols] = [await tone(1_000), await tone(700)];
    const rung = new Promise<SipCall>((resolve) => {
      carol.setIncomingMedia(() => carols);
      carol.on((event) => event.kind === 'incoming' && resolve(event.call));
    });
    const call = unwrap(sip.invite('1002', ours));
    const until = events(call);
    await until('answered');
    expect(await call.transfer('1099')).toMatchObject({ ok: false });
    await hears(ours, 440);
    const outcome = call.transfer('1003');
    unwrap(await (await rung).answer());
    expect(await outcome).toEqual(ok());
    await until('ended');
    await hears(carols, 440);
    expect(bob.isRunning()).toBe(true);
  });

  it('V4: baresip sends us to another phone: we go there when the person agrees, and it is told and hangs up', async () => {
    const [bob, carol] = [await phone('bob', 440), await phone('carol', 700)];
    const sip = await engine('alice');
    const [first, second] = [await tone(1_000), await tone(1_000)];
    const call = unwrap(sip.invite('1002', first));
    const until = events(call);
    await until('answered');
    await bob.transfer('sip:1003@example.test');
    const { request } = await until('transfer-asked');
    expect(request).toMatchObject({ target: 'sip:1003@example.test', isConsulted: false });
    const next = unwrap(request.accept(second));
    await events(next)('answered');
    await hears(second, 700);
    await until('ended');
    expect(carol.isRunning()).toBe(true);
  });

  it('V4: after a talk with carol, bob takes our place in it: they hear each other and we are free', async () => {
    const [alice, bob, carol] = [await engine('alice'), await engine('bob'), await engine('carol')];
    const [toBob, toCarol, bobs, bobsNew, carols] = [
      await tone(1_000),
      await tone(1_000),
      await tone(440),
      await tone(440),
      await tone(700),
    ];
    const answering = (sip: Sip, medias: LineMedia[]): SipCall[] => {
      const calls: SipCall[] = [];
      sip.setIncomingMedia(() => medias[Math.min(calls.length, medias.length - 1)] as LineMedia);
      sip.on((event) => {
        if (event.kind !== 'incoming') return;
        calls.push(event.call);
        void event.call.answer();
      });
      return calls;
    };
    const carolsNew = await tone(700);
    const [bobsCalls, carolsCalls] = [answering(bob, [bobs]), answering(carol, [carols, carolsNew])];
    const customer = unwrap(alice.invite('1002', toBob));
    const consult = unwrap(alice.invite('1003', toCarol));
    const [untilCustomer, untilConsult] = [events(customer), events(consult)];
    await Promise.all([untilCustomer('answered'), untilConsult('answered')]);
    const asked = events(bobsCalls[0] as SipCall)('transfer-asked');
    const outcome = customer.transfer(consult);
    const { request } = await asked;
    expect(request.isConsulted).toBe(true);
    unwrap(request.accept(bobsNew));
    expect(await outcome).toEqual(ok());
    await Promise.all([untilCustomer('ended'), untilConsult('ended')]);
    await Promise.all([hears(bobsNew, 700), hears(carolsNew, 440)]);
    expect(carolsCalls).toHaveLength(2);
  });
});
