import { describe, expect, it } from 'vitest';
import { linesFor } from './video-ladder.ts';

describe('the ladder of picture sizes', () => {
  it.each([
    [64_000, 144],
    [240_000, 288],
    [490_000, 448],
    [810_000, 576],
    [1_220_000, 720],
    [4_000_000, 720],
  ])('V3: %i bit/s gives %i lines', (rate, lines) => {
    expect(linesFor(rate, undefined)).toBe(lines);
  });

  // T11: what an upload of so many kb/s is good for, with G.711 on 80 of them.
  it.each([
    [384, 288],
    [1_000, 576],
    [2_000, 720],
  ])('T11: %i kb/s for voice and main video give %i lines', (upload, lines) => {
    expect(linesFor((upload - 80) * 1_000, undefined)).toBe(lines);
  });

  it.each([
    [384, 144],
    [1_000, 288],
    [2_000, 576],
  ])(
    'T11: %i kb/s for voice, main video and slides give %i lines: half of what the voice leaves',
    (upload, lines) => {
      expect(linesFor(((upload - 80) * 1_000) / 2, undefined)).toBe(lines);
    },
  );

  it('V3: a rate at the edge of a rung makes no picture jump', () => {
    expect(linesFor(450_000, undefined)).toBe(288);
    expect(linesFor(450_000, 448)).toBe(448);
    expect(linesFor(400_000, 448)).toBe(288);
  });

  it('V3: no picture is larger than the other side’s level allows', () => {
    expect(linesFor(4_000_000, undefined, 396)).toBe(144);
    expect(linesFor(4_000_000, undefined, 1_620)).toBe(448);
    expect(linesFor(4_000_000, 720, 3_600)).toBe(720);
  });
});
