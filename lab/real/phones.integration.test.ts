import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLabCa, type LabCa } from '../pki/lab-ca.ts';
import { type Baresip, type BaresipOptions, startBaresip } from './baresip.ts';
import { freePort } from './free-port.ts';
import { missingPrograms } from './installed.ts';
import { type Kamailio, type KamailioOptions, startKamailio } from './kamailio.ts';
import { type SippOptions, type SippOutcome, startSipp } from './sipp.ts';
import { readTone } from './tone.ts';
import { startUdpRelay } from './udp-relay.ts';
import { waitUntil } from './wait-until.ts';

const missing = missingPrograms(['kamailio', 'baresip', 'sipp']);
const why = missing.length > 0 ? ` (skipped: not installed: ${missing.join(', ')})` : '';
const endings: (() => Promise<unknown>)[] = [];
let ca: LabCa;
let kamailio: Kamailio;

async function proxy(options: Partial<KamailioOptions> = {}): Promise<Kamailio> {
  const users = { alice: 'secret of alice', bob: 'secret of bob' };
  const started = await startKamailio({ ca, users, numbers: { 1001: 'alice', 1002: 'bob' }, ...options });
  endings.push(() => started.stop());
  return started;
}

async function phone(
  user: 'alice' | 'bob',
  options: Partial<BaresipOptions> = {},
  transport: 'udp' | 'tcp' | 'tls' = 'udp',
): Promise<Baresip> {
  const registrar = { address: kamailio.address, port: kamailio.ports[transport], transport };
  const started = await startBaresip({
    user,
    password: `secret of ${user}`,
    registrar,
    caFile: kamailio.caFile,
    sound: { toneHz: user === 'alice' ? 1_000 : 440 },
    ...options,
  });
  endings.push(() => started.stop());
  return started;
}

/** Waits until the phone's recording ends in a second of this tone. */
async function hears(listener: Baresip, frequency: number): Promise<void> {
  const isHeard = async (): Promise<boolean> => {
    const { present, seconds } = readTone(await listener.heard(), frequency);
    return present && seconds >= 1;
  };
  await waitUntil(isHeard, { what: `${listener.user} to hear ${frequency} Hz`, everyMs: 100 });
}

async function sipp(
  options: Pick<SippOptions, 'scenario'> & Partial<SippOptions>,
): Promise<{ done: Promise<SippOutcome>; messages: () => Promise<string> }> {
  const started = await startSipp({
    proxy: { address: kamailio.address, port: kamailio.ports.udp },
    user: 'alice',
    password: 'secret of alice',
    target: '1002',
    timeoutSeconds: 20,
    ...options,
  });
  endings.push(() => started.stop());
  return started;
}

beforeEach(async () => {
  ca = await createLabCa();
  if (missing.length === 0) kamailio = await proxy();
});
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

