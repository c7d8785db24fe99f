import { describe, expect, it } from 'vitest';
import { estimateMos, levelOf, mosOf } from './call-quality.ts';

describe('the score of a call', () => {
  // ITU-T G.107 annex B: R and MOS.
  it.each([
    [93.2, 4.41],
    [90, 4.34],
    [80, 4.03],
    [70, 3.6],
    [60, 3.1],
    [50, 2.58],
    [0, 1],
    [-20, 1],
    [120, 4.5],
  ])('V12: R %d is %d', (r, mos) => {
    expect(mosOf(r)).toBeCloseTo(mos, 1);
  });

  // Codec, loss, jitter, round trip: what a person would say of it.
  it.each([
    ['PCMU', 0, 2, 20, 'good'],
    ['G722', 0.01, 5, 60, 'good'],
    ['PCMU', 0.03, 5, 60, 'good'],
    ['PCMU', 0.1, 5, 60, 'fair'],
    ['PCMU', 0.15, 5, 60, 'poor'],
    ['G729', 0, 2, 20, 'good'],
    ['G729', 0.03, 2, 20, 'fair'],
    ['G729', 0.08, 2, 20, 'poor'],
    ['opus', 0, 5, 600, 'fair'],
    ['opus', 0, 5, 1_200, 'poor'],
    ['PCMA', 0, 60, 60, 'good'],
    ['PCMA', 0, 300, 60, 'poor'],
  ] as const)(
    'V12: %s with loss %d, jitter %d ms, round trip %d ms is %s',
    (codec, loss, jitterMs, roundTripMs, level) => {
      expect(levelOf(estimateMos({ loss, jitterMs, roundTripMs }, codec))).toBe(level);
    },
  );

  it('V12: more loss, jitter or delay never makes it better, and nonsense stays on the scale', () => {
    const base = { loss: 0.02, jitterMs: 10, roundTripMs: 100 };
    const at = (change: Partial<typeof base>) => estimateMos({ ...base, ...change }, 'PCMU');
    for (const [less, more] of [
      [{ loss: 0.01 }, { loss: 0.05 }],
      [{ jitterMs: 5 }, { jitterMs: 200 }],
      [{ roundTripMs: 10 }, { roundTripMs: 900 }],
    ])
      expect(at(less ?? {})).toBeGreaterThanOrEqual(at(more ?? {}));
    for (const odd of [{ loss: 7 }, { loss: -1 }, { jitterMs: -5 }, { roundTripMs: 1e9 }]) {
      expect(at(odd)).toBeGreaterThanOrEqual(1);
      expect(at(odd)).toBeLessThanOrEqual(4.5);
    }
  });
});
