import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLabCa, type LabCa } from '../../../../lab/pki/lab-ca.ts';
import { startBaresip } from '../../../../lab/real/baresip.ts';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { type Kamailio, startKamailio } from '../../../../lab/real/kamailio.ts';
import { readTone } from '../../../../lab/real/tone.ts';
import { startTurnServer } from '../../../../lab/real/turnserver.ts';
import { waitUntil } from '../../../../lab/real/wait-until.ts';
import { callsClient } from '../../../../test/fakes/calls-client.ts';
import { type MediaPage, microphoneHz, openMediaPage } from '../../../../test/media/media-page.ts';
import { findBrowser } from '../../../../tools/system/browser.ts';
import type { IceSettings } from '../../../shared/domain/call.ts';
import { unwrap } from '../../../shared/errors/result.ts';

/** Two clients at a Kamailio over WSS, each with the product's page code in a Chromium of its own; their media go straight. */
const missing = missingPrograms(['kamailio', 'baresip']);
const hasTurn = missingPrograms(['turnserver']).length === 0;
const why = missing.length > 0 ? ` (skipped: not installed: ${missing.join(', ')})` : '';
const PASSWORDS = { alice: 'secret of alice', bob: 'secret of bob' } as const;
const NUMBERS = { 1001: 'alice', 1002: 'bob' } as const;
const STRAIGHT: IceSettings = { servers: [], isRelayOnly: false };
const endings: (() => unknown)[] = [];
const pages: MediaPage[] = [];
let ca: LabCa;
let kamailio: Kamailio;

beforeAll(async () => {
  const browser = findBrowser();
  if (!browser)
    throw new Error('These tests need Chromium, Chrome or Edge; PARLANCE_BROWSER names one elsewhere.');
  ca = await createLabCa();
  kamailio = await startKamailio({ ca, users: PASSWORDS, numbers: NUMBERS });
  pages.push(...(await Promise.all([openMediaPage(browser.path), openMediaPage(browser.path)])));
});
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});
afterAll(async () => {
  await Promise.all([...pages.map((page) => page.close()), kamailio?.stop()]);
});

const client = (user: keyof typeof PASSWORDS, page: MediaPage | undefined, direct = STRAIGHT) =>
  callsClient({
    ...{ ca, endings, user, direct },
    ...(page && { page }),
    registrars: [{ port: kamailio.ports.wss, transport: 'wss' }],
    password: PASSWORDS[user],
    srtp: 'sdes-optional',
  });

const hears = (page: MediaPage | undefined, isHeard = true): Promise<void> =>
  waitUntil(
    async () => {
      const loudest = await page?.loudest();
      const isTone =
        loudest !== undefined && loudest.level > -50 && Math.abs(loudest.frequency - microphoneHz) < 15;
      return isTone === isHeard;
    },
    { what: isHeard ? 'the tone of the other side' : 'silence', everyMs: 50 },
  );

/** A Chromium that gets the events of the key 1 plays its two tones. */
const hearsKey = (page: MediaPage | undefined): Promise<void> =>
  waitUntil(
    async () => {
      const { frequency = 0 } = (await page?.loudest()) ?? {};
      return [697, 1_209].some((tone) => Math.abs(frequency - tone) < 25);
    },
    { what: 'the tones of the key', everyMs: 20 },
  );

const candidateTypes = (sdp: string): string[] => [
  ...new Set([...sdp.matchAll(/^a=candidate:.* typ (\w+)/gm)].map(([, type = '']) => type)),
];

async function talk(direct = STRAIGHT) {
  const [alice, bob] = [await client('alice', pages[0], direct), await client('bob', pages[1], direct)];
  const { callId } = unwrap(await alice.ask('calls/dial', { target: '1002' }));
  await bob.until('ringing-in');
  const theirs = bob.call();
  if (!theirs) throw new Error('nobody is called');
  unwrap(await bob.ask('calls/answer', { callId: theirs.id }));
  await Promise.all([alice.until('connected'), bob.until('connected')]);
  await Promise.all([hears(pages[0]), hears(pages[1])]);
  return { alice, bob, callId, theirs: theirs.id };
}

describe.skipIf(missing.length > 0)(`calls past the gateway${why}`, () => {
  it('V2 V4: two that speak ICE and DTLS-SRTP hear each other, hold, resume, mute, take digits, and live through a page that is gone', async () => {
    const { alice, bob, callId, theirs } = await talk();
    expect([alice.call(), bob.call()]).toMatchObject([
      { security: 'dtls', codec: 'opus' },
      { security: 'dtls', codec: 'opus' },
    ]);
    expect(alice.call()?.can).not.toContain('video');
    unwrap(await alice.ask('calls/hold', { callId }));
    await bob.until('held-by-peer');
    await Promise.all([hears(pages[0], false), hears(pages[1], false)]);
    unwrap(await alice.ask('calls/resume', { callId }));
    await bob.until('connected');
    await Promise.all([hears(pages[0]), hears(pages[1])]);
    unwrap(await bob.ask('calls/set-mute', { callId: theirs, isMuted: true }));
    await hears(pages[0], false);
    unwrap(await bob.ask('calls/set-mute', { callId: theirs, isMuted: false }));
    unwrap(await alice.ask('calls/set-mute', { callId, isMuted: true }));
    await hears(pages[1], false);
    unwrap(await alice.ask('calls/send-dtmf', { callId, digits: '11111111' }));
    await hearsKey(pages[1]);
    unwrap(await alice.ask('calls/set-mute', { callId, isMuted: false }));
    await hears(pages[0]);
    await alice.reloadPage();
    await Promise.all([hears(pages[0]), hears(pages[1])]);
    unwrap(await bob.ask('calls/hang-up', { callId: theirs }));
    await alice.until('ended');
  });

  it.skipIf(!hasTurn)(
    'V2: where only a TURN server is between them, they hear each other through it',
    async () => {
      const turn = await startTurnServer({ users: { alice: 'secret of the relay' } });
      endings.push(() => turn.stop());
      const servers = [{ urls: [turn.url], username: 'alice', credential: 'secret of the relay' }];
      const { alice, callId } = await talk({ servers, isRelayOnly: true });
      expect(alice.described.length).toBeGreaterThan(0);
      for (const sdp of alice.described) expect(candidateTypes(sdp)).toEqual(['relay']);
      unwrap(await alice.ask('calls/hang-up', { callId }));
    },
  );

  it('V2: a phone that knows neither is offered plain RTP next', async () => {
    const bob = await startBaresip({
      user: 'bob',
      password: PASSWORDS.bob,
      registrar: { address: kamailio.address, port: kamailio.ports.udp, transport: 'udp' },
      caFile: kamailio.caFile,
      codecs: ['PCMU'],
      answer: 'auto',
    });
    endings.push(() => bob.stop());
    const alice = await client('alice', pages[0]);
    unwrap(await alice.ask('calls/dial', { target: '1002' }));
    await alice.until('connected');
    await waitUntil(async () => readTone(await bob.heard(), microphoneHz).present, {
      what: 'bob to hear the microphone',
      everyMs: 100,
    });
    expect(alice.call()).toMatchObject({ security: 'none', codec: 'PCMU' });
  });
});
