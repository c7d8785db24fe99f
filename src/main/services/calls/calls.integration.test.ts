import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSipServer } from '../../../../lab/embedded/sip-server/sip-server.ts';
import { createLabCa, type LabCa } from '../../../../lab/pki/lab-ca.ts';
import { callsClient, type Registrar } from '../../../../test/fakes/calls-client.ts';
import { type Baresip, type BaresipOptions, startBaresip } from '../../../../lab/real/baresip.ts';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { type Kamailio, startKamailio } from '../../../../lab/real/kamailio.ts';
import { loudness, readTone } from '../../../../lab/real/tone.ts';
import { waitUntil } from '../../../../lab/real/wait-until.ts';
import type { MediaTask } from '../../../shared/domain/call.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { SrtpPolicy } from '../../ports/media-gateway.port.ts';

const missing = missingPrograms(['kamailio', 'baresip']);
const why = missing.length > 0 ? ` (skipped: not installed: ${missing.join(', ')})` : '';
const PASSWORDS = { alice: 'secret of alice', bob: 'secret of bob' } as const;
const endings: (() => unknown)[] = [];
let ca: LabCa;

const client = (first: Registrar, srtp: SrtpPolicy = 'none', others: readonly Registrar[] = []) =>
  callsClient({ ca, endings, registrars: [first, ...others], password: PASSWORDS.alice, srtp });

async function node(): Promise<Kamailio> {
  const kamailio = await startKamailio({ ca, users: PASSWORDS, numbers: { 1001: 'alice', 1002: 'bob' } });
  endings.push(() => kamailio.stop());
  return kamailio;
}

async function kamailioWithBob(options: Partial<BaresipOptions> = {}): Promise<{
  registrar: (transport: 'udp' | 'tcp') => Registrar;
  bob: Baresip;
  kamailio: Kamailio;
}> {
  const kamailio = await node();
  const bob = await startBaresip({
    user: 'bob',
    password: PASSWORDS.bob,
    registrar: { address: kamailio.address, port: kamailio.ports.udp, transport: 'udp' },
    caFile: kamailio.caFile,
    codecs: ['PCMU'],
    ...options,
  });
  endings.push(() => bob.stop());
  return { registrar: (transport) => ({ port: kamailio.ports[transport], transport }), bob, kamailio };
}

const isHeardBy = (bob: Baresip, hz: number): Promise<void> =>
  waitUntil(async () => readTone(await bob.heard(), hz).present, {
    what: `bob to hear ${hz} Hz`,
    everyMs: 100,
  });

beforeEach(async () => {
  ca = await createLabCa();
});
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

