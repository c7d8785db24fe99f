import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MediaLine, type MediaOptions } from '../../../../lab/embedded/media/media-line.ts';
import { createLabCa, type LabCa } from '../../../../lab/pki/lab-ca.ts';
import { type Baresip, type BaresipOptions, startBaresip } from '../../../../lab/real/baresip.ts';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { type Kamailio, startKamailio } from '../../../../lab/real/kamailio.ts';
import { startSipp } from '../../../../lab/real/sipp.ts';
import { readTone } from '../../../../lab/real/tone.ts';
import { startUdpRelay } from '../../../../lab/real/udp-relay.ts';
import { waitUntil } from '../../../../lab/real/wait-until.ts';
import { type LineMedia, lineMedia } from '../../../../test/fakes/line-media.ts';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrust } from '../../../../test/fakes/memory-trust.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { Sip, SipCall, SipCallEvent, SipTransport } from '../../ports/sip.port.ts';
import { createDialer } from '../link/dialer.ts';
import { createSip } from './create-sip.ts';

const missing = missingPrograms(['kamailio', 'baresip', 'sipp']);
const why = missing.length > 0 ? ` (skipped: not installed: ${missing.join(', ')})` : '';
const PASSWORDS = { alice: 'secret of alice', bob: 'secret of bob' } as const;
const endings: (() => unknown)[] = [];
let ca: LabCa;
let kamailio: Kamailio;

/** An engine registered as this user. */
async function engine(
  user: 'alice' | 'bob',
  transport: SipTransport = 'udp',
  port = kamailio.ports[transport],
): Promise<Sip> {
  const dns = memoryDns();
  const dialer = createDialer({ dns, trust: memoryTrust(ca.pem), clock: realClock, log: silentLog });
  const sip = createSip({
    dialer,
    dns,
    clock: realClock,
    random: seededRandom(user.length * port),
    log: silentLog,
    software: 'Parlance/test',
  });
  endings.push(() => sip.unregister());
  unwrap(
    await sip.register({
      aor: `sip:${user}@example.test`,
      displayName: user,
      registrars: [{ host: '127.0.0.1', port, transport, path: '/' }],
      authUser: user,
      password: PASSWORDS[user],
      instanceId: randomUUID(),
      expires: 300,
    }),
  );
  return sip;
}

async function phone(options: Partial<BaresipOptions> = {}): Promise<Baresip> {
  const registrar = { address: kamailio.address, port: kamailio.ports.udp, transport: 'udp' as const };
  const bob = await startBaresip({
    user: 'bob',
    password: PASSWORDS.bob,
    registrar,
    caFile: kamailio.caFile,
    codecs: ['PCMU'],
    ...options,
  });
  endings.push(() => bob.stop());
  return bob;
}

async function tone(hz: number, options: Partial<MediaOptions> = {}): Promise<LineMedia> {
  const line = await MediaLine.open({ host: '127.0.0.1', behaviour: { kind: 'tone', hz }, ...options });
  endings.push(() => line.close());
  return lineMedia(line);
}

/** A call's events so far, by kind. */
function watch(call: SipCall): {
  readonly events: SipCallEvent[];
  until(kind: SipCallEvent['kind']): Promise<void>;
  count(kind: SipCallEvent['kind']): number;
} {
  const events: SipCallEvent[] = [];
  call.on((event) => events.push(event));
  const count = (kind: SipCallEvent['kind']): number => events.filter((event) => event.kind === kind).length;
  return {
    events,
    count,
    until: (kind) =>
      waitUntil(() => count(kind) > 0, { what: `the call to be ${kind}, after ${JSON.stringify(events)}` }),
  };
}

const hears = (media: LineMedia, hz: number): Promise<void> =>
  waitUntil(() => media.line.toneShare(hz) > 0.8, { what: `${hz} Hz to arrive` });

async function isHeardBy(listener: Baresip, hz: number): Promise<void> {
  await waitUntil(async () => readTone(await listener.heard(), hz).present, {
    what: `${listener.user} to hear ${hz} Hz`,
    everyMs: 100,
  });
}

/** The next incoming call. */
function incoming(sip: Sip, media: () => LineMedia): Promise<SipCall> {
  sip.setIncomingMedia(media);
  return new Promise((resolve) => {
    sip.on((event) => event.kind === 'incoming' && resolve(event.call));
  });
}

