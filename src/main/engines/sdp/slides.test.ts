import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../shared/errors/result.ts';
import type { LocalAudio } from './agreement.ts';
import type { OfferAnswer } from './offer-answer.ts';
import { makeAnswer, makeOffer, startOfferAnswer, takeAnswer, takeOffer } from './offer-answer.ts';
import type { SlidesWish } from './slides-agreement.ts';
import type { VideoWish } from './video-agreement.ts';

interface Side {
  state: OfferAnswer;
  readonly local: LocalAudio;
  readonly video: VideoWish;
  slides: SlidesWish | undefined;
}

function side(id: '1' | '2', hasFloor = true): Side {
  const port = id === '1' ? 4000 : 5000;
  const none = { srtp: 'none', cryptoLines: [] } as const;
  const picture = (rtpPort: number, direction: VideoWish['direction']): VideoWish => ({
    direction,
    isWanted: false,
    local: { rtpPort, rtcpPort: rtpPort + 1, codecs: ['H264'], maxBitrate: 1_000_000, ...none },
  });
  return {
    state: startOfferAnswer(id),
    local: { address: '192.0.2.1', rtpPort: port, rtcpPort: port + 1, codecs: ['PCMU'], ...none },
    video: picture(port + 500, 'recvonly'),
    slides: {
      picture: picture(port + 600, 'sendrecv'),
      ...(hasFloor && { floor: { port: port + 700, floor: { conferenceId: port, userId: 2, floorId: 1 } } }),
    },
  };
}

const want = (of: Side): void => {
  if (of.slides) of.slides = { ...of.slides, picture: { ...of.slides.picture, isWanted: true } };
};

function exchange(one: Side, other: Side, change: (sdp: string) => string = (sdp) => sdp) {
  const offer = unwrap(makeOffer(one.state, one.local, 'sendrecv', one.video, one.slides));
  one.state = offer.state;
  const asked = unwrap(
    takeOffer(other.state, other.local, change(offer.sdp), 'sendrecv', other.video, other.slides),
  );
  const answer = unwrap(makeAnswer(asked.state, other.local, 'sendrecv', other.video, other.slides));
  other.state = answer.state;
  one.state = unwrap(takeAnswer(one.state, one.local, answer.sdp, true, one.video, one.slides));
  return { offer: offer.sdp, answer: answer.sdp };
}

const lines = (sdp: string, start = 'm='): string[] =>
  sdp.split('\r\n').filter((line) => line.startsWith(start));
/** The part of the description that belongs to the nth line. */
const part = (sdp: string, index: number): string => sdp.split('\r\nm=')[index + 1] ?? '';

