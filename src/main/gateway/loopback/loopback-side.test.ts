import { randomBytes } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { answered, local, remote } from '../../../../test/media/descriptions.ts';
import type { LoopbackRenderer } from '../../../../test/media/loopback-renderer.ts';
import { startLoopbackRenderer } from '../../../../test/media/loopback-renderer.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { GatewayEvent } from '../../ports/media-gateway.port.ts';
import { bindUdp } from '../rtp/udp.ts';
import type { DtlsIdentity } from './dtls-endpoint.ts';
import { createDtlsIdentity } from './dtls-endpoint.ts';
import { LoopbackSide } from './loopback-side.ts';

let identity: DtlsIdentity;
const closing: (() => void)[] = [];
beforeAll(async () => {
  identity = await createDtlsIdentity();
});
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const rtp = Buffer.from('800000010000000000000009766f696365', 'hex');

async function start() {
  const clock = manualClock();
  const events: GatewayEvent[] = [];
  const relayed: Buffer[] = [];
  const side = new LoopbackSide(
    ['PCMU', 'opus'],
    { clock, randomBytes, identity, emit: (event) => events.push(event) },
    { sessionId: 's', onRtp: (packet) => relayed.push(packet), onRtcp: () => undefined },
  );
  closing.push(() => side.close());
  const offer = unwrap(await side.offer(false));
  return { clock, events, relayed, side, offer };
}

async function renderer(sdp: string): Promise<LoopbackRenderer> {
  const started = await startLoopbackRenderer(sdp);
  closing.push(() => started.close());
  return started;
}

async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + 4_000;
  while (!condition() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(condition()).toBe(true);
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 60));

describe('the offer', () => {
  it('V2: is ICE-lite on 127.0.0.1 without bundle, and the same when asked again', async () => {
    const { side, offer } = await start();
    for (const line of [
      'a=ice-lite',
      'm=audio ',
      'a=setup:actpass',
      'a=rtcp-mux',
      '127.0.0.1',
      identity.fingerprint,
    ])
      expect(offer.sdp).toContain(line);
    for (const line of ['BUNDLE', 'rtcp-fb', 'transport-cc', 'a=ptime'])
      expect(offer.sdp).not.toContain(line);
    expect(unwrap(await side.offer(false))).toEqual(offer);
  });

  it('V2: takes in the packet time and the opus limit the far end wants, and puts the agreed codec first then', async () => {
    const { side, offer } = await start();
    const agreed = (media: string) =>
      answered(remote(media), local({ codecs: ['opus', 'PCMU'] })).state.agreed ?? expect.fail();
    expect(side.revisionFor(agreed('m=audio 4000 RTP/AVP 0\r\n'))).toBe(offer.revision);
    const limited =
      'm=audio 4000 RTP/AVP 96\r\na=rtpmap:96 opus/48000/2\r\na=fmtp:96 maxaveragebitrate=16000;useinbandfec=1\r\na=ptime:40\r\n';
    expect(side.revisionFor(agreed(limited))).toBe(offer.revision + 1);
    const next = unwrap(await side.offer(false));
    expect(next.revision).toBe(offer.revision + 1);
    expect(next.sdp).toContain('RTP/SAVPF 111 0 ');
    expect(next.sdp).toContain('a=fmtp:111 minptime=10;useinbandfec=1;maxaveragebitrate=16000');
    expect(next.sdp).toContain('a=ptime:40');
  });
});

