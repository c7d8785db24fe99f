import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLabCa, type LabCa } from '../../../../lab/pki/lab-ca.ts';
import { startBaresip } from '../../../../lab/real/baresip.ts';
import { freePort, isPortFree } from '../../../../lab/real/free-port.ts';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { startKamailio } from '../../../../lab/real/kamailio.ts';
import { startTcpRelay } from '../../../../lab/real/tcp-relay.ts';
import { startUdpRelay } from '../../../../lab/real/udp-relay.ts';
import { waitUntil } from '../../../../lab/real/wait-until.ts';
import { callsClient } from '../../../../test/fakes/calls-client.ts';
import { unwrap } from '../../../shared/errors/result.ts';

const missing = missingPrograms(['kamailio', 'baresip']);
const why = missing.length > 0 ? ` (skipped: not installed: ${missing.join(', ')})` : '';
const PASSWORDS = { alice: 'secret of alice', bob: 'secret of bob' } as const;
const HERE = '127.0.0.1';
/** Longer than the half minute after which silence counts; CI has a cut that signalling notices and sound does not. */
const isLong = process.env['PARLANCE_LONG'] === '1';
const CUT_MS = isLong ? 35_000 : 0;

const endings: (() => unknown)[] = [];
let ca: LabCa;
beforeEach(async () => {
  ca = await createLabCa();
});
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

/** An even port with its neighbour: sound and its reports. */
async function soundPort(): Promise<number> {
  for (;;) {
    const port = (await freePort(HERE)) & ~1;
    if ((await isPortFree(HERE, port)) && (await isPortFree(HERE, port + 1))) return port;
  }
}

/** Alice and Bob, with a relay in everything between them: Alice's signalling, and the sound both ways. */
async function network() {
  const [alicePort, bobPort, listenPort] = [await soundPort(), await soundPort(), await freePort(HERE)];
  const signalling = await startTcpRelay({ target: { address: HERE, port: listenPort } });
  const toAlice = await startUdpRelay({ target: { address: HERE, port: alicePort } });
  const toBob = await startUdpRelay({ target: { address: HERE, port: bobPort } });
  const relays = [signalling, toAlice, toBob];
  endings.push(() => Promise.all(relays.map((relay) => relay.close())));
  const kamailio = await startKamailio({
    ca,
    users: PASSWORDS,
    numbers: { 1001: 'alice', 1002: 'bob' },
    moreListeners: [{ transport: 'tcp', address: HERE, port: listenPort, advertise: signalling }],
    soundThrough: { requests: toAlice.port, answers: toBob.port },
  });
  endings.push(() => kamailio.stop());
  const bob = await startBaresip({
    user: 'bob',
    password: PASSWORDS.bob,
    registrar: { address: kamailio.address, port: kamailio.ports.udp, transport: 'udp' },
    caFile: kamailio.caFile,
    codecs: ['PCMU'],
    answer: 'auto',
    rtpPort: bobPort,
  });
  endings.push(() => bob.stop());
  const alice = await callsClient({
    ...{ ca, endings, password: PASSWORDS.alice },
    registrars: [{ port: signalling.port, transport: 'tcp' }],
    mediaPorts: { start: alicePort, stop: alicePort + 1 },
  });
  return {
    ...{ alice, bob, toAlice, toBob },
    cut: () => Promise.all(relays.map((relay) => relay.cut('silent'))),
    restore: () => Promise.all(relays.map((relay) => relay.restore())),
  };
}

describe.skipIf(missing.length > 0)(`a call without a network for a while${why}`, () => {
  it('A9: half a minute without a network: the call stands, is heard on at once, and can be ended', async () => {
    const { alice, bob, toAlice, toBob, ...network_ } = await network();
    const { callId } = unwrap(await alice.ask('calls/dial', { target: '1002' }));
    await alice.until('connected');
    await alice.hears(440);
    expect([toAlice.relayed, toBob.relayed].every((count) => count > 0)).toBe(true);

    await network_.cut();
    await waitUntil(() => alice.sip.registration().kind !== 'registered', {
      what: 'signalling to be given up',
      timeoutMs: 40_000,
    });
    expect(alice.call()).toMatchObject({ limit: 'signalling-lost' });
    await new Promise((resolve) => setTimeout(resolve, CUT_MS));
    expect(alice.call()?.state).toBe(isLong ? 'reconnecting' : 'connected');

    alice.windows.get(callId)?.forget();
    await network_.restore();
    await alice.hears(440);
    await alice.until('connected');
    await waitUntil(() => alice.sip.registration().kind === 'registered', {
      what: 'the phone to be back',
      timeoutMs: 60_000,
    });
    await waitUntil(() => alice.call()?.limit === undefined, { what: 'everything to be possible again' });
    unwrap(await alice.ask('calls/hang-up', { callId }));
    await bob.waitFor({ type: 'CALL_CLOSED' });
  });
});