describe('slides in descriptions', () => {
  it('V9: a call begins without; slides bring a stream of their own and floor control, beside a place for the camera', () => {
    const [one, other] = [side('1'), side('2')];
    expect(lines(exchange(one, other).offer)).toHaveLength(1);
    want(one);
    const { offer, answer } = exchange(one, other);
    expect(lines(offer)).toEqual([
      'm=audio 4000 RTP/AVP 0 101',
      'm=video 4500 RTP/AVP 126 97',
      'm=video 4600 RTP/AVP 126 97',
      'm=application 4700 UDP/BFCP *',
    ]);
    expect(part(offer, 2)).toContain('a=content:slides\r\na=label:12');
    expect(lines(part(offer, 3), 'a=')).toEqual([
      'a=floorctrl:c-s',
      'a=confid:4000',
      'a=userid:2',
      'a=floorid:1 mstrm:12',
    ]);
    expect(lines(answer)).toEqual([
      'm=audio 5000 RTP/AVP 0 101',
      'm=video 5500 RTP/AVP 126',
      'm=video 5600 RTP/AVP 126',
      'm=application 5700 UDP/BFCP *',
    ]);
    expect(lines(part(answer, 3), 'a=')).toContain('a=floorctrl:s-only');
    expect(one.state.slides.agreed).toMatchObject({
      picture: { codec: 'H264', direction: 'sendrecv' },
      floor: { role: 'c-only', client: { conferenceId: 5000, userId: 2, floorId: 1 } },
    });
    expect(other.state.slides.agreed?.floor).toMatchObject({ role: 's-only', remote: { port: 4700 } });
    // The camera's place stays a place: nobody is shown.
    expect(other.state.agreedVideo?.direction).toBe('inactive');
  });

  it('V9: later offers of either side keep lines, numbers and who decides', () => {
    const [one, other] = [side('1'), side('2')];
    want(one);
    exchange(one, other);
    const { offer, answer } = exchange(other, one);
    expect(lines(offer).map((line) => line.split(' ')[1])).toEqual(['5000', '5500', '5600', '5700']);
    expect(part(offer, 3)).toContain('a=floorctrl:s-only');
    expect(part(answer, 3)).toContain('a=floorctrl:c-only');
    expect(part(answer, 3)).not.toContain('confid');
    expect(one.state.slides.agreed?.floor?.role).toBe('c-only');
    expect(other.state.slides.agreed?.floor?.role).toBe('s-only');
  });

  it('V9: a side that takes one picture only takes the camera’s place', () => {
    const [one, other] = [side('1'), side('2')];
    want(one);
    other.slides = undefined;
    expect(lines(exchange(one, other).answer)).toEqual([
      'm=audio 5000 RTP/AVP 0 101',
      'm=video 5500 RTP/AVP 126',
      'm=video 0 RTP/AVP 126 97',
      'm=application 0 UDP/BFCP *',
    ]);
    expect(one.state.slides.agreed).toBeUndefined();
    expect(one.state.agreedVideo).toBeDefined();
    // The places are kept for another try.
    expect(lines(exchange(one, other).offer)).toHaveLength(4);
  });

  it('V9: slides without floor control, for plain SIP: that line alone is refused, and not asked for again', () => {
    const [one, other] = [side('1'), side('2', false)];
    want(one);
    expect(lines(exchange(one, other).answer).map((line) => line.split(' ')[1])).toEqual([
      '5000',
      '5500',
      '5600',
      '0',
    ]);
    expect(one.state.slides.agreed).toMatchObject({ picture: { codec: 'H264' }, floor: undefined });
    expect(lines(exchange(one, other).offer)[3]).toBe('m=application 0 UDP/BFCP *');
  });

  it('V9: an offer like Cisco’s is answered with its label, and we decide', () => {
    const us = side('2');
    const offer = [
      'v=0\r\no=Cisco-SIPUA 1 0 IN IP4 192.0.2.9\r\ns=SIP Call\r\nb=AS:4000\r\nt=0 0',
      'm=audio 20000 RTP/AVP 0\r\nc=IN IP4 192.0.2.9',
      'm=video 20002 RTP/AVP 126\r\nc=IN IP4 192.0.2.9\r\na=rtpmap:126 H264/90000\r\na=fmtp:126 profile-level-id=42E01F;packetization-mode=1\r\na=content:main\r\na=label:11',
      'm=video 20004 RTP/AVP 126\r\nc=IN IP4 192.0.2.9\r\na=rtpmap:126 H264/90000\r\na=fmtp:126 profile-level-id=42E01F;packetization-mode=1\r\na=content:slides\r\na=label:22',
      'm=application 5070 UDP/BFCP *\r\nc=IN IP4 192.0.2.9\r\na=floorctrl:c-s\r\na=confid:1\r\na=floorid:2 mstrm:22\r\na=userid:7\r\na=setup:actpass\r\na=connection:new',
      'm=application 20006 RTP/AVP 125\r\na=rtpmap:125 H224/4800\r\n',
    ].join('\r\n');
    const asked = unwrap(takeOffer(us.state, us.local, offer, 'sendrecv', us.video, us.slides));
    const { sdp, state } = unwrap(makeAnswer(asked.state, us.local, 'sendrecv', us.video, us.slides));
    expect(lines(sdp).map((line) => line.split(' ')[1])).toEqual(['5000', '5500', '5600', '5700', '0']);
    expect(part(sdp, 2)).toContain('a=content:slides\r\na=label:22');
    expect(part(sdp, 3)).toContain('a=floorid:1 mstrm:22');
    expect(state.slides.agreed?.floor).toMatchObject({
      role: 's-only',
      remote: { address: '192.0.2.9', port: 5070 },
    });
  });

  const answered = (floor: string) => {
    const us = side('1');
    want(us);
    const offer = unwrap(makeOffer(us.state, us.local, 'sendrecv', us.video, us.slides));
    const h264 = 'RTP/AVP 126\r\na=rtpmap:126 H264/90000\r\n';
    const text = `v=0\r\nc=IN IP4 192.0.2.9\r\nm=audio 6000 RTP/AVP 0\r\nm=video 6002 ${h264}m=video 6004 ${h264}${floor}`;
    return unwrap(takeAnswer(offer.state, us.local, text, true, us.video, us.slides)).slides.agreed;
  };
  it.each([
    ['c-only: they ask', 'a=floorctrl:c-only', { role: 's-only' }],
    [
      's-only: they decide',
      'a=floorctrl:s-only\r\na=confid:8\r\na=userid:9\r\na=floorid:3 m-stream:1',
      { role: 'c-only', client: { conferenceId: 8, userId: 9, floorId: 3 } },
    ],
    [
      'c-s: both',
      'a=floorctrl:c-s\r\na=confid:8\r\na=userid:9',
      { role: 'c-s', client: { conferenceId: 8, userId: 9, floorId: 1 } },
    ],
    ['not said: they decide', 'a=confid:8\r\na=userid:9', { role: 'c-only' }],
    ['a server of nothing', 'a=floorctrl:s-only', undefined],
  ])('V9: an answer %s', (_what, attributes, floor) => {
    const slides = answered(`m=application 5070 UDP/BFCP *\r\n${attributes}\r\n`);
    expect(slides?.picture.codec).toBe('H264');
    if (floor) expect(slides?.floor).toMatchObject(floor);
    else expect(slides?.floor).toBeUndefined();
  });

  it.each([
    ['TCP that we may open', 'TCP/BFCP', 'actpass', 'm=application 9 TCP/BFCP *'],
    ['TCP that they want to open', 'TCP/BFCP', 'active', 'm=application 0 TCP/BFCP *'],
    ['DTLS', 'UDP/TLS/BFCP', 'actpass', 'm=application 0 UDP/TLS/BFCP *'],
  ])('V9: floor control over %s', (_what, protocol, setup, line) => {
    const [one, other] = [side('1'), side('2')];
    want(one);
    const { answer } = exchange(one, other, (sdp) =>
      sdp.replace('UDP/BFCP *', `${protocol} *\r\na=setup:${setup}`),
    );
    expect(lines(answer)[3]).toBe(line);
  });
});
