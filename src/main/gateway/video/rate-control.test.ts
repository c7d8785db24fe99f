import { describe, expect, it } from 'vitest';
import type { VideoRate } from './rate-control.ts';
import { afterReport, lowestRate, startRate } from './rate-control.ts';

const MAX = 1_500_000;
const after = (start: VideoRate, losses: readonly number[]) =>
  losses.reduce((state, fraction) => afterReport(state, fraction, MAX), start);

describe('the rate of a picture', () => {
  it('V3: begins low and grows to the limit while nothing is lost', () => {
    const first = startRate(MAX, undefined);
    expect(first.rate).toBeLessThan(300_000);
    expect(
      after(
        first,
        Array.from({ length: 20 }, () => 0),
      ).rate,
    ).toBe(MAX);
  });

  it('V3: begins with the last good rate of the call before, within this call’s limit', () => {
    expect(startRate(MAX, 900_000).rate).toBe(900_000);
    expect(startRate(500_000, 900_000).rate).toBe(500_000);
  });

  it('V3: shrinks where much is lost, stays where little is, and remembers what was good', () => {
    const grown = after(startRate(MAX, undefined), [0, 0, 0, 0]);
    const hit = after(grown, [0.3]);
    expect(hit.rate).toBeCloseTo(grown.rate * 0.85, -1);
    expect(hit.good).toBe(grown.good);
    expect(after(hit, [0.05]).rate).toBe(hit.rate);
  });

  it('V3: never falls below what a picture needs', () => {
    expect(
      after(
        startRate(MAX, undefined),
        Array.from({ length: 60 }, () => 1),
      ).rate,
    ).toBe(lowestRate);
  });
});
