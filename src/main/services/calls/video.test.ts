import { describe, expect, it } from 'vitest';
import { callsHarness, settle } from '../../../../test/fakes/calls-harness.ts';
import { fail, failure } from '../../../shared/errors/result.ts';
import type { NegotiatedVideo } from '../../ports/media-gateway.port.ts';

const VIDEO: NegotiatedVideo = {
  codec: 'H264',
  direction: 'sendrecv',
  isEncrypted: false,
  maxBitrate: 1_000_000,
  loopbackRevision: 1,
};

/** A call that stands, with a phone that may show pictures. */
async function inCall() {
  const t = callsHarness({
    features: () => ['video', 'share'],
    configuration: () => ({
      mediaPorts: { start: 16_384, stop: 16_484 },
      codecs: ['PCMU'],
      srtp: 'none',
      video: { codecs: ['H264'], maxBitrate: 1_000_000 },
    }),
  });
  const { callId, sip } = await t.connect();
  /** As the SIP engine does it for a re-INVITE, and theirs. */
  Object.assign(sip, {
    async renegotiate() {
      await sip.media.createOffer();
      return sip.media.applyAnswer('their answer');
    },
  });
  const share = (isOn: boolean) => t.ask('calls/share', { callId, isOn });
  const video = (source?: 'camera' | 'screen') =>
    t.ask('calls/set-video', { callId, ...(source && { source }) });
  /** Whose turn it is to show slides. */
  const floor = (holder: 'nobody' | 'us' | 'them', isTakenAway = false) =>
    t.gateway.emit({ type: 'floor', sessionId: callId, holder, isTakenAway });
  return { ...t, callId, share, floor, video, task: () => t.publisher.get('media', callId)?.video };
}

describe('pictures in a call', () => {
  it('V3: a camera goes on by a re-INVITE, and the window connects once a codec is agreed on', async () => {
    const t = await inCall();
    expect(t.call(t.callId)?.can).toContain('video');
    t.gateway.negotiate({ video: VIDEO });
    expect(await t.video('camera')).toEqual({ ok: true, value: undefined });
    expect(t.gateway.asked).toContain('setPicture true');
    expect(t.task()).toEqual({
      revision: 1,
      offerSdp: 'loopback offer 1 video',
      source: 'camera',
      isSending: true,
    });
    expect(t.call(t.callId)?.video).toEqual({ isSending: true, isReceiving: true, source: 'camera' });
    await t.ask('media/answered', { callId: t.callId, revision: 1, sdp: 'answer', stream: 'video' });
    expect(t.gateway.asked).toContain('loopbackAnswer answer 1 video');
  });

  it('V9: the screen takes the camera’s place without a word to the other side', async () => {
    const t = await inCall();
    t.gateway.negotiate({ video: VIDEO });
    await t.video('camera');
    const before = t.gateway.asked.length;
    await t.video('screen');
    expect(t.gateway.asked.slice(before)).toEqual([]);
    expect(t.task()).toMatchObject({ source: 'screen', revision: 1 });
  });

  it('V3: a side that takes no video is told as such, and the voice goes on', async () => {
    const t = await inCall();
    expect(await t.video('camera')).toMatchObject({ ok: false, error: { code: 'call.no-video' } });
    expect(t.call(t.callId)).toMatchObject({ state: 'connected' });
    expect(t.call(t.callId)?.video).toBeUndefined();
    expect(t.gateway.asked.at(-1)).toBe('setPicture false');
  });

  it('V3: without a camera ours goes off, theirs stays, and it is said why', async () => {
    const t = await inCall();
    t.gateway.negotiate({ video: VIDEO });
    await t.video('camera');
    t.gateway.negotiate({ video: { ...VIDEO, direction: 'recvonly' } });
    await t.ask('media/failed', {
      callId: t.callId,
      revision: 1,
      code: 'media.no-camera',
      stream: 'video',
    });
    await settle();
    expect(t.call(t.callId)?.video).toEqual({
      isSending: false,
      isReceiving: true,
      error: failure('media.no-camera'),
    });
    expect(t.call(t.callId)?.state).toBe('connected');
  });

  it('V3: the picture follows the rate, and a window that is gone is asked anew, without the voice', async () => {
    const t = await inCall();
    t.gateway.negotiate({ video: VIDEO });
    await t.video('camera');
    t.gateway.emit({ type: 'video-rung', sessionId: t.callId, lines: 288 });
    expect(t.task()).toMatchObject({ lines: 288 });
    t.gateway.emit({ type: 'silence', sessionId: t.callId, cause: 'no-consent', stream: 'video' });
    await settle();
    expect(t.task()).toMatchObject({ revision: 2, offerSdp: 'loopback offer 2 video' });
    expect(t.publisher.get('media', t.callId)?.revision).toBe(1);
    expect(t.call(t.callId)?.state).toBe('connected');
  });

  it('V3: a gateway that died gets the picture again, under revisions that go on growing', async () => {
    const t = await inCall();
    t.gateway.negotiate({ video: VIDEO });
    await t.video('camera');
    t.gateway.die();
    await settle();
    expect(t.task()).toMatchObject({ revision: 2, source: 'camera' });
    expect(t.gateway.asked.filter((what) => what === 'setPicture true')).toHaveLength(2);
  });

  it('V3: a phone without pictures can’t start one', async () => {
    const t = callsHarness();
    const { callId } = await t.connect();
    expect(t.call(callId)?.can).not.toContain('video');
    expect(await t.ask('calls/set-video', { callId, source: 'camera' })).toEqual(
      fail('call.not-possible-now'),
    );
  });
});

const SLIDES = { ...VIDEO, hasFloor: true };