describe.skipIf(missing.length > 0)(`phones through Kamailio${why}`, () => {
  it.each([
    ['udp', 'PCMU', 'none'],
    ['tcp', 'PCMA', 'none'],
    ['udp', 'G722', 'optional'],
    ['tls', 'opus', 'mandatory'],
  ] as const)(
    'a call over %s with %s and encryption %s is heard both ways',
    async (transport, codec, encryption) => {
      const [alice, bob] = [
        await phone('alice', { codecs: [codec], encryption }, transport),
        await phone('bob', { codecs: [codec], encryption, answer: 'auto' }, transport),
      ];
      await alice.dial('sip:1002@example.test');
      await bob.waitFor({
        type: 'CALL_ESTABLISHED',
        where: (event) => event.peeruri?.includes('alice') ?? false,
      });
      await Promise.all([hears(bob, 1_000), hears(alice, 440)]);
      expect(readTone(await alice.heard(), 1_000).present).toBe(false);
      await alice.hangUp();
      await bob.waitFor({ type: 'CALL_CLOSED' });
    },
  );

  it('rings until it is answered; digits and hold arrive; a refused call closes', async () => {
    const [alice, bob] = [await phone('alice'), await phone('bob')];
    await alice.dial('sip:bob@example.test');
    await bob.waitFor({ type: 'CALL_INCOMING' });
    await alice.waitFor({ type: 'CALL_RINGING' });
    await bob.accept();
    await alice.waitFor({ type: 'CALL_ESTABLISHED' });
    await alice.sendDigits('7');
    await bob.waitFor({ type: 'CALL_DTMF_START', where: ({ param }) => param === '7' });
    await alice.hold();
    await bob.waitFor({ type: 'CALL_REMOTE_SDP', where: ({ param }) => param === 'offer' });
    await alice.resume();
    await bob.hangUp();
    await alice.waitFor({ type: 'CALL_CLOSED' });
    await alice.dial('sip:bob@example.test');
    await bob.waitFor({ type: 'CALL_INCOMING' });
    await bob.hangUp();
    await alice.waitFor({ type: 'CALL_CLOSED' });
  });

  it('an echo phone sends back what it hears', async () => {
    const [alice] = [await phone('alice'), await phone('bob', { sound: 'echo', answer: 'auto' })];
    await alice.dial('sip:1002@example.test');
    await hears(alice, 1_000);
  });

  it('a wrong password, an unknown number and a phone that is away are told apart', async () => {
    await expect(phone('bob', { password: 'wrong' })).rejects.toThrow(/could not register.*401/);
    const alice = await phone('alice');
    await alice.dial('sip:9999@example.test');
    expect((await alice.waitFor({ type: 'CALL_CLOSED' })).param).toContain('404');
    await alice.dial('sip:bob@example.test');
    expect((await alice.waitFor({ type: 'CALL_CLOSED' })).param).toContain('480');
  });

  it('a restart forgets who was registered, and faults can be ordered', async () => {
    await phone('alice');
    expect(await kamailio.contacts('alice')).toEqual([expect.stringMatching(/^sip:alice.*@127\.0\.0\.1/)]);
    await kamailio.restart();
    expect(await kamailio.contacts('alice')).toEqual([]);
    await kamailio.fail('REGISTER', 503);
    await expect(phone('bob')).rejects.toThrow(/503/);
    await kamailio.heal('REGISTER');
    await phone('bob');
  });

  it('a phone behind a relay is called through it, and a cut holds back the far end hanging up', async () => {
    const inner = await freePort('127.0.0.1');
    const relay = await startUdpRelay({ target: { address: '127.0.0.1', port: inner } });
    endings.push(() => relay.close());
    kamailio = await proxy({
      moreListeners: [{ transport: 'udp', address: '127.0.0.1', port: inner, advertise: relay }],
    });
    const alice = await phone('alice', {
      answer: 'auto',
      registrar: { address: relay.address, port: relay.port, transport: 'udp' },
    });
    const bob = await phone('bob');
    await bob.dial('sip:1001@example.test');
    await Promise.all([hears(bob, 1_000), hears(alice, 440)]);
    await relay.cut('silent');
    await bob.hangUp();
    await waitUntil(() => relay.dropped > 0, { what: 'the BYE to be dropped' });
    expect(alice.events.map(({ type }) => type)).not.toContain('CALL_CLOSED');
    await relay.restore();
    await alice.waitFor({ type: 'CALL_CLOSED' });
  });
});

describe.skipIf(missing.length > 0)(`SIPp through Kamailio${why}`, () => {
  it.each(['uac-pcmu', 'uac-late-offer'] as const)('%s calls, is heard and hangs up', async (scenario) => {
    const bob = await phone('bob', { answer: 'auto' });
    const { done } = await sipp({ scenario, talkMs: 2_500 });
    await hears(bob, 800);
    expect(await done).toEqual({ ok: true, code: 0, errors: '' });
    await bob.waitFor({ type: 'CALL_CLOSED' });
  });

  it('uac-cancel gives up while it rings', async () => {
    const bob = await phone('bob');
    const { done, messages } = await sipp({ scenario: 'uac-cancel', talkMs: 200 });
    await bob.waitFor({ type: 'CALL_INCOMING' });
    await bob.waitFor({ type: 'CALL_CLOSED' });
    expect(await done).toMatchObject({ ok: true });
    expect(await messages()).toContain('487');
  });

  it('uas-183-200 gives early sound, then answers', async () => {
    const bob = await phone('bob');
    const { done } = await sipp({ scenario: 'uas-183-200', talkMs: 1_500 });
    await bob.dial('sip:alice@example.test');
    await bob.waitFor({ type: 'CALL_PROGRESS' });
    await hears(bob, 800);
    await bob.waitFor({ type: 'CALL_ESTABLISHED' });
    await bob.hangUp();
    expect(await done).toMatchObject({ ok: true, errors: '' });
  });
});
