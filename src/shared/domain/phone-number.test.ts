import { describe, expect, it } from 'vitest';
import { isSameNumber } from './phone-number.ts';

describe('whose number', () => {
  it.each([
    ['+1 (555) 010-0102', '15550100102', true],
    ['0015550100102', '+15550100102', true],
    ['915550100102', '+15550100102', true],
    ['5550100102', '+1 555 010 0102', true],
    ['+49 (0) 30 1234567', '+49301234567', true],
    ['+49 150 5550100', '0150 5550100', true],
    ['+49 150 5550100', '0049 150 5550100', true],
    ['5550101', '+15550100', false],
    ['1001', '1001', true],
    ['1001', '91001', false],
    ['1001', '15550101001', false],
    ['', '1001', false],
    ['', '', false],
  ])('C4: «%s» and «%s»: %s', (one, other, expected) => {
    expect(isSameNumber(one, other)).toBe(expected);
    expect(isSameNumber(other, one)).toBe(expected);
  });
});
