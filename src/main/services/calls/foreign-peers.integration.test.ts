import { afterEach, describe, expect, it } from 'vitest';
import { createLabCa } from '../../../../lab/pki/lab-ca.ts';
import { startBaresip } from '../../../../lab/real/baresip.ts';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { startKamailio } from '../../../../lab/real/kamailio.ts';
import { startSipp } from '../../../../lab/real/sipp.ts';
import { readTone } from '../../../../lab/real/tone.ts';
import { waitUntil } from '../../../../lab/real/wait-until.ts';
import { callsClient } from '../../../../test/fakes/calls-client.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { unwrap } from '../../../shared/errors/result.ts';

const missing = missingPrograms(['kamailio', 'sipp', 'baresip']);
const why = missing.length > 0 ? ` (skipped: not installed: ${missing.join(', ')})` : '';
const PASSWORDS = { alice: 'secret of alice', bob: 'secret of bob' } as const;
const endings: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

describe.skipIf(missing.length > 0)(`far ends that do what baresip does not${why}`, () => {
  it('V4: one that says by UPDATE, before it answers, where its sound is, is heard', async () => {
    const ca = await createLabCa();
    const kamailio = await startKamailio({ ca, users: PASSWORDS, numbers: { 1001: 'alice', 1002: 'bob' } });
    endings.push(() => kamailio.stop());
    const uas = await startSipp({
      scenario: 'uas-update',
      proxy: { address: '127.0.0.1', port: kamailio.ports.udp },
      user: 'bob',
      password: PASSWORDS.bob,
    });
    endings.push(() => uas.stop());
    const alice = await callsClient({
      ca,
      endings,
      registrars: [{ port: kamailio.ports.udp, transport: 'udp' }],
      password: PASSWORDS.alice,
      srtp: 'none',
    });
    const { callId } = unwrap(await alice.ask('calls/dial', { target: '1002' }));
    await alice.until('connected');
    await alice.hears(800);
    unwrap(await alice.ask('calls/hang-up', { callId }));
    expect(await uas.done).toMatchObject({ ok: true, errors: '' });
  });

  it('V2: a phone with DTLS-SRTP and no ICE is heard both ways, held and resumed', async () => {
    const ca = await createLabCa();
    const kamailio = await startKamailio({ ca, users: PASSWORDS, numbers: { 1001: 'alice', 1002: 'bob' } });
    endings.push(() => kamailio.stop());
    const bob = await startBaresip({
      user: 'bob',
      password: PASSWORDS.bob,
      registrar: { address: kamailio.address, port: kamailio.ports.udp, transport: 'udp' },
      codecs: ['PCMU'],
      encryption: 'dtls',
    });
    endings.push(() => bob.stop());
    const alice = await callsClient({
      ca,
      endings,
      registrars: [{ port: kamailio.ports.udp, transport: 'udp' }],
      password: PASSWORDS.alice,
      srtp: 'sdes-optional',
    });
    await bob.dial('sip:1001@example.test');
    await alice.until('ringing-in');
    const callId = alice.call()?.id as CallId;
    unwrap(await alice.ask('calls/answer', { callId }));
    await alice.until('connected');
    const isHeard = waitUntil(async () => readTone(await bob.heard(), 1_000).present, {
      what: 'bob to hear 1000 Hz',
      everyMs: 100,
    });
    await Promise.all([alice.hears(440), isHeard]);
    expect(alice.call()?.security).toBe('dtls');
    unwrap(await alice.ask('calls/hold', { callId }));
    unwrap(await alice.ask('calls/resume', { callId }));
    await alice.hears(440);
    await bob.hangUp();
    await alice.until('ended');
  });
});
