import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { ManualClock } from '../../../test/fakes/manual-clock.ts';
import { manualClock } from '../../../test/fakes/manual-clock.ts';
import { line, lines } from '../../../test/media/descriptions.ts';
import { startLoopbackRenderer } from '../../../test/media/loopback-renderer.ts';
import type { RtpPeer, RtpPeerOptions } from '../../../test/media/rtp-peer.ts';
import { startRtpPeer } from '../../../test/media/rtp-peer.ts';
import { unwrap } from '../../shared/errors/result.ts';
import type { GatewayEvent, GatewaySessionSpec, MediaGatewayPort } from '../ports/media-gateway.port.ts';
import { createGateway } from './gateway.ts';
import { createDtlsIdentity } from './loopback/dtls-endpoint.ts';
import { bindUdp } from './rtp/udp.ts';

const identity = createDtlsIdentity();
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const spec: GatewaySessionSpec = {
  sessionId: 'a',
  ports: { start: 32_000, stop: 33_999 },
  localAddress: '127.0.0.1',
  srtp: 'none',
  codecs: ['PCMU', 'G722'],
  dscpAudio: 46,
};

interface Started {
  readonly gateway: MediaGatewayPort;
  readonly clock: ManualClock;
  readonly events: GatewayEvent[];
}

async function start(change: Partial<GatewaySessionSpec> = {}): Promise<Started> {
  const clock = manualClock();
  const gateway = createGateway({ clock, randomBytes, fraction: Math.random, identity });
  const events: GatewayEvent[] = [];
  gateway.onEvent((event) => events.push(event));
  unwrap(await gateway.openSession({ ...spec, ...change }));
  closing.push(() => void gateway.close('a'));
  return { gateway, clock, events };
}

async function peerOf(options: Partial<RtpPeerOptions> = {}): Promise<RtpPeer> {
  const peer = await startRtpPeer({ codec: 'PCMU/8000', payloadType: 0, plays: 'tone', ...options });
  closing.push(() => peer.close());
  return peer;
}

/** An agreed call: they offer, we answer. */
async function incoming({ gateway }: Started, peer: RtpPeer): Promise<void> {
  unwrap(await gateway.remoteSdp('a', peer.sdp(), 'offer'));
  peer.take(unwrap(await gateway.localSdp('a', 'answer')));
}

const receivedBy = async (gateway: MediaGatewayPort) => unwrap(await gateway.stats('a')).packetsReceived;

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 4_000;
  while (!(await condition()) && performance.now() < end)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await condition()).toBe(true);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a session', () => {
  it('V5: has a port pair of the audio half, and says why packets carry no DSCP', async () => {
    const gateway = createGateway({ clock: manualClock(), randomBytes, fraction: Math.random, identity });
    const info = unwrap(await gateway.openSession(spec));
    expect(info.rtpPort % 2).toBe(0);
    expect(info.rtcpPort).toBe(info.rtpPort + 1);
    expect(info.rtpPort).toBeLessThanOrEqual(33_001);
    expect(info).toMatchObject({ isDscpApplied: false, dscpReason: expect.stringContaining('mark') });
    unwrap(await gateway.close('a'));
    unwrap(await gateway.close('a'));
  });

  it('V2: exists once, and is unknown before and after', async () => {
    const { gateway } = await start();
    expect(await gateway.openSession(spec)).toMatchObject({ error: { code: 'media.wrong-state' } });
    expect(await gateway.stats('b')).toMatchObject({ error: { code: 'media.unknown-session' } });
    await gateway.close('a');
    expect(await gateway.localSdp('a', 'offer')).toMatchObject({ error: { code: 'media.unknown-session' } });
  });

  it('V5: that is closed while it opens keeps no port', async () => {
    const gateway = createGateway({ clock: manualClock(), randomBytes, fraction: () => 0, identity });
    const range = { start: 34_000, stop: 34_001 };
    const opening = gateway.openSession({ ...spec, ports: range });
    await gateway.close('a');
    expect(await opening).toMatchObject({ ok: false, error: { code: 'media.unknown-session' } });
    await pause(20);
    unwrap(await gateway.openSession({ ...spec, sessionId: 'next', ports: range }));
    await gateway.close('next');
  });

  it('V2: needs a codec', async () => {
    const gateway = createGateway({ clock: manualClock(), randomBytes, fraction: Math.random, identity });
    expect(await gateway.openSession({ ...spec, codecs: [] })).toMatchObject({
      error: { code: 'call.no-common-codec' },
    });
  });
});

