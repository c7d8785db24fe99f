import { afterEach, describe, expect, it } from 'vitest';
import { createLabCa } from '../../../../lab/pki/lab-ca.ts';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { startKamailio } from '../../../../lab/real/kamailio.ts';
import { startSipp } from '../../../../lab/real/sipp.ts';
import { callsClient } from '../../../../test/fakes/calls-client.ts';
import { unwrap } from '../../../shared/errors/result.ts';

const missing = missingPrograms(['kamailio', 'sipp']);
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
});
