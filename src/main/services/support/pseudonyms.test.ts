import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../../test/fakes/fuzz-runs.ts';
import { Pseudonyms } from './pseudonyms.ts';

describe('pseudonyms', () => {
  it.each([
    ['alice.archer@sales.example.test', /^user-1@host-1\.domain-2\.example$/],
    ['ucm-a.example.test', /^host-1\.domain-2\.example$/],
    ['10.20.30.40', /^192\.0\.2\.1$/],
    ['2001:db8::7', /^192\.0\.2\.1$/],
    ['1001', /^9991$/],
    ['+1 (555) 010-0100', /^9{10}1$/],
    ['3f2c1b0a9d8e7f60', /^token-1-of-16$/],
    ['eyJhbGciOiJIUzI1NiJ9.e30.x1', /^token-1-of-27$/],
    ['Alice Archer', /^text-1$/],
    ['CSFALICE', /^text-1$/],
    [
      'https://ucm-a.example.test:8443/cucm-uds/user/alice?x=bob',
      /^https:\/\/host-1\.domain-2\.example:8443\/cucm-uds\/user\/text-1\?x=text-2$/,
    ],
    [
      'http://tftp.example.test:6970/CSFALICE.cnf.xml',
      /^http:\/\/host-1\.domain-2\.example:6970\/text-1\.cnf\.xml$/,
    ],
  ])('Q2: %j becomes %s', (value, shape) => {
    expect(new Pseudonyms().of(value)).toMatch(shape);
  });

  it.each(['true', 'Disabled', '12.5.1', '14', '8443', '3600', 'SIP', ''])(
    '%j names nobody and stays',
    (value) => {
      expect(new Pseudonyms().of(value)).toBe(value);
    },
  );

  it('gives the same thing the same name, and hosts of one domain the same domain', () => {
    const names = new Pseudonyms();
    const [first, again, other] = ['ucm-a.example.test', 'UCM-A.example.test', 'ucm-b.example.test'].map(
      (host) => names.of(host),
    );
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    expect(other?.split('.').slice(1)).toEqual(first?.split('.').slice(1));
    expect(names.ofRecord('_cisco-uds._tcp.example.test')).toBe(
      `_cisco-uds._tcp.${first?.split('.').slice(1).join('.')}`,
    );
  });

  it('Q2: whatever a server says, nothing of a name, number or token is left', () => {
    const secret = fc.constantFrom('alicia', 'wonderland.test', '5550199', 'sesame0123456789abcdef');
    const around = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(around, secret, around, (before, inner, after) => {
        const names = new Pseudonyms();
        for (const text of [
          before + inner + after,
          `https://${inner}.test/${inner}?a=${inner}`,
          `${before}@${inner}`,
        ])
          expect(names.of(text).toLowerCase()).not.toContain(inner);
      }),
      { numRuns: fuzzRuns() },
    );
  });
});
