import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answered,
  line,
  lines,
  local,
  offered,
  pcmu,
  remote,
  settled,
  version,
} from '../../../../test/media/descriptions.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { MediaDirection } from '../../ports/media-gateway.port.ts';
import { makeAnswer, makeOffer, rollback, startOfferAnswer, takeAnswer, takeOffer } from './offer-answer.ts';

describe('our offer', () => {
  it('V2: lists the codecs in policy order with their numbers, then the events', () => {
    const { sdp } = offered();
    expect(line(sdp, 'm=')).toBe('m=audio 20000 RTP/AVP 9 0 8 111 101 110');
    expect(lines(sdp, 'a=rtpmap')).toEqual([
      'a=rtpmap:9 G722/8000',
      'a=rtpmap:0 PCMU/8000',
      'a=rtpmap:8 PCMA/8000',
      'a=rtpmap:111 opus/48000/2',
      'a=rtpmap:101 telephone-event/8000',
      'a=rtpmap:110 telephone-event/48000',
    ]);
    expect(line(sdp, 'c=')).toBe('c=IN IP4 192.0.2.5');
  });

  it('V2: offers events at 48 kHz only beside opus', () => {
    expect(line(offered(local({ codecs: ['PCMU'] })).sdp, 'm=')).toBe('m=audio 20000 RTP/AVP 0 101');
  });

  it.each([
    ['none', 'RTP/AVP', 0],
    ['sdes', 'RTP/SAVP', 2],
    ['sdes-optional', 'RTP/AVP', 2],
  ] as const)('V2: with the policy %s it is %s with %d crypto lines', (srtp, protocol, count) => {
    const { sdp } = offered(local({ srtp }));
    expect(line(sdp, 'm=')).toContain(` ${protocol} `);
    expect(lines(sdp, 'a=crypto')).toHaveLength(count);
  });

  it('V2: names the RTCP port only where it isn’t the next one', () => {
    expect(line(offered().sdp, 'a=rtcp')).toBeUndefined();
    expect(line(offered(local({ rtcpPort: 30_001 })).sdp, 'a=rtcp')).toBe('a=rtcp:30001');
  });

  it('V2: is the same text, version and all, when nothing changed; one version more when something did', () => {
    const first = offered();
    const again = offered(local(), 'sendrecv', first.state);
    const held = offered(local(), 'sendonly', again.state);
    expect(again.sdp).toBe(first.sdp);
    expect([version(first.sdp), version(held.sdp)]).toEqual([1, 2]);
    expect(version(offered(local(), 'sendonly', held.state).sdp)).toBe(2);
  });

  it('V2: counts the version on after an offer that was refused', () => {
    const refused = rollback(offered(local(), 'sendonly', settled(remote(pcmu))).state);
    expect(version(offered(local(), 'sendrecv', refused).sdp)).toBe(3);
  });

  it('V4: keeps the codec that is spoken first in a later offer', () => {
    expect(line(offered(local(), 'sendonly', settled(remote(pcmu))).sdp, 'm=')).toBe(
      'm=audio 20000 RTP/AVP 0 9 8 111 101 110',
    );
  });

  it('V2: is refused while theirs is open', () => {
    const asked = unwrap(takeOffer(startOfferAnswer('1'), local(), remote(pcmu), 'sendrecv')).state;
    expect(makeOffer(asked, local(), 'sendrecv')).toMatchObject({ error: { code: 'media.wrong-state' } });
  });
});

