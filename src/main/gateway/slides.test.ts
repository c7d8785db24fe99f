import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { manualClock } from '../../../test/fakes/manual-clock.ts';
import type { FloorPeer } from '../../../test/media/floor-peer.ts';
import { startFloorPeer } from '../../../test/media/floor-peer.ts';
import { unwrap } from '../../shared/errors/result.ts';
import type { GatewayEvent, GatewaySessionSpec, MediaGatewayPort } from '../ports/media-gateway.port.ts';
import { createGateway } from './gateway.ts';
import { createDtlsIdentity } from './loopback/dtls-endpoint.ts';

const identity = createDtlsIdentity();
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

interface Side {
  readonly gateway: MediaGatewayPort;
  readonly id: string;
  readonly floors: { readonly holder: string; readonly isTakenAway: boolean }[];
}

async function side(id: string, change: Partial<GatewaySessionSpec> = {}): Promise<Side> {
  const gateway = createGateway({ clock: manualClock(), randomBytes, fraction: Math.random, identity });
  const floors: Side['floors'] = [];
  gateway.onEvent((event: GatewayEvent) => {
    if (event.type === 'floor') floors.push({ holder: event.holder, isTakenAway: event.isTakenAway });
  });
  const spec: GatewaySessionSpec = {
    sessionId: id,
    ports: { start: 34_000, stop: 35_999 },
    localAddress: '127.0.0.1',
    srtp: 'none',
    codecs: ['PCMU'],
    dscpAudio: 0,
    video: { codecs: ['H264'], maxBitrate: 1_000_000, hasSlides: true },
    ...change,
  };
  unwrap(await gateway.openSession(spec));
  closing.push(() => void gateway.close(id));
  return { gateway, id, floors };
}

async function exchange(one: Side, other: Side): Promise<string> {
  const offer = unwrap(await one.gateway.localSdp(one.id, 'offer'));
  unwrap(await other.gateway.remoteSdp(other.id, offer, 'offer'));
  const answer = unwrap(await other.gateway.localSdp(other.id, 'answer'));
  unwrap(await one.gateway.remoteSdp(one.id, answer, 'answer'));
  return answer;
}

describe('slides between two', () => {
  it('V9: offered when they are wanted, the floor taken, taken over, and given back; over UDP', async () => {
    const [one, other] = [await side('one'), await side('other')];
    await exchange(one, other);
    unwrap(await one.gateway.setPicture('one', true, 'slides'));
    expect(await one.gateway.takeFloor('one')).toMatchObject({ error: { code: 'call.not-possible-now' } });
    const answer = await exchange(one, other);
    expect(answer.match(/^m=\w+ /gm)).toEqual(['m=audio ', 'm=video ', 'm=video ', 'm=application ']);
    expect(await one.gateway.takeFloor('one')).toEqual({ ok: true, value: undefined });
    await vi.waitFor(() => expect(other.floors.at(-1)?.holder).toBe('them'));
    unwrap(await other.gateway.setPicture('other', true, 'slides'));
    unwrap(await other.gateway.takeFloor('other'));
    await vi.waitFor(() => expect(one.floors).toContainEqual(expect.objectContaining({ isTakenAway: true })));
    await vi.waitFor(() => expect(one.floors.at(-1)?.holder).toBe('them'));
    unwrap(await other.gateway.setPicture('other', false, 'slides'));
    await vi.waitFor(() => expect(one.floors.at(-1)?.holder).toBe('nobody'));
  });

  it('V9: a loopback of its own, once agreed on', async () => {
    const [one, other] = [await side('one'), await side('other')];
    expect(await one.gateway.loopbackOffer('one', { stream: 'slides' })).toMatchObject({ ok: false });
    unwrap(await one.gateway.setPicture('one', true, 'slides'));
    await exchange(one, other);
    const offer = unwrap(await one.gateway.loopbackOffer('one', { stream: 'slides' }));
    expect(offer.sdp).toMatch(/m=video \d+ UDP\/TLS\/RTP\/SAVPF 102\r\n/);
    expect(unwrap(await one.gateway.loopbackOffer('one', { stream: 'video' })).sdp).not.toBe(offer.sdp);
  });

  it('V9: a session without slides says so, and refuses theirs', async () => {
    const [one, other] = [
      await side('one'),
      await side('other', { video: { codecs: ['H264'], maxBitrate: 1_000_000 } }),
    ];
    unwrap(await one.gateway.setPicture('one', true, 'slides'));
    expect(await exchange(one, other)).toMatch(/m=video 0 [^]*m=application 0 /);
    expect(await other.gateway.setPicture('other', true, 'slides')).toMatchObject({
      error: { code: 'call.not-possible-now' },
    });
  });
});

