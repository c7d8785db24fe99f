import { describe, expect, it } from 'vitest';
import { median, percentile } from './statistics.ts';

describe('statistics', () => {
  it.each([
    [[], Number.NaN],
    [[7], 7],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
  ])('the median of %j is %d', (samples, expected) => {
    expect(median(samples)).toBe(expected);
  });

  it.each([
    [0, 1],
    [0.5, 5],
    [0.51, 6],
    [0.95, 10],
    [0.99, 10],
    [1, 10],
  ])('the percentile %d of 1…10 is %d', (part, expected) => {
    expect(percentile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], part)).toBe(expected);
  });

  it('no samples have no percentile', () => {
    expect(percentile([], 0.5)).toBeNaN();
  });
});
