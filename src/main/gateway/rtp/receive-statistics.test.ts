import { describe, expect, it } from 'vitest';
import { ReceiveStatistics } from './receive-statistics.ts';

const header = (sequence: number, timestamp: number, ssrc = 1) => ({
  payloadType: 0,
  hasMarker: false,
  sequence: sequence & 0xffff,
  timestamp,
  ssrc,
  headerLength: 12,
});

describe('ReceiveStatistics', () => {
  it('V12: counts loss from the gaps, over a wrap and with disorder', () => {
    const statistics = new ReceiveStatistics();
    for (const sequence of [65_533, 65_534, 65_538, 65_536, 65_539])
      statistics.note(header(sequence, sequence * 160), 8_000, 0);
    expect(statistics.packetsLost).toBe(2);
  });

  it('V12: has no jitter in an even stream and RFC 3550’s in an uneven one', () => {
    const statistics = new ReceiveStatistics();
    for (let packet = 0; packet < 50; packet += 1)
      statistics.note(header(packet, packet * 160), 8_000, packet * 20);
    expect(statistics.jitterMs).toBeCloseTo(0);
    // One packet 16 ms late adds a sixteenth of it.
    statistics.note(header(50, 50 * 160), 8_000, 50 * 20 + 16);
    expect(statistics.jitterMs).toBeCloseTo(1);
  });

  it('V12: takes neither a new source nor a new clock for jitter or loss', () => {
    const statistics = new ReceiveStatistics();
    statistics.note(header(0, 0), 8_000, 0);
    statistics.note(header(1, 160), 8_000, 20);
    statistics.note(header(30_000, 987_654, 2), 48_000, 40);
    statistics.note(header(30_001, 988_614, 2), 48_000, 60);
    expect(statistics.packetsLost).toBe(0);
    expect(statistics.jitterMs).toBeCloseTo(0);
  });

  it('V12: keeps what earlier sources lost', () => {
    const statistics = new ReceiveStatistics();
    for (const sequence of [1, 4]) statistics.note(header(sequence, 0), 8_000, 0);
    for (const sequence of [9, 11]) statistics.note(header(sequence, 0, 2), 8_000, 0);
    expect(statistics.packetsLost).toBe(3);
  });
});
