import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { MediaPage } from '../../../test/media/media-page.ts';
import { microphoneHz, openMediaPage } from '../../../test/media/media-page.ts';
import type { RtpPeer, RtpPeerOptions } from '../../../test/media/rtp-peer.ts';
import { startRtpPeer } from '../../../test/media/rtp-peer.ts';
import { startGatewayWorker } from '../../../test/media/worker-channel.ts';
import { silentLog } from '../../../test/fakes/silent-log.ts';
import { findBrowser } from '../../../tools/system/browser.ts';
import type { MediaTask } from '../../shared/domain/call.ts';
import { unwrap } from '../../shared/errors/result.ts';
import type { CodecName, GatewayEvent, NegotiatedMedia, SrtpPolicy } from '../ports/media-gateway.port.ts';
import { createGatewayClient } from './gateway-client.ts';

/** Main, the gateway's worker, a real Chromium with the product's page code, and a far end on plain sockets. */
let page: MediaPage;
const channels: ReturnType<typeof startGatewayWorker>[] = [];
const gateway = createGatewayClient({
  log: silentLog,
  start() {
    const channel = startGatewayWorker();
    channels.push(channel);
    return channel;
  },
});
const events: GatewayEvent[] = [];
gateway.onEvent((event) => events.push(event));

interface TestCall {
  readonly id: MediaTask['callId'];
  readonly peer: RtpPeer;
  readonly negotiated: NegotiatedMedia;
  /** Changes the task as main would and gives it to the page. */
  want(change: Partial<MediaTask>): Promise<void>;
}

const tasks = new Map<string, MediaTask>();
const peers: RtpPeer[] = [];
const ports = { start: 30_000, stop: 31_999 };
const allCodecs: CodecName[] = ['PCMU', 'PCMA', 'G722', 'opus'];

beforeAll(async () => {
  gateway.warmUp();
  const browser = findBrowser();
  if (!browser)
    throw new Error('These tests need Chromium, Chrome or Edge; PARLANCE_BROWSER names one elsewhere.');
  page = await openMediaPage(browser.path);
});
afterAll(async () => {
  gateway.stop();
  await page.close();
});
afterEach(async () => {
  for (const id of tasks.keys()) await gateway.close(id);
  for (const peer of peers.splice(0)) peer.close();
  tasks.clear();
  await page.reconcile([]);
  events.length = 0;
});

async function want(task: MediaTask): Promise<void> {
  tasks.set(task.callId, task);
  await page.reconcile([...tasks.values()]);
}

async function startCall(
  options: RtpPeerOptions,
  policy: SrtpPolicy = 'none',
  codecs = allCodecs,
): Promise<TestCall> {
  const id = `call-${Math.random()}` as MediaTask['callId'];
  const peer = await startRtpPeer(options);
  peers.push(peer);
  unwrap(
    await gateway.openSession({
      sessionId: id,
      ports,
      localAddress: '127.0.0.1',
      srtp: policy,
      codecs,
      dscpAudio: 46,
    }),
  );
  const loopback = unwrap(await gateway.loopbackOffer(id));
  const task: MediaTask = {
    callId: id,
    revision: loopback.revision,
    offerSdp: loopback.sdp,
    isMuted: false,
    isHeld: false,
  };
  await want(task);
  peer.take(unwrap(await gateway.localSdp(id, 'offer')));
  const negotiated = unwrap(await gateway.remoteSdp(id, peer.sdp(), 'answer'));
  const answer = await page.answer(id, loopback.revision);
  unwrap(await gateway.loopbackAnswer(id, answer.sdp, answer.revision));
  await want({ ...task, codec: negotiated.codec });
  return { id, peer, negotiated, want: (change) => want({ ...(tasks.get(id) ?? task), ...change }) };
}

/** Waits for a condition that real time brings about. */
async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + 15_000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const browserHears = (frequency: number) =>
  until(async () => {
    const loudest = await page.loudest();
    return loudest !== undefined && loudest.level > -50 && Math.abs(loudest.frequency - frequency) < 15;
  }, `the browser hears ${frequency} Hz`);