describe('calls in every order of descriptions', () => {
  it('V2: they offer, we answer, packets come', async () => {
    const started = await start();
    await incoming(started, await peerOf());
    await until(async () => (await receivedBy(started.gateway)) > 3);
    expect(started.events).toContainEqual({
      type: 'media-started',
      sessionId: 'a',
      kind: 'first-rtp-received',
    });
  });

  it('V2: early media of two forks, then the one that answered', async () => {
    const { gateway } = await start();
    const [one, two] = [
      await peerOf(),
      await peerOf({ codec: 'G722/8000', payloadType: 9, plays: 'nothing' }),
    ];
    one.take(unwrap(await gateway.localSdp('a', 'offer')));
    const early = unwrap(await gateway.remoteSdp('a', one.sdp(), 'early-answer'));
    await until(async () => (await receivedBy(gateway)) > 3);
    const final = unwrap(await gateway.remoteSdp('a', two.sdp(), 'answer'));
    expect([early.codec, final.codec]).toEqual(['PCMU', 'G722']);
    expect(await gateway.remoteSdp('a', one.sdp(), 'early-answer')).toMatchObject({
      error: { code: 'media.wrong-state' },
    });
  });

  it('V4: a refused re-offer leaves everything as it was', async () => {
    const started = await start();
    const { gateway } = started;
    await incoming(started, await peerOf());
    unwrap(await gateway.setDirection('a', 'inactive'));
    unwrap(await gateway.localSdp('a', 'offer'));
    unwrap(await gateway.rollback('a'));
    unwrap(await gateway.setDirection('a', 'sendrecv'));
    const before = await receivedBy(gateway);
    await until(async () => (await receivedBy(gateway)) > before + 3);
    expect(unwrap(await gateway.stats('a')).direction).toBe('sendrecv');
  });

  it('V4: held by them, resumed by them', async () => {
    const started = await start();
    const { gateway } = started;
    const peer = await peerOf();
    await incoming(started, peer);
    expect(unwrap(await gateway.remoteSdp('a', peer.sdp('sendonly'), 'offer'))).toMatchObject({
      isHeldByRemote: true,
      direction: 'recvonly',
    });
    expect(line(unwrap(await gateway.localSdp('a', 'answer')), 'a=recvonly')).toBeDefined();
    expect(unwrap(await gateway.stats('a')).direction).toBe('recvonly');
    expect(unwrap(await gateway.remoteSdp('a', peer.sdp(), 'offer'))).toMatchObject({
      isHeldByRemote: false,
    });
    unwrap(await gateway.localSdp('a', 'answer'));
    expect(unwrap(await gateway.stats('a')).direction).toBe('sendrecv');
  });

  it('V2: their offer names what isn’t possible', async () => {
    const { gateway } = await start({ srtp: 'sdes' });
    const peer = await peerOf();
    expect(await gateway.remoteSdp('a', peer.sdp(), 'offer')).toMatchObject({
      error: { code: 'media.srtp-required' },
    });
    expect(await gateway.remoteSdp('a', 'v=0\r\n', 'offer')).toMatchObject({
      error: { code: 'media.no-audio' },
    });
    expect(await gateway.remoteSdp('a', '', 'offer')).toMatchObject({ error: { code: 'media.bad-sdp' } });
    expect(await gateway.localSdp('a', 'answer')).toMatchObject({ error: { code: 'media.wrong-state' } });
  });
});

