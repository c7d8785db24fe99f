import { describe, expect, it } from 'vitest';
import { nextFitting } from './regions.ts';

const all = () => true;

describe('regions', () => {
  it.each([
    [4, 0, false, 1],
    [4, 3, false, 0],
    [4, 0, true, 3],
    [4, -1, false, 0],
    [4, -1, true, 3],
  ])('X7: of %i, from %i, backwards %s: %i', (count, from, isBackwards, expected) => {
    expect(nextFitting(count, from, isBackwards, all)).toBe(expected);
  });

  it('X7: what has nothing to focus is passed over', () => {
    expect(nextFitting(4, 0, false, (index) => index === 3)).toBe(3);
    expect(nextFitting(4, 3, true, (index) => index === 0)).toBe(0);
  });

  it('X7: the only one stays, none is none', () => {
    expect(nextFitting(3, 1, false, (index) => index === 1)).toBe(1);
    expect(nextFitting(3, 1, false, () => false)).toBeUndefined();
    expect(nextFitting(0, -1, false, all)).toBeUndefined();
  });
});
