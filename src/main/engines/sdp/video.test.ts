import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../shared/errors/result.ts';
import type { MediaDirection, SrtpPolicy } from '../../ports/media-gateway.port.ts';
import type { LocalAudio } from './agreement.ts';
import type { OfferAnswer } from './offer-answer.ts';
import { makeAnswer, makeOffer, startOfferAnswer, takeAnswer, takeOffer } from './offer-answer.ts';
import { createCryptoLines } from './sdes.ts';
import type { VideoWish } from './video-agreement.ts';

interface Side {
  state: OfferAnswer;
  readonly local: LocalAudio;
  wish: MediaDirection;
  video: VideoWish | undefined;
}

function side(
  id: string,
  srtp: SrtpPolicy = 'none',
  codecs: VideoWish['local']['codecs'] = ['H264', 'VP8'],
): Side {
  const keys = () => (srtp === 'none' ? [] : createCryptoLines(['AES_CM_128_HMAC_SHA1_80'], randomBytes));
  const port = id === '1' ? 4000 : 5000;
  return {
    state: startOfferAnswer(id),
    wish: 'sendrecv',
    local: {
      address: '192.0.2.1',
      rtpPort: port,
      rtcpPort: port + 1,
      codecs: ['PCMU'],
      srtp,
      cryptoLines: keys(),
    },
    video: {
      direction: 'recvonly',
      isWanted: false,
      local: {
        rtpPort: port + 500,
        rtcpPort: port + 501,
        codecs,
        srtp,
        cryptoLines: keys(),
        maxBitrate: 1_000_000,
      },
    },
  };
}

const camera = (of: Side, isOn: boolean): void => {
  if (of.video) of.video = { ...of.video, isWanted: isOn, direction: isOn ? 'sendrecv' : 'recvonly' };
};

/** One offers, the other answers; the two texts. `change`: what happens to the offer on its way. */
function exchange(one: Side, other: Side, change: (sdp: string) => string = (sdp) => sdp) {
  const offer = unwrap(makeOffer(one.state, one.local, one.wish, one.video));
  one.state = offer.state;
  const asked = unwrap(takeOffer(other.state, other.local, change(offer.sdp), other.wish, other.video));
  const answer = unwrap(makeAnswer(asked.state, other.local, other.wish, other.video));
  other.state = answer.state;
  one.state = unwrap(takeAnswer(one.state, one.local, answer.sdp, true, one.video));
  return { offer: offer.sdp, answer: answer.sdp };
}

const pictures = (sdp: string): readonly string[] =>
  sdp.split('\r\n').filter((line) => line.startsWith('m=video'));

