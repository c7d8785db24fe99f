import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRtcp, readRtpHeader, rtpHeaderLength, sequenceDistance } from './rtp-packet.ts';
import { readRtcp } from './rtcp-packet.ts';

const hex = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'hex');

describe('RTP header', () => {
  it('V2: is read with CSRCs and extension stepped over', () => {
    const packet = hex('9280 1234 00000010 cafebabe 00000001 00000002 bede0001 11223344 aabb');
    expect(readRtpHeader(packet)).toEqual({
      payloadType: 0,
      hasMarker: true,
      sequence: 0x1234,
      timestamp: 16,
      ssrc: 0xcafebabe,
      headerLength: 28,
    });
  });

  it.each([
    ['too short', '8000 0001 00000000 0000'],
    ['of version 1', '4000 0001 00000000 00000001'],
    ['with CSRCs that aren’t there', '8f00 0001 00000000 00000001 00000001'],
    ['with an extension cut off', '9000 0001 00000000 00000001 bede'],
    ['with an extension longer than it', '9000 0001 00000000 00000001 bedeffff 00'],
  ])('Q2: a packet %s has none', (_what, packet) => {
    expect(rtpHeaderLength(hex(packet))).toBeUndefined();
  });

  it('Q2: survives any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const packet = Buffer.from(bytes);
        const header = readRtpHeader(packet);
        if (header) expect(header.headerLength).toBeLessThanOrEqual(packet.length);
        isRtcp(packet);
        readRtcp(packet);
      }),
      { numRuns: 2_000 },
    );
  });

  it('V2: distances go the short way round', () => {
    expect([sequenceDistance(1, 3), sequenceDistance(65_535, 0), sequenceDistance(0, 65_535)]).toEqual([
      2, 1, -1,
    ]);
  });

  it('V2: tells RTCP from RTP on a shared port', () => {
    expect([hex('80c8'), hex('80c9'), hex('8000'), hex('80e5'), hex('80')].map(isRtcp)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('RTCP reports', () => {
  const senderReport = '81c8 000c 11111111 aaaa1111 2222bbbb 00000000 00000005 00000100';
  const block = 'cafebabe 40 fffffe 00001234 00000050 1111 2222 00010000';

  it('V2: are read from a compound packet', () => {
    const reports = readRtcp(hex(`${senderReport} ${block} 81ca 0002 11111111 01000000`));
    expect(reports).toEqual({
      senderReport: 0x11112222,
      blocks: [
        {
          ssrc: 0xcafebabe,
          fractionLost: 0.25,
          packetsLost: -2,
          jitter: 80,
          lastReport: 0x11112222,
          delaySinceLastReport: 65_536,
        },
      ],
    });
  });

  it.each([
    ['empty', ''],
    ['a length past the end', '80c9 0009 11111111'],
    ['that begins with a description', '81ca 0002 11111111 01000000'],
    ['with a rest', '80c9 0001 11111111 0000'],
    ['of version 1', '40c9 0001 11111111'],
  ])('Q2: a packet %s is malformed', (_what, packet) => {
    expect(readRtcp(hex(packet))).toBeUndefined();
  });

  it('Q2: more blocks promised than there are', () => {
    expect(readRtcp(hex(`9fc9 0007 11111111 ${block}`))?.blocks).toHaveLength(1);
  });
});
