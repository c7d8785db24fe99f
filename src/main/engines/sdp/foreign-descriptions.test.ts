import { describe, expect, it } from 'vitest';
import { answered, line, lines, local, offered, pcmu, remote } from '../../../../test/media/descriptions.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { startOfferAnswer, takeAnswer, takeOffer } from './offer-answer.ts';

const code = (sdp: string): string | undefined => {
  const taken = takeOffer(startOfferAnswer('1'), local(), sdp, 'sendrecv');
  return taken.ok ? undefined : taken.error.code;
};
const audioOf = (offer: string): string | undefined => line(answered(offer).sdp, 'm=audio');

describe('descriptions of other makes', () => {
  it('V2: an address of the other family is refused, not sent into nothing', () => {
    expect(code(remote(pcmu, 'c=IN IP6 2001:db8::9'))).toBe('media.bad-sdp');
    const answer = remote(pcmu, 'c=IN IP6 2001:db8::9');
    expect(takeAnswer(offered().state, local(), answer, true)).toMatchObject({
      error: { code: 'media.bad-sdp' },
    });
    const six = local({ address: '2001:db8::1' });
    expect(line(answered(remote(pcmu, 'c=IN IP6 2001:db8::9'), six).sdp, 'c=')).toBe('c=IN IP6 2001:db8::1');
  });

  it('V2: of the same stream at two addresses the one of our family is taken (RFC 4091)', () => {
    const both = `m=audio 5000 RTP/AVP 0\r\nc=IN IP6 2001:db8::9\r\na=mid:1\r\n${pcmu}a=mid:2\r\n`;
    const { state, sdp } = answered(remote(both));
    expect(state.agreed?.remote).toMatchObject({ lineIndex: 1, address: '192.0.2.9', rtpPort: 4_000 });
    expect(lines(sdp, 'm=')).toEqual(['m=audio 0 RTP/AVP 0', 'm=audio 20000 RTP/AVP 0 101']);
  });

  it.each([
    ['the hold of RFC 2543', remote(pcmu, 'c=IN IP4 0.0.0.0'), 'recvonly'],
    ['the same in IPv6', remote(pcmu, 'c=IN IP6 ::'), 'recvonly'],
    ['sendonly for the session', remote(`a=sendonly\r\n${pcmu}`), 'recvonly'],
    ['inactive', remote(`${pcmu}a=inactive\r\n`), 'inactive'],
    ['sendrecv of the line over inactive', remote(`a=inactive\r\n${pcmu}a=sendrecv\r\n`), 'sendrecv'],
  ])('V4: %s', (_name, offer, direction) => {
    expect(line(answered(offer).sdp, `a=${direction}`)).toBe(`a=${direction}`);
  });

  it.each([
    ['events as 96', 'm=audio 4000 RTP/AVP 0 96\r\na=rtpmap:96 telephone-event/8000', '0 96'],
    ['events as 127', 'm=audio 4000 RTP/AVP 8 127\r\na=rtpmap:127 TELEPHONE-EVENT/8000/1', '8 127'],
    ['no events', 'm=audio 4000 RTP/AVP 8 0', '0'],
    [
      'a codec by a number of ours',
      'm=audio 4000 RTP/AVP 101 96\r\na=rtpmap:101 opus/48000/2\r\na=rtpmap:96 telephone-event/48000',
      '101 96',
    ],
    ['a number with another meaning', 'm=audio 4000 RTP/AVP 111 8\r\na=rtpmap:111 speex/16000', '8'],
    ['a static number said to be another', 'm=audio 4000 RTP/AVP 0 8\r\na=rtpmap:0 L16/8000', '8'],
    ['feedback', 'm=audio 4000 RTP/AVPF 0\r\na=rtcp-fb:* nack', '0'],
    ['a count of ports', 'm=audio 4000/2 RTP/AVP 0', '0'],
    ['odd packet times', 'm=audio 4000 RTP/AVP 0\r\na=ptime:35\r\na=maxptime:150', '0'],
  ])('V2: %s', (_name, media, formats) => {
    const protocol = media.includes('AVPF') ? 'RTP/AVPF' : 'RTP/AVP';
    expect(audioOf(remote(`${media}\r\n`))).toBe(`m=audio 20000 ${protocol} ${formats}`);
  });

  it('V2: an address for each line, none for the session', () => {
    const { state } = answered(remote('m=audio 4000 RTP/AVP 0\r\nc=IN IP4 192.0.2.77\r\n', 'b=AS:64'));
    expect(state.agreed?.remote.address).toBe('192.0.2.77');
  });

  it('V2: many lines: each has its answer, in its place', () => {
    const offer = [
      'm=message 9 TCP/MSRP *',
      'm=audio 0 RTP/AVP 0',
      'm=audio 4000 UDP/TLS/RTP/SAVPF 0',
      'm=audio 4002 RTP/AVP 0',
      'm=video 0 UDP/TLS/RTP/SAVPF 96\r\na=bundle-only',
      'm=image 4004 udptl t38',
      'm=application 4006 UDP/BFCP *',
      'm=text 4008 RTP/AVP 98',
      '',
    ].join('\r\n');
    expect(
      lines(answered(remote(offer)).sdp, 'm=').map((each) => each.split(' ').slice(0, 3).join(' ')),
    ).toEqual([
      'm=message 0 TCP/MSRP',
      'm=audio 0 RTP/AVP',
      'm=audio 0 UDP/TLS/RTP/SAVPF',
      'm=audio 20000 RTP/AVP',
      'm=video 0 UDP/TLS/RTP/SAVPF',
      'm=image 0 udptl',
      'm=application 0 UDP/BFCP',
      'm=text 0 RTP/AVP',
    ]);
  });

  it('V2: an answer with new numbers of its own, several codecs and CN', () => {
    const answer = remote('m=audio 4000 RTP/AVP 13 8 0 100\r\na=rtpmap:100 telephone-event/8000\r\n');
    const { agreed } = unwrap(takeAnswer(offered().state, local(), answer, true));
    expect([agreed?.codec, agreed?.sendEventType?.number]).toEqual(['PCMA', 100]);
  });
});
