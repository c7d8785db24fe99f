import { expect, it } from 'vitest';
import { spacingDeviation } from './spacing.ts';

it('Q4: packets that keep their time deviate by nothing, late and early ones by as much as they do', () => {
  const even = Array.from({ length: 500 }, (_, n) => 1_000 + 20 * n);
  expect(spacingDeviation(even)).toBe(0);
  const uneven = even.map((at, n) => at + (n % 10 === 0 ? 7 : 0));
  expect(spacingDeviation(uneven)).toBeCloseTo(7);
});