describe('their answer', () => {
  it('V2: agrees on their first codec that we offered, and on their numbers to send with', () => {
    const { agreed } = settled(
      remote(
        'm=audio 4000 RTP/AVP 18 96 8 100\r\na=rtpmap:96 PCMU/8000\r\na=rtpmap:100 telephone-event/8000\r\n',
      ),
    );
    expect(agreed).toMatchObject({
      codec: 'PCMU',
      sendType: { number: 96 },
      sendEventType: { number: 100 },
      remote: { address: '192.0.2.9', rtpPort: 4_000, rtcpPort: 4_001 },
      direction: 'sendrecv',
      isHeldByRemote: false,
    });
    expect(agreed?.receiveTypes.map((type) => type.number)).toEqual([9, 0, 8, 111, 101, 110]);
  });

  it.each([
    [
      'both clocks',
      '100 101',
      'a=rtpmap:100 telephone-event/8000\r\na=rtpmap:101 telephone-event/48000\r\n',
      101,
    ],
    ['8 kHz alone', '100', 'a=rtpmap:100 telephone-event/8000\r\n', 100],
    ['no events', '', '', undefined],
  ])('V4: picks the events of the audio’s clock beside opus, given %s', (_what, numbers, maps, expected) => {
    const { agreed } = settled(
      remote(`m=audio 4000 RTP/AVP 96 ${numbers}\r\na=rtpmap:96 opus/48000/2\r\n${maps}`),
    );
    expect(agreed?.sendEventType?.number).toBe(expected);
  });

  it('V2: takes address, RTCP port and mux from where they stand', () => {
    const { agreed } = settled(
      remote('m=audio 4000 RTP/AVP 0\r\nc=IN IP4 192.0.2.77\r\na=rtcp:5005 IN IP4 192.0.2.78\r\n'),
    );
    expect(agreed?.remote).toMatchObject({ address: '192.0.2.77', rtcpPort: 5_005, isRtcpMux: false });
    expect(settled(remote('m=audio 4000 RTP/AVP 0\r\na=rtcp-mux\r\n')).agreed?.remote).toMatchObject({
      rtcpPort: 4_000,
      isRtcpMux: true,
    });
  });

  it('V2: in a provisional response moves media but leaves the offer open for the next fork', () => {
    const { state } = offered();
    const fork = unwrap(takeAnswer(state, local(), remote(pcmu), false));
    const other = unwrap(takeAnswer(fork, local(), remote('m=audio 6000 RTP/AVP 8\r\n'), false));
    const final = unwrap(takeAnswer(other, local(), remote('m=audio 7000 RTP/AVP 9\r\n'), true));
    expect([fork, other, final].map((one) => one.agreed?.remote.rtpPort)).toEqual([4_000, 6_000, 7_000]);
    expect([fork, other, final].map((one) => one.phase.name)).toEqual(['offered', 'offered', 'settled']);
  });

  it.each([
    ['no codec of ours', 'm=audio 4000 RTP/AVP 18\r\n', 'call.no-common-codec'],
    ['the line refused', 'm=audio 0 RTP/AVP 0\r\n', 'media.no-audio'],
    ['no line', '', 'media.no-audio'],
    [
      'a host name for an address',
      'm=audio 4000 RTP/AVP 0\r\nc=IN IP4 phone.example.test\r\n',
      'media.bad-sdp',
    ],
    ['a multicast address', 'm=audio 4000 RTP/AVP 0\r\nc=IN IP4 239.1.1.1\r\n', 'media.bad-sdp'],
    ['encryption we didn’t offer', 'm=audio 4000 RTP/SAVP 0\r\n', 'media.srtp-refused'],
    ['DTLS', 'm=audio 4000 UDP/TLS/RTP/SAVPF 0\r\n', 'media.no-audio'],
  ])('V2: fails with %s', (_what, media, code) => {
    expect(takeAnswer(offered().state, local(), remote(media), true)).toMatchObject({
      ok: false,
      error: { code },
    });
  });

  it('V2: is refused when nothing of ours is open', () => {
    expect(takeAnswer(startOfferAnswer('1'), local(), remote(pcmu), true)).toMatchObject({
      error: { code: 'media.wrong-state' },
    });
  });
});

describe('our answer', () => {
  it('V2: takes the first codec of our policy, with their numbers both ways', () => {
    const offer = remote(
      'm=audio 4000 RTP/AVP 0 96 97\r\na=rtpmap:96 opus/48000/2\r\na=rtpmap:97 telephone-event/48000\r\n',
    );
    const { sdp, state } = answered(offer, local({ codecs: ['opus', 'PCMU'] }));
    expect(line(sdp, 'm=')).toBe('m=audio 20000 RTP/AVP 96 97');
    expect(lines(sdp, 'a=fmtp')).toEqual(['a=fmtp:96 useinbandfec=1', 'a=fmtp:97 0-15']);
    expect(state.agreed).toMatchObject({
      codec: 'opus',
      sendType: { number: 96 },
      sendEventType: { number: 97 },
    });
  });

  it('V2: knows codecs by their static numbers alone', () => {
    expect(answered(remote('m=audio 4000 RTP/AVP 18 8 9\r\n')).state.agreed?.codec).toBe('G722');
  });

  it('V2: refuses every other line with port 0 and keeps their order', () => {
    const offer = remote(
      `m=video 5000 RTP/AVP 97\r\na=rtpmap:97 H264/90000\r\n${pcmu}m=application 5070 UDP/BFCP *\r\nm=audio 6000 RTP/AVP 0\r\n`,
    );
    const { sdp } = answered(offer);
    expect(lines(sdp, 'm=')).toEqual([
      'm=video 0 RTP/AVP 97',
      'm=audio 20000 RTP/AVP 0 101',
      'm=application 0 UDP/BFCP *',
      'm=audio 0 RTP/AVP 0',
    ]);
  });

  it('V2: and our later offers never have fewer lines, the audio in its place', () => {
    const { state } = answered(remote(`m=video 5000 RTP/AVP 97\r\n${pcmu}`));
    const { sdp } = offered(local(), 'sendonly', state);
    expect(lines(sdp, 'm=').map((one) => one.split(' ').slice(0, 2).join(' '))).toEqual([
      'm=video 0',
      'm=audio 20000',
    ]);
  });

  it('V2: their later offers may not have fewer lines either', () => {
    const { state } = answered(remote(`m=video 5000 RTP/AVP 97\r\n${pcmu}`));
    expect(takeOffer(state, local(), remote(pcmu), 'sendrecv')).toMatchObject({
      error: { code: 'media.bad-sdp' },
    });
  });

  it('V2: uses their numbers in our later offers and moves a default out of their way', () => {
    const offer = remote(
      'm=audio 4000 RTP/AVP 101 111\r\na=rtpmap:101 opus/48000/2\r\na=rtpmap:111 telephone-event/48000\r\n',
    );
    const { state } = answered(offer);
    expect(lines(offered(local(), 'sendrecv', state).sdp, 'a=rtpmap')).toEqual([
      'a=rtpmap:101 opus/48000/2',
      'a=rtpmap:9 G722/8000',
      'a=rtpmap:0 PCMU/8000',
      'a=rtpmap:8 PCMA/8000',
      'a=rtpmap:96 telephone-event/8000',
      'a=rtpmap:111 telephone-event/48000',
    ]);
  });

  it('V2: shares one port where they offer it, and their packet time', () => {
    const { sdp } = answered(remote(`${pcmu}a=rtcp-mux\r\na=ptime:30\r\n`));
    expect([line(sdp, 'a=rtcp-mux'), line(sdp, 'a=ptime')]).toEqual(['a=rtcp-mux', 'a=ptime:30']);
  });

  it('V2: nothing is agreed before it is given, and nothing changes when it isn’t', () => {
    const before = settled(remote(pcmu));
    const asked = unwrap(takeOffer(before, local(), remote('m=audio 9000 RTP/AVP 8\r\n'), 'sendrecv')).state;
    expect(asked.agreed?.remote.rtpPort).toBe(4_000);
    expect(rollback(asked).agreed).toBe(before.agreed);
  });

  it('V2: their offer is refused while ours is open (glare)', () => {
    expect(takeOffer(offered().state, local(), remote(pcmu), 'sendrecv')).toMatchObject({
      error: { code: 'media.wrong-state' },
    });
  });
});

