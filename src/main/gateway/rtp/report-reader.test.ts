import { describe, expect, it } from 'vitest';
import { ReportReader } from './report-reader.ts';

const ours = 0xcafebabe;
const sent = Buffer.from(
  '80c80006 cafebabe aaaa1111 2222bbbb 00000000 00000005 00000100'.replaceAll(' ', ''),
  'hex',
);
/** About us: a quarter lost, jitter 80 clock ticks, last report 1111.2222, held for half a second. */
const received = Buffer.from(
  '81c90007 00000001 cafebabe 40000003 00001234 00000050 11112222 00008000'.replaceAll(' ', ''),
  'hex',
);

describe('ReportReader', () => {
  it('V12: measures the way there and back from reports that were relayed', () => {
    const reader = new ReportReader();
    reader.noteSent(sent, 1_000);
    expect(reader.noteReceived(received, ours, 8_000, 1_540)).toBe(true);
    expect(reader.remoteReport).toEqual({
      fractionLost: 0.25,
      packetsLost: 3,
      jitterMs: 10,
      roundTripMs: 40,
    });
  });

  it('V12: gives no round trip for a report it didn’t see, and ignores blocks about others', () => {
    const reader = new ReportReader();
    expect(reader.noteReceived(received, 7, 8_000, 1_540)).toBe(true);
    expect(reader.remoteReport).toBeUndefined();
    reader.noteReceived(received, ours, 8_000, 1_540);
    expect(reader.remoteReport).not.toHaveProperty('roundTripMs');
  });

  it('Q2: says what is malformed', () => {
    expect(new ReportReader().noteReceived(Buffer.from('80c9', 'hex'), ours, 8_000, 0)).toBe(false);
  });
});