describe('the far leg', () => {
  it('V2: over SDES takes authentic packets and counts the others', async () => {
    const started = await start({ srtp: 'sdes' });
    const secure = await peerOf({ suite: 'AEAD_AES_256_GCM' });
    await incoming(started, secure);
    await until(async () => (await receivedBy(started.gateway)) > 3);
    const stranger = await peerOf();
    stranger.take(unwrap(await started.gateway.localSdp('a', 'offer')));
    await until(async () => unwrap(await started.gateway.stats('a')).packetsDropped > 3);
    expect(unwrap(await started.gateway.stats('a')).srtp).toBe('AEAD_AES_256_GCM');
  });

  it('V2: two calls of ours never share a key', async () => {
    const { gateway } = await start({ srtp: 'sdes' });
    unwrap(await gateway.openSession({ ...spec, sessionId: 'b', srtp: 'sdes' }));
    const keys = await Promise.all(
      ['a', 'b'].map(async (id) => lines(unwrap(await gateway.localSdp(id, 'offer')), 'a=crypto')),
    );
    expect(new Set(keys.flat().map((key) => key.split('inline:')[1])).size).toBe(8);
    await gateway.close('b');
  });

  it('V2: plain, takes nothing from another address where that is not wanted', async () => {
    const started = await start({ isLatching: false });
    const peer = await peerOf();
    const elsewhere = peer.sdp().replaceAll('127.0.0.1', '127.0.0.9');
    unwrap(await started.gateway.remoteSdp('a', elsewhere, 'offer'));
    peer.take(unwrap(await started.gateway.localSdp('a', 'answer')));
    await until(async () => unwrap(await started.gateway.stats('a')).packetsDropped > 3);
    expect(await receivedBy(started.gateway)).toBe(0);
  });

  it('V2: follows a far end that sends from elsewhere than it said', async () => {
    const started = await start();
    const peer = await peerOf();
    unwrap(await started.gateway.remoteSdp('a', peer.sdp().replaceAll('127.0.0.1', '127.0.0.9'), 'offer'));
    peer.take(unwrap(await started.gateway.localSdp('a', 'answer')));
    await until(async () => (await receivedBy(started.gateway)) > 3);
  });

  it('V2: silence where sound should come is told once, and again only after sound', async () => {
    const started = await start({ rtpTimeoutMs: 10_000 });
    const { clock, events, gateway } = started;
    const timeouts = () => events.filter((event) => event.type === 'rtp-timeout').length;
    await incoming(started, await peerOf({ plays: 'nothing' }));
    clock.advance(9_900);
    expect(timeouts()).toBe(0);
    clock.advance(60_000);
    expect(timeouts()).toBe(1);
    const talking = await peerOf();
    await incoming(started, talking);
    await until(async () => (await receivedBy(gateway)) > 0);
    talking.close();
    closing.pop();
    await pause(30);
    clock.advance(60_000);
    expect(timeouts()).toBe(2);
  });

  it('V4: silence on hold is no timeout', async () => {
    const started = await start({ rtpTimeoutMs: 10_000 });
    await incoming(started, await peerOf({ plays: 'nothing' }));
    unwrap(await started.gateway.setDirection('a', 'sendonly'));
    started.clock.advance(100_000);
    expect(started.events).toEqual([]);
  });
});

describe('digits', () => {
  it.each([
    ['a character that is no key', '12x', 'media.bad-digit'],
    ['nothing', '', 'media.bad-digit'],
  ])('V4: %s are refused', async (_what, digits, code) => {
    const started = await start();
    await incoming(started, await peerOf());
    expect(await started.gateway.sendDtmf('a', digits, { method: 'rfc4733' })).toMatchObject({
      error: { code },
    });
  });

  it('V4: are refused when the far end takes no events, or the call is held', async () => {
    const started = await start();
    const { gateway } = started;
    const peer = await peerOf();
    expect(await gateway.sendDtmf('a', '1', { method: 'rfc4733' })).toMatchObject({
      error: { code: 'media.dtmf-not-negotiated' },
    });
    const deaf = peer.sdp().replace(' 97\r\n', '\r\n');
    unwrap(await gateway.remoteSdp('a', deaf, 'offer'));
    unwrap(await gateway.localSdp('a', 'answer'));
    expect(await gateway.sendDtmf('a', '1', { method: 'rfc4733' })).toMatchObject({
      error: { code: 'media.dtmf-not-negotiated' },
    });
    await incoming(started, peer);
    unwrap(await gateway.setDirection('a', 'inactive'));
    expect(await gateway.sendDtmf('a', '1', { method: 'rfc4733' })).toMatchObject({
      error: { code: 'call.not-possible-now' },
    });
  });
});

