import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyDialRules, type DialRule } from './dial-rule.ts';

const rule = (beginsWith: string, length: number, remove: number, prefix: string): DialRule => ({
  beginsWith,
  length,
  remove,
  prefix,
});

describe('dial rules', () => {
  it.each<[string, readonly DialRule[], string, string]>([
    ['a prefix and a length', [rule('+1', 12, 2, '91')], '+12025550100', '912025550100'],
    ['another length is left alone', [rule('+1', 12, 2, '91')], '+1202555010', '+1202555010'],
    ['an empty prefix with a length', [rule('', 4, 0, '8')], '1234', '81234'],
    ['no length: any', [rule('00', 0, 2, '+')], '0049301234', '+49301234'],
    ['the first that fits wins', [rule('', 4, 0, ''), rule('1', 0, 0, '9')], '1234', '1234'],
    [
      'the next one where the first does not fit',
      [rule('', 4, 0, ''), rule('1', 0, 0, '9')],
      '12345',
      '912345',
    ],
    ['nothing to remove, nothing to add', [rule('5', 0, 0, '')], '555', '555'],
    ['more to remove than there is', [rule('5', 0, 9, '7')], '555', '7'],
    ['nothing would be left', [rule('5', 0, 9, '')], '555', '555'],
    ['only a plus would be left', [rule('5', 0, 9, '+')], '555', '555'],
    ['no rules', [], '555', '555'],
    ['a code', [rule('', 0, 0, '9')], '*67', '*67'],
    ['a code with digits', [rule('', 0, 0, '9')], '555#', '555#'],
    ['a name', [rule('', 0, 0, '9')], 'alice', 'alice'],
    ['an address', [rule('', 0, 0, '9')], 'sip:5@example.test', 'sip:5@example.test'],
  ])('V6: %s', (_name, rules, number, expected) => {
    expect(applyDialRules(rules, number)).toBe(expected);
  });

  it('Q2: whatever the rules, a number stays something that can be dialled', () => {
    const rules = fc.array(
      fc.record({
        beginsWith: fc.stringMatching(/^\+?\d{0,3}$/),
        length: fc.nat(15),
        remove: fc.nat(15),
        prefix: fc.stringMatching(/^\+?\d{0,4}$/),
      }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(rules, fc.stringMatching(/^\d{1,15}$/), (some, number) => {
        expect(applyDialRules(some, number)).toMatch(/^\+?\d+$/);
      }),
    );
  });
});
