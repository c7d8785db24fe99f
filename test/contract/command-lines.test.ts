import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../fakes/fuzz-runs.ts';
import { linkSchemes } from '../../src/shared/domain/link-schemes.ts';
import { linksFrom } from '../../src/main/hosts/electron/links.ts';
import { parseArguments } from '../../src/main/hosts/node/arguments.ts';

/** What a page would write to get out of its argument. */
const hostile = fc.oneof(
  fc.constantFrom(
    '" --gpu-launcher=calc.exe "',
    "' --inspect=0.0.0.0 '",
    ' --no-sandbox ',
    '--hidden',
    ' -- ',
    '\\" --profile C:\\x',
    '$(reboot)',
    '`id`',
    '&& calc',
    '| sh',
    '%COMSPEC%',
    '\n--account x\n',
    '\0',
    'tel:112',
  ),
  fc.string(),
  fc.string({ unit: 'binary' }),
);
const anyCase = (scheme: string) =>
  fc
    .array(fc.boolean(), { minLength: scheme.length, maxLength: scheme.length })
    .map((uppers) => [...scheme].map((letter, at) => (uppers[at] ? letter.toUpperCase() : letter)).join(''));
const link = fc
  .tuple(fc.constantFrom(...linkSchemes).chain(anyCase), fc.array(hostile, { maxLength: 6 }))
  .map(([scheme, rest]) => `${scheme}:${rest.join('')}`);

describe('links on command lines', () => {
  it('X1: whatever a link holds, it stays one link and never becomes a switch', () => {
    fc.assert(
      fc.property(link, (url) => {
        expect(linksFrom(['parlance', url])).toEqual([url]);
        const value = { isHeadless: false, isDebug: false, browserFlags: [], links: [url] };
        // With the dashes that the installers write before it, and without.
        for (const argv of [[url], ['--', url]]) expect(parseArguments(argv)).toEqual({ ok: true, value });
      }),
      { numRuns: fuzzRuns(2_000) },
    );
  });

  it('X1: of any command line only links of our schemes are opened, unchanged', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(link, hostile), { maxLength: 8 }), (argv) => {
        const found = linksFrom(argv);
        expect(found.every((each) => argv.includes(each))).toBe(true);
        const schemes: readonly string[] = linkSchemes;
        expect(found.every((each) => schemes.includes((each.split(':')[0] ?? '').toLowerCase()))).toBe(true);
      }),
      { numRuns: fuzzRuns(2_000) },
    );
  });
});
