import { describe, expect, it } from 'vitest';
import { timerText, untilNextSecond } from './call-timer.ts';

describe('call timer', () => {
  it.each([
    [0, '0:00'],
    [999, '0:00'],
    [61_000, '1:01'],
    [3_599_999, '59:59'],
    [3_723_000, '1:02:03'],
    [-5000, '0:00'],
  ])('V2: %i ms is %s', (ms, shown) => {
    expect(timerText(ms)).toBe(shown);
  });

  it('V2: ticks on the second of the call, not of the window', () => {
    expect(untilNextSecond(1250)).toBe(750);
    expect(untilNextSecond(2000)).toBe(1000);
  });
});