describe('pictures', () => {
  const anyPort = { address: '127.0.0.1', port: 0 };
  const video = { codecs: ['H264', 'VP8'], maxBitrate: 1_000_000 } as const;
  const VIDEO_OFFER = [
    ...['m=video 40002 RTP/AVP 96', 'c=IN IP4 127.0.0.1'],
    ...['a=rtpmap:96 VP8/90000', 'a=sendrecv', ''],
  ].join('\r\n');

  it('V3 V5: take ports of the range’s upper half, and only a camera that is on is offered', async () => {
    const { gateway } = await start({ video });
    expect(unwrap(await gateway.localSdp('a', 'offer'))).not.toContain('m=video');
    unwrap(await gateway.rollback('a'));
    unwrap(await gateway.setPicture('a', true));
    const offer = unwrap(await gateway.localSdp('a', 'offer'));
    const [, voice, picture] = /m=audio (\d+) [^]*m=video (\d+) /.exec(offer) ?? [];
    expect(Number(voice)).toBeLessThan(33_001);
    expect(Number(picture)).toBeGreaterThan(33_000);
    expect(Number(picture) % 2).toBe(0);
  });

  it('V3: theirs is taken with a loopback of its own, and gone with the next description without', async () => {
    const started = await start({ video });
    const { gateway } = started;
    const peer = await peerOf();
    expect(await gateway.loopbackOffer('a', { stream: 'video' })).toMatchObject({ ok: false });
    const negotiated = unwrap(await gateway.remoteSdp('a', `${peer.sdp()}${VIDEO_OFFER}`, 'offer'));
    expect(negotiated.video).toMatchObject({ codec: 'VP8', direction: 'recvonly', loopbackRevision: 1 });
    expect(unwrap(await gateway.localSdp('a', 'answer'))).toContain('a=recvonly');
    const loopback = unwrap(await gateway.loopbackOffer('a', { stream: 'video' }));
    expect(loopback.sdp).toMatch(/m=video \d+ UDP\/TLS\/RTP\/SAVPF 96\r\n/);
    const fresh = unwrap(await gateway.loopbackOffer('a', { stream: 'video', isFresh: true }));
    expect(fresh.revision).toBe(2);
    const refused = VIDEO_OFFER.replace('40002', '0');
    expect(unwrap(await gateway.remoteSdp('a', `${peer.sdp()}${refused}`, 'offer')).video).toBeUndefined();
  });

  /** A camera that is on, at a window of which the leg stands, and a far end that hears its packets. */
  async function pictured(change: Partial<typeof video> & { readonly lastGoodRate?: number } = {}) {
    const started = await start({ video: { ...video, ...change } });
    const { gateway } = started;
    const peer = await peerOf();
    const [farEnd, control] = [await bindUdp(anyPort), await bindUdp(anyPort)];
    const heard: Buffer[] = [];
    farEnd.on('message', (packet) => heard.push(packet));
    const line = VIDEO_OFFER.replace('40002', `${farEnd.address().port}`);
    const feedback = `a=rtcp:${control.address().port}\r\na=rtcp-fb:96 nack\r\n`;
    unwrap(await gateway.setPicture('a', true));
    unwrap(await gateway.remoteSdp('a', `${peer.sdp()}${line}${feedback}`, 'offer'));
    const answer = unwrap(await gateway.localSdp('a', 'answer'));
    const offer = unwrap(await gateway.loopbackOffer('a', { stream: 'video' }));
    for (const sdp of [answer, offer.sdp]) expect(sdp).toContain('a=rtcp-fb:* nack\r\n');
    const window = await startLoopbackRenderer(offer.sdp);
    closing.push(
      () => window.close(),
      () => farEnd.close(),
      () => control.close(),
    );
    const taken = window.answer().replace('m=audio', 'm=video');
    unwrap(await gateway.loopbackAnswer('a', taken, offer.revision, 'video'));
    await until(() => window.check());
    await window.handshake();
    const packet = Buffer.from('80600001' + '00000000' + '0000002a' + 'cafe', 'hex');
    await until(() => {
      if (heard.length === 0) window.sendRtp(packet);
      packet.writeUInt16BE(packet.readUInt16BE(2) + 1, 2);
      return heard.length > 0;
    });
    const [, port] = /m=video (\d+)/.exec(answer) ?? [];
    /** From the far end, about packets of 0x2a. */
    const report = (rtcp: Buffer) => control.send(rtcp, Number(port) + 1, '127.0.0.1');
    return { ...started, heard, report };
  }

  it('V3: a packet that the far end misses goes out again, byte for byte', async () => {
    const { heard, report } = await pictured();
    const [lost] = heard;
    const loss = Buffer.from('80c9000100000001' + '81cd0003' + '000000010000002a' + '00000000', 'hex');
    loss.writeUInt16BE(lost?.readUInt16BE(2) ?? 0, 20);
    const before = heard.length;
    report(loss);
    await until(() => heard.slice(before).some((packet) => lost?.equals(packet) === true));
  });

  it('V3: begins at the last good rate of an earlier start, and tells the one that is good now', async () => {
    const { clock, events, report } = await pictured({ lastGoodRate: 500_000 });
    clock.advance(500);
    expect(events.find(({ type }) => type === 'video-rung')).toMatchObject({ lines: 448 });
    // Nothing of it is lost.
    report(Buffer.from('81c90007' + '00000001' + '0000002a' + '00'.repeat(20), 'hex'));
    await until(() => {
      clock.advance(500);
      return events.some((event) => event.type === 'video-rate' && event.rate === 500_000);
    });
  });

  it('V3: on hold nobody is seen', async () => {
    const { gateway } = await start({ video });
    const peer = await peerOf();
    unwrap(await gateway.setPicture('a', true));
    unwrap(await gateway.remoteSdp('a', `${peer.sdp()}${VIDEO_OFFER}`, 'offer'));
    unwrap(await gateway.localSdp('a', 'answer'));
    unwrap(await gateway.setDirection('a', 'sendonly'));
    expect(unwrap(await gateway.localSdp('a', 'offer')).split('m=video')[1]).toContain('a=inactive');
  });

  it('V3: a session without pictures says so', async () => {
    const { gateway } = await start();
    expect(await gateway.setPicture('a', true)).toMatchObject({
      error: { code: 'call.not-possible-now' },
    });
  });
});