describe('the renderer', () => {
  it('V2: is connected when handshake and answer are there, whichever came last', async () => {
    for (const answersFirst of [true, false]) {
      const { side, offer, events, relayed } = await start();
      const peer = await renderer(offer.sdp);
      if (answersFirst) unwrap(side.takeAnswer(peer.answer()));
      expect(await peer.check()).toBe(true);
      await peer.handshake();
      if (!answersFirst) {
        peer.sendRtp(rtp);
        await pause();
        expect([side.state, relayed.length]).toEqual(['waiting', 0]);
        unwrap(side.takeAnswer(peer.answer()));
      }
      await until(() => side.state === 'connected');
      expect(events).toEqual([{ type: 'loopback-connected', sessionId: 's' }]);
    }
  });

  it('V2: and its packets go both ways, once each', async () => {
    const { side, offer, relayed } = await start();
    const peer = await renderer(offer.sdp);
    unwrap(side.takeAnswer(peer.answer()));
    await peer.check();
    await peer.handshake();
    await until(() => side.state === 'connected');
    peer.sendRtp(rtp);
    side.sendRtp(rtp);
    await until(() => relayed.length > 0 && peer.received.length > 0);
    expect([relayed, peer.received]).toEqual([[rtp], [rtp]]);
  });

  it.each([
    ['another certificate', { fingerprint: Array(32).fill('AB').join(':') }, 'certificate'],
    ['another ufrag', { ufrag: 'other' }, 'ufrag'],
  ])('Q2: with %s than it answered is refused and gets no answer any more', async (_what, forged, reason) => {
    const { side, offer, events } = await start();
    const peer = await renderer(offer.sdp);
    await peer.check();
    await peer.handshake();
    unwrap(side.takeAnswer(peer.answer(forged)));
    expect(events).toMatchObject([{ type: 'loopback-refused', sessionId: 's' }]);
    expect(events[0]?.type === 'loopback-refused' && events[0].detail).toContain(reason);
    expect(await peer.check()).toBe(false);
  });

  it('Q2: a second one that knows the password but claims another ufrag is ignored', async () => {
    const { offer } = await start();
    const peer = await renderer(offer.sdp);
    const other = await renderer(offer.sdp);
    expect([await peer.check(), await other.check('else')]).toEqual([true, false]);
  });

  it('Q2: no handshake begins for somebody who never proved the password', async () => {
    const { side, offer } = await start();
    const stranger = await renderer(offer.sdp);
    void stranger.handshake();
    await pause();
    unwrap(side.takeAnswer(stranger.answer()));
    expect(side.state).toBe('waiting');
  });

  it('Q2: survives garbage of every kind, and a hello after the handshake changes nothing', async () => {
    const { side, offer, relayed } = await start();
    const peer = await renderer(offer.sdp);
    unwrap(side.takeAnswer(peer.answer()));
    await peer.check();
    for (let size = 0; size < 60; size += 1)
      for (const first of [0, 22, 60, 128, 255]) peer.sendRaw(Buffer.alloc(size, first));
    await peer.handshake();
    await until(() => side.state === 'connected');
    const hello = Buffer.alloc(80);
    hello.writeUInt8(22, 0);
    hello.writeUInt8(1, 13);
    hello.writeUInt16BE(67, 11);
    peer.sendRaw(hello);
    peer.sendRtp(rtp);
    await until(() => relayed.length === 1);
  });

  it('V2: is missed after twelve seconds without a check, and welcome again', async () => {
    const { side, offer, events, clock } = await start();
    const peer = await renderer(offer.sdp);
    unwrap(side.takeAnswer(peer.answer()));
    await peer.check();
    await peer.handshake();
    await until(() => side.state === 'connected');
    clock.advance(11_000);
    await peer.check();
    clock.advance(11_000);
    expect(side.state).toBe('connected');
    clock.advance(1_500);
    expect(events.at(-1)).toEqual({ type: 'silence', sessionId: 's', cause: 'no-consent' });
    await peer.check();
    expect(side.state).toBe('connected');
  });

  it('V2: that starts anew gets new credentials on a new port; an answer to the old offer is ignored', async () => {
    const { side, offer, events } = await start();
    const old = await renderer(offer.sdp);
    const fresh = unwrap(await side.offer(true));
    expect(fresh.revision).toBe(offer.revision + 1);
    const lines = (sdp: string) =>
      sdp.split('\r\n').filter((line) => /^(a=ice-|m=)/.test(line) && line !== 'a=ice-lite');
    for (const line of lines(fresh.sdp)) expect(lines(offer.sdp)).not.toContain(line);
    unwrap(side.takeAnswer(old.answer(), offer.revision));
    expect(await old.check()).toBe(false);

    const peer = await renderer(fresh.sdp);
    unwrap(side.takeAnswer(peer.answer(), fresh.revision));
    await peer.check();
    await peer.handshake();
    await until(() => side.state === 'connected');
    expect(events).toEqual([{ type: 'loopback-connected', sessionId: 's' }]);
  });

  it.each([
    ['refuses the line', (sdp: string) => sdp.replace('m=audio 9', 'm=audio 0')],
    ['wants to be the server', (sdp: string) => sdp.replace('setup:active', 'setup:passive')],
    ['names no fingerprint', (sdp: string) => sdp.replace(/a=fingerprint.*\r\n/, '')],
    ['answers with something else', () => 'hello'],
  ])('Q2: an answer that %s is bad', async (_what, change) => {
    const { side, offer } = await start();
    const peer = await renderer(offer.sdp);
    expect(side.takeAnswer(change(peer.answer()))).toMatchObject({
      ok: false,
      error: { code: 'media.bad-sdp' },
    });
  });

  it('Q2: nothing but 127.0.0.1 is listened on', async () => {
    const { offer } = await start();
    const port = Number(/^m=audio (\d+)/m.exec(offer.sdp)?.[1]);
    // The same port is still free on another of the machine's addresses.
    const other = await bindUdp({ address: '127.0.0.2', port });
    expect(other.address().port).toBe(port);
    other.close();
  });
});