describe('two of us', () => {
  it('V2: agree whatever the policies and orders, or both say why not', () => {
    const codecs = fc.shuffledSubarray(['PCMU', 'PCMA', 'G722', 'opus'] as const, { minLength: 1 });
    const srtp = fc.constantFrom('none' as const, 'sdes' as const, 'sdes-optional' as const);
    const wish = fc.constantFrom<MediaDirection>('sendrecv', 'sendonly', 'recvonly', 'inactive');
    fc.assert(
      fc.property(
        codecs,
        codecs,
        srtp,
        srtp,
        wish,
        wish,
        (ours, theirs, ourSrtp, theirSrtp, ourWish, theirWish) => {
          const [a, b] = [
            local({ codecs: ours, srtp: ourSrtp }, 1),
            local({ codecs: theirs, srtp: theirSrtp }, 2),
          ];
          const offer = offered(a, ourWish);
          const taken = takeOffer(startOfferAnswer('7'), b, offer.sdp, theirWish);
          if (!taken.ok) {
            const reasons = ['call.no-common-codec', 'media.srtp-required', 'media.srtp-refused'];
            expect(reasons).toContain(taken.error.code);
            return;
          }
          const answer = unwrap(makeAnswer(taken.value.state, b, theirWish));
          const here = unwrap(takeAnswer(offer.state, a, answer.sdp, true)).agreed;
          const there = answer.state.agreed;
          expect(here?.codec).toBe(there?.codec);
          expect(here?.crypto?.suite).toBe(there?.crypto?.suite);
          expect(
            Buffer.from(here?.crypto?.local.key ?? []).equals(Buffer.from(there?.crypto?.remote.key ?? [])),
          ).toBe(true);
          expect(here?.sendType.number).toBe(there?.sendType.number);
          const mirrored = {
            sendrecv: 'sendrecv',
            sendonly: 'recvonly',
            recvonly: 'sendonly',
            inactive: 'inactive',
          };
          expect(there?.direction).toBe(mirrored[here?.direction ?? 'inactive']);
        },
      ),
    );
  });

  it('Q2: survive any description at any moment', () => {
    const audio = local({ srtp: 'sdes-optional' });
    const text = fc.array(
      fc.oneof(
        fc.constantFrom(
          'm=audio 4000 RTP/AVP 0 96',
          'm=audio 1 RTP/SAVP 0',
          'm=video 9 RTP/AVP 99',
          'c=IN IP4 192.0.2.1',
          'a=rtpmap:96 opus/48000/2',
        ),
        fc.string({ maxLength: 40 }).map((value) => `a=${value}`),
        fc.string({ maxLength: 40 }).map((value) => `a=crypto:1 ${value}`),
      ),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('answer', 'offer', 'early'), (rows, role) => {
        const sdp = ['v=0', ...rows].join('\r\n');
        if (role === 'offer') {
          const taken = takeOffer(startOfferAnswer('1'), audio, sdp, 'sendrecv');
          if (taken.ok) unwrap(makeAnswer(taken.value.state, audio, 'sendrecv'));
        } else takeAnswer(offered(audio).state, audio, sdp, role === 'answer');
      }),
      { numRuns: 1_000 },
    );
  });
});
