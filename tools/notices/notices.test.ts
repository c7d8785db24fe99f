import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAllowed, noticesOf, shippedPackages } from './notices.ts';

const packages = shippedPackages(join(import.meta.dirname, '../..'));

describe('what ships of others', () => {
  it('has a licence that we may ship, each of it', () => {
    expect(packages.map(({ name }) => name)).toEqual(expect.arrayContaining(['react', 'sip.js', 'werift']));
    expect(packages.filter(({ licence }) => !isAllowed(licence))).toEqual([]);
    expect(packages.map(({ name }) => name)).not.toContain('typescript');
  });

  it('is named with version, licence and its text', () => {
    const notices = noticesOf([{ name: 'a', version: '1.0.0', licence: 'MIT', text: 'Take it.' }]);
    expect(notices).toContain('a 1.0.0\nLicence: MIT\n\nTake it.');
  });

  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0)', true],
    ['MIT AND GPL-3.0', false],
    ['unknown', false],
  ])('%s: %s', (expression, expected) => {
    expect(isAllowed(expression)).toBe(expected);
  });
});