describe('slides in a call', () => {
  it('V9: a screen beside the camera: offered, then the floor is asked for, then it is seen', async () => {
    const t = await inCall();
    t.gateway.negotiate({ video: VIDEO });
    await t.video('camera');
    t.gateway.negotiate({ slides: SLIDES });
    const before = t.gateway.asked.length;
    const shared = t.share(true);
    await settle();
    expect(t.call(t.callId)?.slides).toEqual({ isSending: false, isReceiving: false, isWanted: true });
    t.floor('us');
    expect(await shared).toEqual({ ok: true, value: undefined });
    expect(t.gateway.asked.slice(before).filter((what) => /Picture|Floor|localSdp/.test(what))).toEqual([
      'setPicture true slides',
      'localSdp offer',
      'takeFloor',
    ]);
    expect(t.call(t.callId)).toMatchObject({
      video: { source: 'camera', isSending: true },
      slides: { isSending: true, isWanted: true },
    });
    expect(t.publisher.get('media', t.callId)?.slides).toMatchObject({
      source: 'screen',
      isSending: true,
      offerSdp: 'loopback offer 1 slides',
    });
    await t.ask('media/answered', { callId: t.callId, revision: 1, sdp: 'answer', stream: 'slides' });
    expect(t.gateway.asked).toContain('loopbackAnswer answer 1 slides');
  });

  it('V9: sharing again and ending it needs no word but the floor’s', async () => {
    const t = await inCall();
    t.gateway.negotiate({ video: VIDEO, slides: SLIDES });
    await t.share(true);
    t.floor('us');
    await t.share(false);
    t.floor('nobody');
    expect(t.call(t.callId)?.slides).toBeUndefined();
    const before = t.gateway.asked.length;
    await t.share(true);
    expect(t.gateway.asked.slice(before)).toEqual(['setPicture true slides', 'takeFloor']);
  });

  it('V9: taken over by the other side, ours ends and it is said', async () => {
    const t = await inCall();
    t.gateway.negotiate({ video: VIDEO, slides: SLIDES });
    await t.share(true);
    t.floor('us');
    t.floor('them', true);
    await settle();
    expect(t.call(t.callId)?.slides).toEqual({
      isSending: false,
      isReceiving: true,
      isWanted: false,
      error: failure('call.share-taken'),
    });
    expect(t.gateway.asked.at(-1)).toBe('setPicture false slides');
    t.floor('nobody');
    expect(t.call(t.callId)?.slides?.isReceiving).toBe(false);
  });

  it('V9: refused the floor, nothing is shown, and it is said why', async () => {
    const t = await inCall();
    t.gateway.negotiate({ video: VIDEO, slides: SLIDES });
    t.gateway.failNext('takeFloor', fail('call.share-refused'));
    expect(await t.share(true)).toMatchObject({ ok: false, error: { code: 'call.share-refused' } });
    expect(t.call(t.callId)?.slides).toBeUndefined();
    expect(t.publisher.get('media', t.callId)?.slides).not.toHaveProperty('source');
  });

  it('V9: where the other side takes one picture only the screen takes the camera’s place', async () => {
    const t = await inCall();
    t.gateway.negotiate({ video: VIDEO });
    expect(await t.share(true)).toEqual({ ok: true, value: undefined });
    expect(t.call(t.callId)).toMatchObject({ video: { source: 'screen', isSending: true } });
    expect(t.call(t.callId)?.slides).toBeUndefined();
    await t.share(false);
    expect(t.call(t.callId)?.video).not.toHaveProperty('source');
  });

  it('V9: a camera that made way for the screen comes back with the end of sharing', async () => {
    const t = await inCall();
    t.gateway.negotiate({ video: VIDEO });
    await t.ask('calls/set-video', { callId: t.callId, source: 'camera' });
    await t.share(true);
    expect(t.call(t.callId)?.video?.source).toBe('screen');
    await t.share(false);
    expect(t.call(t.callId)?.video?.source).toBe('camera');
    await t.ask('calls/set-video', { callId: t.callId });
    await t.share(true);
    await t.share(false);
    expect(t.call(t.callId)?.video).not.toHaveProperty('source');
  });

  it('V9: without floor control the description says when ours begin and end', async () => {
    const t = await inCall();
    t.gateway.negotiate({ video: VIDEO, slides: { ...SLIDES, hasFloor: false } });
    await t.share(true);
    expect(t.call(t.callId)?.slides).toMatchObject({ isSending: true, isReceiving: true });
    t.gateway.negotiate({ slides: { ...SLIDES, hasFloor: false, direction: 'inactive' } });
    const offers = () => t.gateway.asked.filter((what) => what === 'localSdp offer').length;
    const before = offers();
    await t.share(false);
    expect(offers()).toBe(before + 1);
    expect(t.call(t.callId)?.slides).toBeUndefined();
  });

  it('V9: a gateway that died gets the slides again, and asks for the floor anew', async () => {
    const t = await inCall();
    t.gateway.negotiate({ video: VIDEO, slides: SLIDES });
    await t.share(true);
    t.floor('us');
    t.gateway.die();
    await settle();
    expect(t.gateway.asked.filter((what) => what === 'setPicture true slides')).toHaveLength(2);
    expect(t.gateway.asked.filter((what) => what === 'takeFloor')).toHaveLength(2);
    expect(t.publisher.get('media', t.callId)?.slides).toMatchObject({ revision: 2, source: 'screen' });
  });

  it('V9: on hold a phone can’t begin to share, but what runs can be ended', async () => {
    const t = await inCall();
    t.gateway.negotiate({ video: VIDEO, slides: SLIDES });
    await t.share(true);
    await t.ask('calls/hold', { callId: t.callId });
    expect(await t.share(false)).toEqual({ ok: true, value: undefined });
    expect(await t.share(true)).toEqual(fail('call.not-possible-now'));
  });
});
