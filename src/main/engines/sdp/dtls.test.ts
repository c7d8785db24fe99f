import { describe, expect, it } from 'vitest';
import { answered, line, lines, local, remote } from '../../../../test/media/descriptions.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { makeOffer, startOfferAnswer, takeAnswer, takeOffer } from './offer-answer.ts';

const OURS = 'AA:BB:CC';
const THEIRS = Array.from({ length: 32 }, () => 'ab').join(':');
const both = local({ srtp: 'sdes-optional', dtlsFingerprint: OURS });
const dtls = (more: string, protocol = 'UDP/TLS/RTP/SAVP'): string =>
  remote(`m=audio 4000 ${protocol} 0\r\n${more}`);
const PRINT = `a=fingerprint:SHA-256 ${THEIRS}\r\n`;
const code = (offer: string, ours = both): string | undefined => {
  const taken = takeOffer(startOfferAnswer('1'), ours, offer, 'sendrecv');
  return taken.ok ? undefined : taken.error.code;
};

/** As border controllers and phones offer it (RFC 5763). */
describe('DTLS-SRTP without ICE', () => {
  it('V2: an offer is answered in kind, by us as the one who waits', () => {
    const { sdp, state } = answered(dtls(`${PRINT}a=setup:actpass\r\na=rtcp-mux\r\n`), both);
    expect(line(sdp, 'm=audio')).toBe('m=audio 20000 UDP/TLS/RTP/SAVP 0');
    expect([line(sdp, 'a=fingerprint'), line(sdp, 'a=setup')]).toEqual([
      `a=fingerprint:sha-256 ${OURS}`,
      'a=setup:passive',
    ]);
    expect([lines(sdp, 'a=crypto'), lines(sdp, 'a=rtcp-mux')]).toEqual([[], ['a=rtcp-mux']]);
    expect(state.agreed?.remote.dtls).toEqual({
      hash: 'sha-256',
      fingerprint: THEIRS.toUpperCase(),
      setup: 'actpass',
    });
  });

  it('V2: fingerprint and role may stand for the session; the best hash of several counts', () => {
    const offer = remote(
      `a=fingerprint:sha-1 ${'AB:'.repeat(19)}AB\r\n${PRINT}a=setup:active\r\nm=audio 4000 UDP/TLS/RTP/SAVPF 0\r\n`,
    );
    expect(answered(offer, both).state.agreed?.remote.dtls).toMatchObject({
      hash: 'sha-256',
      setup: 'active',
    });
  });

  it('V2: a picture beside it is refused, in its place', () => {
    const offer = dtls(`${PRINT}m=video 5000 UDP/TLS/RTP/SAVP 96\r\n${PRINT}a=rtpmap:96 H264/90000\r\n`);
    expect(lines(answered(offer, both).sdp, 'm=video')).toEqual(['m=video 0 UDP/TLS/RTP/SAVP 96']);
  });

  it('V2: of the same stream in several ways, keys in the description before DTLS before none', () => {
    const plain = 'm=audio 4002 RTP/AVP 0\r\n';
    const chosen = (offer: string, ours = both) => answered(offer, ours).state.agreed?.remote.rtpPort;
    expect(chosen(dtls(PRINT + plain))).toBe(4_000);
    expect(chosen(dtls(PRINT + plain), local({ srtp: 'none', dtlsFingerprint: OURS }))).toBe(4_002);
  });

  it.each([
    [
      'policy forbids encryption',
      dtls(PRINT),
      local({ srtp: 'none', dtlsFingerprint: OURS }),
      'media.srtp-refused',
    ],
    ['we have no certificate', dtls(PRINT), local({ srtp: 'sdes' }), 'media.srtp-refused'],
    ['they wait as well', dtls(`${PRINT}a=setup:passive\r\n`), both, 'media.srtp-refused'],
    ['no fingerprint', dtls('a=setup:actpass\r\n'), both, 'media.no-audio'],
    [
      'a hash that nobody trusts',
      dtls(`a=fingerprint:md5 ${'AB:'.repeat(15)}AB\r\n`),
      both,
      'media.no-audio',
    ],
    ['no connection wanted', dtls(`${PRINT}a=setup:holdconn\r\n`), both, 'media.no-audio'],
    ['ICE, which may be insisted on', dtls(`${PRINT}a=ice-ufrag:abcd\r\n`), both, 'media.no-audio'],
  ])('V2: refused where %s', (_name, offer, ours, expected) => {
    expect(code(offer, ours)).toBe(expected);
  });

  it('V2: hold offers the same again; who answers otherwise is refused', () => {
    const { state } = answered(dtls(`${PRINT}a=setup:actpass\r\n`), both);
    const hold = unwrap(makeOffer(state, both, 'sendonly'));
    expect(line(hold.sdp, 'm=audio')).toMatch(/^m=audio 20000 UDP\/TLS\/RTP\/SAVP 0 /);
    expect([line(hold.sdp, 'a=setup'), line(hold.sdp, 'a=fingerprint')]).toEqual([
      'a=setup:actpass',
      `a=fingerprint:sha-256 ${OURS}`,
    ]);
    const answer = (sdp: string) => takeAnswer(hold.state, both, sdp, true);
    expect(answer(dtls(`${PRINT}a=setup:active\r\na=recvonly\r\n`)).ok).toBe(true);
    expect(answer(remote('m=audio 4000 RTP/AVP 0\r\n'))).toMatchObject({
      error: { code: 'media.srtp-refused' },
    });
    const plain = unwrap(makeOffer(startOfferAnswer('1'), both, 'sendrecv'));
    expect(takeAnswer(plain.state, both, dtls(PRINT), true)).toMatchObject({
      error: { code: 'media.srtp-refused' },
    });
  });
});
