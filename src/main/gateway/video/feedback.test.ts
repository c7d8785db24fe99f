import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../../test/fakes/fuzz-runs.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { readRtcp } from '../rtp/rtcp-packet.ts';
import { confirmLimit, FeedbackWriter, pictureRequest, rateLimit, readFeedback } from './feedback.ts';

const ALL = { hasPli: true, hasFir: true, hasTmmbr: true, hasNack: true };
const NONE = { hasPli: false, hasFir: false, hasTmmbr: false, hasNack: false };
const same = (sequence: number) => sequence;
const FIR_ONLY = { ...NONE, hasFir: true };
const pliPacket = () => pictureRequest(1, 2);

/** Packet type and format of each part. */
const parts = (packet: Buffer | undefined): string[] => {
  const found: string[] = [];
  for (let offset = 0; packet && offset < packet.length; offset += 4 * (packet.readUInt16BE(offset + 2) + 1))
    found.push(`${packet.readUInt8(offset + 1)}/${packet.readUInt8(offset) & 0x1f}`);
  return found;
};

describe('feedback about pictures', () => {
  it('V3: a limit is read back as it was written, to a part in a hundred thousand', () => {
    for (const rate of [64_000, 262_143, 262_144, 1_000_000, 2_000_000, 123_456_789]) {
      const read = readFeedback(rateLimit(1, 2, rate));
      expect(Math.abs((read?.limit ?? 0) - rate) / rate).toBeLessThan(0.000_01);
    }
  });

  it('V3: what only Chromium understands stays here, reports and requests pass', () => {
    const writer = new FeedbackWriter();
    const packet = Buffer.concat([pliPacket(), rateLimit(1, 2, 500_000).subarray(8)]);
    expect(parts(writer.write(packet, ALL, 0, same))).toEqual(['201/0', '206/1']);
  });

  it('V3: a far end that knows only FIR gets one for each PLI, with a sequence that grows', () => {
    const writer = new FeedbackWriter();
    const first = writer.write(pliPacket(), FIR_ONLY, 0, same);
    const second = writer.write(pliPacket(), FIR_ONLY, 2_000, same);
    expect(parts(first)).toEqual(['201/0', '206/4']);
    expect([first, second].map((packet) => packet?.readUInt8(8 + 16))).toEqual([0, 1]);
    expect(first?.readUInt32BE(8 + 12)).toBe(2);
  });

  it('V3: one that says nothing gets PLI', () => {
    expect(parts(new FeedbackWriter().write(pliPacket(), NONE, 0, same))).toEqual(['201/0', '206/1']);
  });

  it('V3: a storm of requests is one a second', () => {
    const writer = new FeedbackWriter();
    const asked = [0, 10, 500, 999, 1_000, 1_500].map((now) => writer.write(pliPacket(), ALL, now, same));
    expect(asked.map((packet) => parts(packet).length)).toEqual([2, 1, 1, 1, 2, 1]);
  });

  it('V3: TMMBR limits, and is confirmed', () => {
    const entry = Buffer.alloc(8);
    entry.writeUInt32BE(7, 0);
    entry.writeUInt32BE(((3 << 26) | (50_000 << 9) | 40) >>> 0, 4);
    const request = confirmLimit(9, entry);
    request.writeUInt8(0x80 | 3, 8);
    const read = readFeedback(request);
    expect(read?.limit).toBe(400_000);
    expect(read?.tmmbr).toEqual(entry);
    expect(parts(read?.packet)).toEqual(['201/0']);
    expect(parts(confirmLimit(9, entry))).toEqual(['201/0', '205/4']);
  });

  it('V3: a loss goes to the far end in its own numbers, where it knows what is meant', () => {
    // An empty report, then a generic NACK by 1 about 2: packets 100 and 103.
    const loss = Buffer.from('80c9000100000001' + '81cd0003' + '00000001' + '00000002' + '00640004', 'hex');
    const writer = new FeedbackWriter();
    const theirs = (sequence: number) => (sequence === 100 ? undefined : sequence + 1_000);
    const written = writer.write(loss, ALL, 0, theirs);
    expect(written && readFeedback(written)?.lost).toEqual([{ ssrc: 2, sequences: [1_103] }]);
    expect(parts(writer.write(loss, { ...ALL, hasNack: false }, 0, theirs))).toEqual(['201/0']);
    expect(parts(writer.write(loss, ALL, 0, () => undefined))).toEqual(['201/0']);
    // It is ours to send it again: the renderer isn't asked.
    expect(parts(readFeedback(loss)?.packet)).toEqual(['201/0']);
  });

  it('Q2: rubbish never throws, and what passes can be read', () => {
    const random = seededRandom(37);
    for (let run = 0; run < fuzzRuns(2_000); run += 1) {
      const packet = Buffer.concat([pliPacket(), rateLimit(1, 2, 900_000).subarray(8)]);
      for (let hit = 0; hit < 3; hit += 1)
        packet.writeUInt8(Math.floor(random.fraction() * 256), Math.floor(random.fraction() * packet.length));
      const cut = packet.subarray(0, Math.floor(random.fraction() * (packet.length + 1)));
      new FeedbackWriter().write(cut, ALL, 0, same);
      const read = readFeedback(cut);
      if (read) expect(readRtcp(read.packet)).toBeDefined();
    }
  });
});