/** An offer as of a conference server that decides about the floor. */
function offerOf(peer: FloorPeer, protocol: string): string {
  const h264 =
    'RTP/AVP 126\r\na=rtpmap:126 H264/90000\r\na=fmtp:126 profile-level-id=42E01F;packetization-mode=1\r\n';
  return [
    'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n',
    'm=audio 40000 RTP/AVP 0\r\n',
    `m=video 40002 ${h264}a=content:main\r\na=label:21\r\n`,
    `m=video 40004 ${h264}a=content:slides\r\na=label:22\r\n`,
    `m=application ${peer.port} ${protocol} *\r\n${peer.attributes}`,
  ].join('');
}

describe('slides at a server of somebody else', () => {
  it.each([
    ['udp', 'UDP/BFCP'],
    ['tcp', 'TCP/BFCP'],
  ] as const)(
    'V9: hello, a request that waits, granted, revoked, asked again and released: %s',
    async (transport, protocol) => {
      const peer = await startFloorPeer(transport);
      closing.push(() => peer.close());
      const us = await side('us');
      const negotiated = unwrap(await us.gateway.remoteSdp('us', offerOf(peer, protocol), 'offer'));
      expect(negotiated.slides).toMatchObject({ codec: 'H264', hasFloor: true });
      expect(unwrap(await us.gateway.localSdp('us', 'answer'))).toContain('a=floorctrl:c-only');
      await vi.waitFor(() => expect(peer.heard).toEqual([11, 7]));
      unwrap(await us.gateway.setPicture('us', true, 'slides'));
      expect(await us.gateway.takeFloor('us')).toEqual({ ok: true, value: undefined });
      expect(us.floors).toEqual([{ holder: 'us', isTakenAway: false }]);
      peer.revoke();
      await vi.waitFor(() => expect(us.floors.at(-1)).toEqual({ holder: 'nobody', isTakenAway: true }));
      expect(await us.gateway.takeFloor('us')).toEqual({ ok: true, value: undefined });
      unwrap(await us.gateway.setPicture('us', false, 'slides'));
      await vi.waitFor(() => expect(peer.heard.at(-1)).toBe(2));
      expect(us.floors.at(-1)).toEqual({ holder: 'nobody', isTakenAway: false });
      // What a server says on its own is acknowledged, where nothing else carries it.
      expect(peer.heard.filter((primitive) => primitive === 14)).toHaveLength(transport === 'udp' ? 3 : 0);
    },
  );

  it('V9: a connection that breaks ends our turn', async () => {
    const peer = await startFloorPeer('tcp');
    const us = await side('us');
    unwrap(await us.gateway.remoteSdp('us', offerOf(peer, 'TCP/BFCP'), 'offer'));
    unwrap(await us.gateway.localSdp('us', 'answer'));
    unwrap(await us.gateway.setPicture('us', true, 'slides'));
    unwrap(await us.gateway.takeFloor('us'));
    peer.close();
    await vi.waitFor(() => expect(us.floors.at(-1)).toEqual({ holder: 'nobody', isTakenAway: true }));
  });
});
