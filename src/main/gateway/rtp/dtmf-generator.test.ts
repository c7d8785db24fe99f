import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areDigits, DtmfGenerator } from './dtmf-generator.ts';

const narrow = { audio: 8_000, event: 8_000 };

/** What is sent for each of `slots` audio packets from `start` on: `-` for audio, else event, end mark and duration. */
function play(generator: DtmfGenerator, slots: number, clocks = narrow, start = 0) {
  const length = clocks.audio / 50;
  return Array.from({ length: slots }, (_, slot) => {
    const packet = generator.replace({ timestamp: (start + slot * length) >>> 0, length }, clocks);
    if (!packet) return '-';
    const [event, flags = 0] = packet.payload;
    return `${packet.hasMarker ? 'm' : ''}${event}${flags & 0x80 ? 'E' : ''}${packet.payload.readUInt16BE(2)}@${packet.timestamp}`;
  });
}

describe('DtmfGenerator', () => {
  it('V4: lets audio pass while nothing is to be sent', () => {
    const generator = new DtmfGenerator();
    expect(play(generator, 2)).toEqual(['-', '-']);
    expect(generator.isActive).toBe(false);
  });

  it('V4: marks the beginning, freezes the timestamp, grows the duration and ends three times', () => {
    const generator = new DtmfGenerator();
    generator.enqueue('5', { durationMs: 100, gapMs: 60 });
    expect(play(generator, 12)).toEqual([
      'm5160@0',
      '5320@0',
      '5480@0',
      '5640@0',
      '5E800@0',
      '5E800@0',
      '5E800@0',
      '-',
      '-',
      '-',
      '-',
      '-',
    ]);
    expect(generator.isActive).toBe(false);
  });

  it('V4: leaves the gap between two digits, also two alike', () => {
    const generator = new DtmfGenerator();
    generator.enqueue('11', { durationMs: 40, gapMs: 60 });
    expect(play(generator, 12).map((slot) => slot.replace(/@.*/, ''))).toEqual([
      'm1160',
      '1E320',
      '1E320',
      '1E320',
      '-',
      '-',
      '-',
      'm1160',
      '1E320',
      '1E320',
      '1E320',
      '-',
    ]);
  });

  it('V4: counts in the events’ own clock beside opus', () => {
    const durations = (event: number) => {
      const generator = new DtmfGenerator();
      generator.enqueue('0', { durationMs: 40, gapMs: 40 });
      return play(generator, 2, { audio: 48_000, event });
    };
    expect(durations(48_000)).toEqual(['m0960@0', '0E1920@0']);
    expect(durations(8_000)).toEqual(['m0160@0', '0E320@0']);
  });

  it('V4: goes over the wrap of the timestamp', () => {
    const generator = new DtmfGenerator();
    generator.enqueue('#', { durationMs: 60, gapMs: 40 });
    expect(play(generator, 3, narrow, 0xffffff60)).toEqual([
      'm11160@4294967136',
      '11320@4294967136',
      '11E480@4294967136',
    ]);
  });

  it('V4: ends a tone that would not fit its duration field', () => {
    const generator = new DtmfGenerator();
    generator.enqueue('1', { durationMs: 6_000, gapMs: 40 });
    const sent = play(generator, 80, { audio: 48_000, event: 48_000 });
    expect(sent.find((slot) => slot.includes('E'))).toBe('1E65535@0');
  });

  it('V4: pauses for a comma and knows the letters', () => {
    const generator = new DtmfGenerator();
    generator.enqueue(',d', { durationMs: 40, gapMs: 40 });
    const sent = play(generator, 110);
    expect(sent.findIndex((slot) => slot !== '-')).toBe(100);
    expect(sent[100]).toMatch(/^m15/);
  });

  it('V4: forgets everything when cleared', () => {
    const generator = new DtmfGenerator();
    generator.enqueue('123', { durationMs: 100, gapMs: 60 });
    play(generator, 2);
    generator.clear();
    expect([generator.isActive, ...play(generator, 1)]).toEqual([false, '-']);
  });

  it('Q2: queues no more than a person could want', () => {
    const generator = new DtmfGenerator();
    const hundred = '1'.repeat(100);
    const timing = { durationMs: 100, gapMs: 60 };
    expect([1, 2, 3].map(() => generator.enqueue(hundred, timing))).toEqual([true, true, false]);
  });

  it('V4: always comes to an end, with three end packets for each digit', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789*#ABCD'), minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        digits,
        fc.integer({ min: 40, max: 500 }),
        fc.integer({ min: 40, max: 300 }),
        fc.nat(0xffffffff),
        (text, durationMs, gapMs, start) => {
          const generator = new DtmfGenerator();
          generator.enqueue(text, { durationMs, gapMs });
          const sent = play(generator, 250, narrow, start);
          expect(generator.isActive).toBe(false);
          expect(sent.filter((slot) => slot.includes('E'))).toHaveLength(3 * text.length);
          expect(sent.filter((slot) => slot.startsWith('m'))).toHaveLength(text.length);
        },
      ),
    );
  });
});

describe('areDigits', () => {
  it('V4: takes keys and pauses and nothing else', () => {
    expect(['0123456789*#', 'abcd', '1,2'].map(areDigits)).toEqual([true, true, true]);
    expect(['', '1 2', 'e', '1'.repeat(129), '１'].map(areDigits)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
