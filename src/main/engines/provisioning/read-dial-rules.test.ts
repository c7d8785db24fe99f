import { describe, expect, it } from 'vitest';
import { applyDialRules } from '../../../shared/domain/dial-rule.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { parseXml } from '../link/xml-document.ts';
import { readDialRules } from './read-dial-rules.ts';

const read = (text: string) => readDialRules(unwrap(parseXml(new TextEncoder().encode(text))));
const rules = (inside: string) => unwrap(read(`<DialRules>${inside}</DialRules>`));

describe('dial rule files', () => {
  it('V6: AppDialRules.xml as administrators have it', () => {
    const app = rules(
      '<DialRule BeginsWith="+1" NumDigits="12" DigitsToRemove="1" PrefixWith="9"/><DialRule BeginsWith="" NumDigits="4" DigitsToRemove="0" PrefixWith=""/>',
    );
    expect(app).toEqual([
      { beginsWith: '+1', length: 12, remove: 1, prefix: '9' },
      { beginsWith: '', length: 4, remove: 0, prefix: '' },
    ]);
    expect(['+12025550100', '1234'].map((number) => applyDialRules(app, number))).toEqual([
      '912025550100',
      '1234',
    ]);
  });

  it('C4 V6: DirLookupDialRules.xml, with its names in another letter case and blanks in it', () => {
    const lookup = rules(
      '\n <dialrule beginswith=" 9 " numdigits="12" digitstoremove="1" prefixwith="+1"/>\n',
    );
    expect(applyDialRules(lookup, '912025550100')).toBe('+112025550100');
  });

  it('V6: a rule that makes no sense is left out, the others stay', () => {
    const some = rules(
      '<DialRule BeginsWith="x" PrefixWith="1"/><DialRule NumDigits="many"/><DialRule DigitsToRemove="-1"/><Other/><DialRule BeginsWith="5" PrefixWith="(0)"/>',
    );
    expect(some).toEqual([{ beginsWith: '5', length: 0, remove: 0, prefix: '0' }]);
  });

  it('V6: an empty file has no rules; another document is damaged', () => {
    expect(rules('')).toEqual([]);
    expect(read('<config/>')).toMatchObject({ error: { code: 'config.malformed' } });
  });
});