beforeEach(async () => {
  ca = await createLabCa();
  if (missing.length === 0)
    kamailio = await startKamailio({ ca, users: PASSWORDS, numbers: { 1001: 'alice', 1002: 'bob' } });
});
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
  if (missing.length === 0) await kamailio.stop();
});

describe.skipIf(missing.length > 0)(`calls through Kamailio${why}`, () => {
  it.each(['udp', 'tcp', 'tls', 'ws'] as const)(
    'V2: a call over %s is heard both ways and ended by us',
    async (transport) => {
      const bob = await phone({ answer: 'auto' });
      const sip = await engine('alice', transport);
      const media = await tone(1_000);
      const call = unwrap(sip.invite('1002', media));
      const seen = watch(call);
      await seen.until('answered');
      await Promise.all([hears(media, 440), isHeardBy(bob, 1_000)]);
      expect(await call.hangUp()).toEqual({ ok: true, value: undefined });
      await bob.waitFor({ type: 'CALL_CLOSED' });
      expect(seen.events.at(-1)).toEqual({ kind: 'ended', by: 'local', isAnsweredElsewhere: false });
    },
  );

  it('V2: an incoming call rings, is answered, is heard both ways and ended by the other side', async () => {
    const bob = await phone();
    const sip = await engine('alice');
    const media = await tone(1_000);
    const rung = incoming(sip, () => media);
    await bob.dial('sip:1001@example.test');
    const call = await rung;
    const seen = watch(call);
    expect(call.peer.address).toBe('sip:bob@example.test');
    await bob.waitFor({ type: 'CALL_RINGING' });
    expect(await call.answer()).toEqual({ ok: true, value: undefined });
    await Promise.all([hears(media, 440), isHeardBy(bob, 1_000)]);
    await bob.hangUp();
    await seen.until('ended');
    expect(seen.events).toMatchObject([{ kind: 'answered' }, { kind: 'ended', by: 'peer' }]);
  });

  it('V4: we hold and resume; the peer holds and resumes', async () => {
    const bob = await phone({ answer: 'auto' });
    const sip = await engine('alice');
    const media = await tone(1_000);
    const call = unwrap(sip.invite('1002', media));
    const seen = watch(call);
    await seen.until('answered');
    await isHeardBy(bob, 1_000);
    media.line.want('sendonly');
    expect((await call.renegotiate()).ok).toBe(true);
    await bob.waitFor({ type: 'CALL_REMOTE_SDP', where: ({ param }) => param === 'offer' });
    media.line.want('sendrecv');
    expect((await call.renegotiate()).ok).toBe(true);
    await bob.hold();
    await waitUntil(() => seen.count('held-by-peer') === 1, { what: 'the hold' });
    await bob.resume();
    await waitUntil(() => seen.count('held-by-peer') === 2, { what: 'the resume' });
    expect(seen.events.filter(({ kind }) => kind === 'held-by-peer')).toEqual([
      { kind: 'held-by-peer', isHeld: true },
      { kind: 'held-by-peer', isHeld: false },
    ]);
    media.line.forgetHeard();
    await hears(media, 440);
  });

  it('V4: digits go by INFO where asked', async () => {
    const bob = await phone({ answer: 'auto' });
    const sip = await engine('alice');
    const call = unwrap(sip.invite('1002', await tone(1_000)));
    await watch(call).until('answered');
    expect((await call.sendInfoDtmf('5', 160)).ok).toBe(true);
    await bob.waitFor({ type: 'CALL_DTMF_START', where: ({ param }) => param === '5' });
    expect(await call.sendInfoDtmf('x', 160)).toMatchObject({
      ok: false,
      error: { code: 'media.bad-digit' },
    });
  });

  it('V2: a call that rings is cancelled by us', async () => {
    const bob = await phone();
    const sip = await engine('alice');
    const call = unwrap(sip.invite('1002', await tone(1_000)));
    const seen = watch(call);
    await seen.until('ringing');
    await call.hangUp();
    await bob.waitFor({ type: 'CALL_CLOSED' });
    expect(seen.events).toEqual([
      { kind: 'ringing' },
      { kind: 'ended', by: 'local', isAnsweredElsewhere: false },
    ]);
  });

  it('V2: busy, unknown and away are told apart', async () => {
    const bob = await phone();
    const sip = await engine('alice');
    const outcome = async (
      target: string,
      act: () => Promise<unknown> = async () => {},
    ): Promise<unknown> => {
      const seen = watch(unwrap(sip.invite(target, await tone(1_000))));
      await act();
      await seen.until('ended');
      return (seen.events.at(-1) as { error?: { code: string } }).error?.code;
    };
    expect(
      await outcome('1002', async () => {
        await bob.waitFor({ type: 'CALL_INCOMING' });
        await bob.hangUp();
      }),
    ).toBe('call.busy');
    expect(await outcome('9999')).toBe('call.no-such-number');
    await bob.stop();
    await waitUntil(async () => (await kamailio.contacts('bob')).length === 0, { what: 'bob to be away' });
    expect(await outcome('1002')).toBe('call.unreachable');
    expect(sip.invite('not a number', await tone(1_000))).toMatchObject({
      ok: false,
      error: { code: 'call.bad-number' },
    });
  });

  it('V2: an incoming call is declined; one that the caller gives up is over', async () => {
    const bob = await phone();
    const sip = await engine('alice');
    const media = await tone(1_000);
    const first = incoming(sip, () => media);
    await bob.dial('sip:1001@example.test');
    expect(await (await first).decline()).toEqual({ ok: true, value: undefined });
    expect((await bob.waitFor({ type: 'CALL_CLOSED' })).param).toContain('603');
    const second = incoming(sip, () => media);
    await bob.dial('sip:1001@example.test');
    const call = await second;
    const seen = watch(call);
    await bob.hangUp();
    await seen.until('ended');
    expect(seen.events).toEqual([{ kind: 'ended', by: 'peer', isAnsweredElsewhere: false }]);
    expect(await call.answer()).toMatchObject({ ok: false, error: { code: 'call.not-possible-now' } });
  });

  it('V2: early media is played before the answer', async () => {
    const uas = await startSipp({
      scenario: 'uas-183-200',
      proxy: { address: '127.0.0.1', port: kamailio.ports.udp },
      user: 'bob',
      password: PASSWORDS.bob,
      talkMs: 500,
    });
    endings.push(() => uas.stop());
    const sip = await engine('alice');
    const media = await tone(1_000);
    const call = unwrap(sip.invite('1002', media));
    const seen = watch(call);
    await seen.until('answered');
    expect(seen.events.map(({ kind }) => kind)).toEqual(['ringing', 'early-media', 'answered']);
    expect(media.asked[1]).toMatch(/^early /);
    await call.hangUp();
    expect(await uas.done).toMatchObject({ ok: true, errors: '' });
  });

  it.each(['uac-pcmu', 'uac-late-offer', 'uac-cancel'] as const)(
    'V2: SIPp scenario %s is content with us',
    async (scenario) => {
      const sip = await engine('bob');
      const media = await tone(1_000);
      const rung = incoming(sip, () => media);
      const uac = await startSipp({
        scenario,
        proxy: { address: '127.0.0.1', port: kamailio.ports.udp },
        user: 'alice',
        password: PASSWORDS.alice,
        target: '1002',
        talkMs: 500,
      });
      endings.push(() => uac.stop());
      const call = await rung;
      const seen = watch(call);
      if (scenario !== 'uac-cancel') unwrap(await call.answer());
      await seen.until('ended');
      const { ok, errors } = await uac.done;
      expect(ok, errors).toBe(true);
    },
  );

  it('V2: ten calls over UDP with a fifth of all datagrams lost each way', async () => {
    const chance = seededRandom(7);
    const relay = await startUdpRelay({
      target: { address: '127.0.0.1', port: kamailio.ports.udp },
      loss: 0.2,
      random: () => chance.fraction(),
    });
    endings.push(() => relay.close());
    await phone({ answer: 'auto' });
    const sip = await engine('alice', 'udp', relay.port);
    const outcomes: string[] = [];
    for (let round = 0; round < 10; round += 1) {
      const call = unwrap(sip.invite('1002', await tone(1_000)));
      const seen = watch(call);
      await waitUntil(() => seen.count('answered') + seen.count('ended') > 0, {
        what: `call ${round}`,
        timeoutMs: 30_000,
      });
      await call.hangUp();
      outcomes.push(
        seen.events.find(({ kind }) => kind === 'answered' || kind === 'ended')?.kind ?? 'nothing',
      );
    }
    expect(outcomes).toEqual(Array.from({ length: 10 }, () => 'answered'));
    expect(relay.dropped).toBeGreaterThan(20);
  }, 180_000);
});