describe('pictures in descriptions', () => {
  it('V3: a call begins without; a camera adds a line by re-INVITE, and the voice stays as it is', () => {
    const [one, other] = [side('1'), side('2')];
    expect(pictures(exchange(one, other).offer)).toEqual([]);
    camera(one, true);
    const { offer, answer } = exchange(one, other);
    expect(pictures(offer)).toEqual(['m=video 4500 RTP/AVP 126 97 100']);
    expect(pictures(answer)).toEqual(['m=video 5500 RTP/AVP 126']);
    expect(offer).toContain('b=TIAS:1000000\r\n');
    expect(answer).toContain('a=rtcp-fb:* nack pli\r\na=rtcp-fb:* ccm fir\r\na=rtcp-fb:* ccm tmmbr\r\n');
    expect(one.state.agreedVideo).toMatchObject({ codec: 'H264', direction: 'sendonly' });
    expect(other.state.agreedVideo).toMatchObject({ codec: 'H264', direction: 'recvonly' });
    expect(one.state.agreed?.codec).toBe('PCMU');
  });

  it('V3: both cameras, one off again, and the line keeps its place', () => {
    const [one, other] = [side('1'), side('2')];
    exchange(one, other);
    camera(one, true);
    exchange(one, other);
    camera(other, true);
    exchange(other, one);
    expect(one.state.agreedVideo?.direction).toBe('sendrecv');
    camera(one, false);
    const { offer } = exchange(one, other);
    expect(offer.split('m=')).toHaveLength(3);
    expect(one.state.agreedVideo?.direction).toBe('recvonly');
  });

  it('V3: an offer with a picture is taken, but ours isn’t shown unasked', () => {
    const [one, other] = [side('1'), side('2')];
    camera(one, true);
    expect(exchange(one, other).answer).toContain('a=recvonly');
    expect(other.state.agreedVideo?.direction).toBe('recvonly');
  });

  it('V3: where the other side has no picture codec of ours the voice goes on alone', () => {
    const [one, other] = [side('1', 'none', ['H264']), side('2', 'none', ['VP8'])];
    camera(one, true);
    expect(pictures(exchange(one, other).answer)).toEqual(['m=video 0 RTP/AVP 126 97']);
    expect(one.state.agreedVideo).toBeUndefined();
    expect(one.state.agreed).toBeDefined();
  });

  it('V3: pictures switched off are refused, and never offered', () => {
    const [one, other] = [side('1'), side('2')];
    other.video = undefined;
    camera(one, true);
    expect(pictures(exchange(one, other).answer)).toEqual(['m=video 0 RTP/AVP 126 97 100']);
  });

  it.each(['sdes', 'sdes-optional'] as const)('V3: with %s a picture has keys of its own', (policy) => {
    const [one, other] = [side('1', policy), side('2', policy)];
    exchange(one, other);
    camera(one, true);
    const { offer } = exchange(one, other);
    const keys = [...offer.matchAll(/inline:(\S+)/g)].map((match) => match[1]);
    expect(new Set(keys).size).toBe(2);
    expect(one.state.agreedVideo?.crypto?.suite).toBe('AES_CM_128_HMAC_SHA1_80');
    expect(one.state.agreedVideo?.crypto?.local.key).toEqual(other.state.agreedVideo?.crypto?.remote.key);
  });

  it('V3: a picture is never less protected than the voice', () => {
    const [one, other] = [side('1', 'sdes-optional'), side('2', 'sdes-optional')];
    camera(one, true);
    const { answer } = exchange(one, other, (sdp) => {
      const [voice = '', picture = ''] = sdp.split('m=video');
      return `${voice}m=video${picture.replace(/a=crypto.*\r\n/g, '')}`;
    });
    expect(pictures(answer)[0]).toMatch(/^m=video 0 /);
    expect(other.state.agreed?.crypto).toBeDefined();
  });

  it.each([
    ['b=TIAS:300000', 'b=TIAS:300000', 300_000],
    ['b=AS:256', 'b=AS:256', 256_000],
    ['a session’s b=AS:384 less the voice', 'session', 304_000],
  ])('V3: %s limits what is sent', (_name, line, limit) => {
    const [one, other] = [side('1'), side('2')];
    camera(one, true);
    exchange(one, other, (sdp) =>
      line === 'session' ? sdp.replace('t=0 0', 'b=AS:384\r\nt=0 0') : sdp.replace('b=TIAS:1000000', line),
    );
    expect(other.state.agreedVideo?.maxBitrate).toBe(limit);
  });

  it('V3 V9: slides are another stream, and not taken for the main picture', () => {
    const [one, other] = [side('1'), side('2')];
    camera(one, true);
    const { answer } = exchange(one, other, (sdp) => `${sdp}a=content:slides\r\n`);
    expect(pictures(answer)[0]).toMatch(/^m=video 0 /);
  });

  it('V3: of H.264 the mode that cuts large pictures is preferred, the other taken', () => {
    const [one, other] = [side('1'), side('2')];
    camera(one, true);
    const { answer } = exchange(one, other, (sdp) =>
      sdp.replace(/a=(rtpmap|fmtp):126 .*\r\n/g, '').replace('AVP 126 97', 'AVP 97'),
    );
    expect(answer).toContain('packetization-mode=0');
  });
});
