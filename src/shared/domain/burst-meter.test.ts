import { describe, expect, it } from 'vitest';
import { BurstMeter } from './burst-meter.ts';

describe('burst meter', () => {
  const meter = () => new BurstMeter({ many: 10, withinMs: 100 });

  it('Q5: ten at once, or one by one in a short time, are a burst; ten in a second are none', () => {
    expect(meter().note(10, 1_000)).toBe(true);
    expect(meter().note(9, 1_000)).toBe(false);
    const fast = meter();
    expect(Array.from({ length: 20 }, (_, n) => fast.note(1, 1_000 + 5 * n)).at(-1)).toBe(true);
    const slow = meter();
    expect(Array.from({ length: 20 }, (_, n) => slow.note(1, 1_000 + 100 * n))).not.toContain(true);
  });

  it('Q5: a burst of any size is over soon after it ends', () => {
    const burst = meter();
    burst.note(100_000, 0);
    expect(burst.note(1, 250)).toBe(false);
  });
});