describe.skipIf(missing.length > 0)(`calls from the contract to a phone${why}`, () => {
  it('V2: a call is heard both ways, muted, held, resumed, takes digits, and is in the log', async () => {
    const { registrar, bob } = await kamailioWithBob({ answer: 'auto' });
    const alice = await client(registrar('udp'));
    const { callId } = unwrap(await alice.ask('calls/dial', { target: '10-02' }));
    await alice.until('connected');
    await Promise.all([alice.hears(440), isHeardBy(bob, 1_000)]);
    expect(alice.call()).toMatchObject({
      codec: 'PCMU',
      security: 'none',
      peer: { name: 'Bob Builder', address: '1002' },
    });
    unwrap(await alice.ask('calls/set-mute', { callId, isMuted: true }));
    await waitUntil(async () => loudness(await bob.heard(), 0.5) < 0.01, {
      what: 'silence at bob',
      everyMs: 100,
    });
    unwrap(await alice.ask('calls/set-mute', { callId, isMuted: false }));
    unwrap(await alice.ask('calls/hold', { callId }));
    expect(alice.call()?.state).toBe('held');
    // Baresip stops recording at the first change of direction, so what is heard after a hold is shown on the echo line below.
    unwrap(await alice.ask('calls/resume', { callId }));
    unwrap(await alice.ask('calls/send-dtmf', { callId, digits: '4' }));
    await bob.waitFor({ type: 'CALL_DTMF_START', where: ({ param }) => param === '4' });
    await bob.hold();
    await alice.until('held-by-peer');
    await bob.resume();
    await alice.until('connected');
    unwrap(await alice.ask('calls/hang-up', { callId }));
    await bob.waitFor({ type: 'CALL_CLOSED' });
    await waitUntil(() => alice.callLog.rows.length === 1, { what: 'the log' });
    expect(alice.callLog.rows[0]).toMatchObject({
      outcome: 'placed',
      peer: { name: 'Bob Builder', address: '1002' },
    });
    expect(alice.callLog.rows[0]?.durationMs).toBeGreaterThan(0);
  });

  it('V2: an incoming call with encrypted voice is answered and heard both ways', async () => {
    const { registrar, bob } = await kamailioWithBob({ encryption: 'mandatory' });
    const alice = await client(registrar('tcp'), 'sdes');
    await bob.dial('sip:1001@example.test');
    await alice.until('ringing-in');
    const callId = alice.call()?.id as CallId;
    unwrap(await alice.ask('calls/answer', { callId }));
    await alice.until('connected');
    await Promise.all([alice.hears(440), isHeardBy(bob, 1_000)]);
    expect(alice.call()?.security).toBe('sdes');
    await bob.hangUp();
    await alice.until('ended');
  });

  it('V2: a media window that was reloaded is heard again, and the dialog stays', async () => {
    const { registrar, bob } = await kamailioWithBob({ answer: 'auto' });
    const alice = await client(registrar('udp'));
    const { callId } = unwrap(await alice.ask('calls/dial', { target: '1002' }));
    await alice.until('connected');
    await alice.hears(440);
    const task = alice.publisher.get('media', callId) as MediaTask;
    alice.windows.get(callId)?.close();
    alice.windows.delete(callId);
    // The new page answers the task it finds.
    await alice.ask('media/answered', {
      callId,
      revision: task.revision,
      sdp: 'v=0\r\nanswer of a page that has just been loaded\r\n',
    });
    await waitUntil(() => (alice.publisher.get('media', callId)?.revision ?? 0) > task.revision, {
      what: 'a fresh offer',
    });
    await alice.hears(440);
    await alice.until('connected');
    await isHeardBy(bob, 1_000);
    expect(bob.events.filter(({ type }) => type === 'CALL_ESTABLISHED')).toHaveLength(1);
  });

  it('A9: a call is heard on when its node is killed; another serves, and the first again after the call', async () => {
    const { registrar, bob, kamailio } = await kamailioWithBob({ answer: 'auto' });
    const other = await node();
    const second = { port: other.ports.tcp, transport: 'tcp' } as const;
    const alice = await client(registrar('tcp'), 'none', [second]);
    const server = () => {
      const now = alice.sip.registration();
      return now.kind === 'registered' ? now.server : now.kind;
    };
    const at = (port: number, what: string): Promise<void> =>
      waitUntil(() => server() === `127.0.0.1:${port}`, { what, timeoutMs: 40_000 });
    const { callId } = unwrap(await alice.ask('calls/dial', { target: '1002' }));
    await alice.until('connected');
    await Promise.all([alice.hears(440), isHeardBy(bob, 1_000)]);
    await kamailio.kill9();
    await at(second.port, 'the second node');
    // The other node knows nothing of the call: it is cut off from signalling for good, and heard all the same.
    expect(alice.call()).toMatchObject({
      state: 'connected',
      limit: 'signalling-lost',
      cannot: ['hold', 'transfer', 'merge'],
    });
    const held = await alice.ask('calls/hold', { callId });
    expect(held).toMatchObject({ error: { code: 'call.not-possible-now' } });
    for (const window of alice.windows.values()) window.forget();
    await alice.hears(440);
    await kamailio.start();
    unwrap(await alice.ask('calls/hang-up', { callId }));
    await alice.until('ended');
    await at(registrar('tcp').port, 'the first node again');
  });

  it('V10: a call that was given up is missed, one declined is declined', async () => {
    const { registrar, bob } = await kamailioWithBob();
    const alice = await client(registrar('udp'));
    await bob.dial('sip:1001@example.test');
    await alice.until('ringing-in');
    await bob.hangUp();
    await alice.until('ended');
    await bob.dial('sip:1001@example.test');
    await alice.until('ringing-in');
    unwrap(await alice.ask('calls/decline', { callId: alice.call()?.id as CallId }));
    await waitUntil(() => alice.callLog.rows.length === 2, { what: 'two rows' });
    expect(alice.callLog.rows.map(({ outcome, peer }) => [outcome, peer.address])).toEqual([
      ['declined', 'bob@example.test'],
      ['missed', 'bob@example.test'],
    ]);
  });
});

describe('calls at the embedded lab', () => {
  it.each(['udp', 'tcp', 'tls', 'ws'] as const)(
    'V4: the echo line over %s sends our own tone back, after a hold again',
    async (transport) => {
      const certificate = await ca.issue({ names: ['example.test', '127.0.0.1'], kind: 'good' });
      const lab = await startSipServer({
        domain: 'example.test',
        certificate,
        users: [{ username: 'alice', password: PASSWORDS.alice }],
      });
      endings.push(() => lab.stop());
      const alice = await client({ port: lab.ports[transport], transport });
      const { callId } = unwrap(await alice.ask('calls/dial', { target: 'echo' }));
      await alice.until('connected');
      await alice.hears(1_000);
      unwrap(await alice.ask('calls/hold', { callId }));
      const window = alice.windows.get(callId);
      window?.forget();
      unwrap(await alice.ask('calls/resume', { callId }));
      await alice.hears(1_000);
      unwrap(await alice.ask('calls/hang-up', { callId }));
      await alice.until('ended');
    },
  );

  it('A9: a call outlives its signalling connection, and is ended over the next one', async () => {
    const certificate = await ca.issue({ names: ['example.test', '127.0.0.1'], kind: 'good' });
    const users = [{ username: 'alice', password: PASSWORDS.alice }];
    const lab = await startSipServer({ domain: 'example.test', certificate, users });
    endings.push(() => lab.stop());
    const alice = await client({ port: lab.ports.tcp, transport: 'tcp' });
    const { callId } = unwrap(await alice.ask('calls/dial', { target: 'echo' }));
    await alice.until('connected');
    const invites = lab.counters.requests.get('INVITE') ?? 0;
    lab.cut('alice');
    await waitUntil(() => (lab.counters.requests.get('INVITE') ?? 0) > invites, { what: 'the re-INVITE' });
    expect(alice.sip.registration().kind).toBe('registered');
    alice.windows.get(callId)?.forget();
    await alice.hears(1_000);
    expect(alice.call()?.state).toBe('connected');
    unwrap(await alice.ask('calls/hang-up', { callId }));
    await waitUntil(() => lab.calls.every(({ state }) => state === 'ended'), { what: 'the BYE' });
  });
});