const farEndHears = (call: TestCall) =>
  until(() => call.peer.hears(microphoneHz), 'the far end hears the microphone');

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a call through the gateway', () => {
  it('V2: another source in the middle of a call is heard, with packets of another length, again and again', async () => {
    const call = await startCall({ codec: 'PCMA/8000', payloadType: 8, plays: 'tone' });
    await browserHears(440);
    for (const [frequency, packetMs] of [
      [700, 40],
      [900, 10],
      [1_100, 60],
      [500, 30],
      [800, 20],
    ] as const) {
      call.peer.playAnew(frequency, packetMs);
      await browserHears(frequency);
    }
  });

  it.each([
    ['PCMU/8000', 0],
    ['PCMA/8000', 8],
  ] as const)('V2: %s sounds both ways, plain', async (codec, payloadType) => {
    const call = await startCall({ codec, payloadType, plays: 'tone' });
    await browserHears(440);
    await farEndHears(call);
    expect(call.negotiated).toMatchObject({
      codec: codec.slice(0, 4),
      direction: 'sendrecv',
      dtmfPayloadType: 97,
    });
    expect([...call.peer.received.ssrcs]).toHaveLength(1);
  });

  it.each([
    ['AES_CM_128_HMAC_SHA1_80', 'sdes'],
    ['AES_CM_128_HMAC_SHA1_32', 'sdes'],
    ['AEAD_AES_128_GCM', 'sdes-optional'],
    ['AEAD_AES_256_GCM', 'sdes'],
  ] as const)('V2: PCMU sounds both ways over SDES with %s', async (suite, policy) => {
    const call = await startCall({ codec: 'PCMU/8000', payloadType: 0, plays: 'tone', suite }, policy);
    await browserHears(440);
    await farEndHears(call);
    expect(call.negotiated.srtp).toBe(suite);
  });

  it.each([
    ['G722/8000', 9, 'G722'],
    ['opus/48000/2', 123, 'opus'],
  ] as const)('V2: %s goes there and back', async (codec, payloadType, name) => {
    const call = await startCall({ codec, payloadType, plays: 'echo' });
    await browserHears(microphoneHz);
    await until(() => call.peer.received.packets > 100, 'two seconds of packets');
    expect(call.negotiated.codec).toBe(name);
    expect(call.peer.received.payloadTypes.has(payloadType)).toBe(true);
    expect((await page.stats(call.id))?.packetsReceived).toBeGreaterThan(50);
  });

  it('V4: muted, the far end gets silence and not nothing', async () => {
    const call = await startCall({ codec: 'PCMU/8000', payloadType: 0, plays: 'tone' });
    await farEndHears(call);
    await call.want({ isMuted: true });
    await until(() => !call.peer.hears(microphoneHz), 'silence');
    const before = call.peer.received.packets;
    await until(() => call.peer.received.packets > before + 25, 'packets while muted');
    await call.want({ isMuted: false });
    await farEndHears(call);
  });

  it('V4: muted in the gateway alone is as silent', async () => {
    const call = await startCall({ codec: 'PCMU/8000', payloadType: 0, plays: 'tone' });
    await farEndHears(call);
    unwrap(await gateway.setMuted(call.id, true));
    await until(() => !call.peer.hears(microphoneHz), 'silence');
    unwrap(await gateway.setMuted(call.id, false));
    await farEndHears(call);
  });

  it('V4: held and resumed, the sequence goes on without a hole and sound comes back', async () => {
    const call = await startCall(
      { codec: 'PCMU/8000', payloadType: 0, plays: 'tone', suite: 'AES_CM_128_HMAC_SHA1_80' },
      'sdes',
    );
    await farEndHears(call);
    unwrap(await gateway.setDirection(call.id, 'inactive'));
    await call.want({ isHeld: true });
    expect(unwrap(await gateway.localSdp(call.id, 'offer'))).toContain('a=inactive');
    unwrap(await gateway.remoteSdp(call.id, call.peer.sdp('inactive'), 'answer'));
    await pause(300);
    const held = call.peer.received.packets;
    await pause(700);
    expect(call.peer.received.packets).toBe(held);

    unwrap(await gateway.setDirection(call.id, 'sendrecv'));
    await call.want({ isHeld: false });
    expect(unwrap(await gateway.localSdp(call.id, 'offer'))).toContain('a=sendrecv');
    unwrap(await gateway.remoteSdp(call.id, call.peer.sdp(), 'answer'));
    await until(() => call.peer.received.packets > held + 60, 'packets again');
    await farEndHears(call);
    await browserHears(440);
    expect(call.peer.received.gaps).toBe(0);
  });

  it.each([
    ['PCMU/8000', 0, 8_000],
    ['opus/48000/2', 111, 48_000],
  ] as const)('V4: digits go out as RFC 4733 events with %s', async (codec, payloadType, clock) => {
    const call = await startCall({ codec, payloadType, plays: 'nothing' });
    await until(() => call.peer.received.packets > 10, 'sound before the digits');
    unwrap(await gateway.sendDtmf(call.id, '19#', { method: 'rfc4733', durationMs: 100, gapMs: 60 }));
    await until(() => events.some((event) => event.type === 'dtmf-finished'), 'the digits are out');
    await pause(50);
    const digits = call.peer.digits();
    expect(digits.map((digit) => digit.event)).toEqual([1, 9, 11]);
    for (const digit of digits) {
      expect(digit).toMatchObject({ endPackets: 3, markers: 1, timestamps: 1 });
      expect((digit.duration * 1_000) / clock).toBe(100);
    }
    expect(call.peer.received.gaps).toBe(0);
  });

  it('V4: digits go out while the page is muted or sends nothing at all', async () => {
    const call = await startCall({ codec: 'PCMU/8000', payloadType: 0, plays: 'nothing' });
    await until(() => call.peer.received.packets > 10, 'sound before the digits');
    await call.want({ isHeld: true });
    await pause(200);
    unwrap(await gateway.sendDtmf(call.id, '5', { method: 'rfc4733' }));
    await until(() => events.some((event) => event.type === 'dtmf-finished'), 'the digit is out');
    expect(call.peer.digits()).toMatchObject([{ event: 5, endPackets: 3, markers: 1 }]);
  });

  it('V4: two calls at once are muted each for itself', async () => {
    const one = await startCall({ codec: 'PCMU/8000', payloadType: 0, plays: 'tone' });
    const two = await startCall({ codec: 'PCMA/8000', payloadType: 8, plays: 'tone' });
    await farEndHears(one);
    await farEndHears(two);
    await one.want({ isMuted: true });
    await until(() => !one.peer.hears(microphoneHz), 'silence on the first call');
    expect(two.peer.hears(microphoneHz)).toBe(true);
    await one.want({ isMuted: false });
    await two.want({ isMuted: true });
    await farEndHears(one);
    await until(() => !two.peer.hears(microphoneHz), 'silence on the second call');
  });

  it('V2: a page that starts anew gets a fresh offer and sounds again', async () => {
    const call = await startCall({ codec: 'PCMU/8000', payloadType: 0, plays: 'tone' });
    await farEndHears(call);
    await page.reload();
    const fresh = unwrap(await gateway.loopbackOffer(call.id, { isFresh: true }));
    await call.want({ revision: fresh.revision, offerSdp: fresh.sdp });
    const answer = await page.answer(call.id, fresh.revision);
    unwrap(await gateway.loopbackAnswer(call.id, answer.sdp, answer.revision));
    await browserHears(440);
    const before = call.peer.received.packets;
    await until(() => call.peer.received.packets > before + 50, 'packets of the new page');
    await farEndHears(call);
    expect(call.peer.received.gaps).toBe(0);
  });

  it('V2: media goes on evenly while main is blocked for two seconds', async () => {
    const call = await startCall({ codec: 'PCMU/8000', payloadType: 0, plays: 'echo' });
    await browserHears(microphoneHz);
    const before = unwrap(await gateway.stats(call.id));
    const blockedUntil = performance.now() + 2_000;
    while (performance.now() < blockedUntil);
    const after = unwrap(await gateway.stats(call.id));
    // The far end shares main's thread here, so only what the worker took from the page and sent on counts.
    expect(after.packetsSent - before.packetsSent).toBeGreaterThan(80);
    await browserHears(microphoneHz);
  });

  it('V2: events tell of the first packets and of the page’s goodbye', async () => {
    const call = await startCall({ codec: 'PCMU/8000', payloadType: 0, plays: 'tone' });
    await farEndHears(call);
    const kinds = () => events.map((event) => (event.type === 'media-started' ? event.kind : event.type));
    expect(kinds()).toEqual(
      expect.arrayContaining(['loopback-connected', 'first-rtp-sent', 'first-rtp-received']),
    );
    await page.reconcile([]);
    await until(() => kinds().includes('silence'), 'silence');
    expect(events.find((event) => event.type === 'silence')).toMatchObject({ cause: 'closed' });
  });

  it('Q2: an answer with another certificate is refused and nothing is relayed', async () => {
    const id = 'forged' as MediaTask['callId'];
    unwrap(
      await gateway.openSession({
        sessionId: id,
        ports,
        localAddress: '127.0.0.1',
        srtp: 'none',
        codecs: ['PCMU'],
        dscpAudio: 46,
      }),
    );
    const loopback = unwrap(await gateway.loopbackOffer(id));
    await page.reconcile([
      { callId: id, revision: 1, offerSdp: loopback.sdp, isMuted: false, isHeld: false },
    ]);
    const answer = await page.answer(id, 1);
    const forged = answer.sdp.replace(/(a=fingerprint:sha-256 )../, '$100');
    unwrap(
      await gateway.loopbackAnswer(
        id,
        forged === answer.sdp ? answer.sdp.replace(/(a=fingerprint:sha-256 )../, '$1FF') : forged,
      ),
    );
    await until(() => events.some((event) => event.type === 'loopback-refused'), 'refusal');
    expect(unwrap(await gateway.stats(id)).loopback).toBe('silent');
    await gateway.close(id);
  });

  it('V2: a gateway that dies is reported, and the next call works', async () => {
    const call = await startCall({ codec: 'PCMU/8000', payloadType: 0, plays: 'tone' });
    await farEndHears(call);
    channels.at(-1)?.kill();
    await until(() => events.some((event) => event.type === 'gateway-lost'), 'gateway-lost');
    expect(events.find((event) => event.type === 'gateway-lost')).toMatchObject({ sessionIds: [call.id] });
    await page.reconcile([]);
    const next = await startCall({ codec: 'PCMU/8000', payloadType: 0, plays: 'tone' });
    await farEndHears(next);
  });
});
