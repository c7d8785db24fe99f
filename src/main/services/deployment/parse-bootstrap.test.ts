import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../../test/fakes/fuzz-runs.ts';
import { parseBootstrap } from './parse-bootstrap.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const pairs = (bytes: Uint8Array) =>
  parseBootstrap(bytes).entries.map(({ name, value }) => `${name}=${value}`);

/** As Windows writes "Unicode" text files. */
function utf16(text: string, isBigEndian: boolean, hasMark: boolean): Uint8Array {
  const bytes = new Uint8Array((text.length + 1) * 2);
  const view = new DataView(bytes.buffer);
  [...`\ufeff${text}`].forEach((letter, index) =>
    view.setUint16(index * 2, letter.charCodeAt(0), !isBigEndian),
  );
  return hasMark ? bytes : bytes.subarray(2);
}

const plain = 'SERVICES_DOMAIN=example.test\r\nEXCLUDED_SERVICES=WEBEX,CUP\r\n';
const read = ['SERVICES_DOMAIN=example.test', 'EXCLUDED_SERVICES=WEBEX,CUP'];

describe('D13: the installer’s file', () => {
  it.each([
    ['plain', utf8(plain)],
    ['with a byte order mark', utf8(`\ufeff${plain}`)],
    ['with Unix line ends', utf8(plain.replaceAll('\r\n', '\n'))],
    ['with old Mac line ends', utf8(plain.replaceAll('\r\n', '\r'))],
    ['UTF-16, little end first', utf16(plain, false, true)],
    ['UTF-16, big end first', utf16(plain, true, true)],
    ['UTF-16 without a mark', utf16(plain, false, false)],
    ['UTF-16 big end first without a mark', utf16(plain, true, false)],
    ['with colons', utf8('SERVICES_DOMAIN: example.test\nEXCLUDED_SERVICES : WEBEX,CUP')],
    ['with blanks about', utf8('  SERVICES_DOMAIN =  example.test  \n\tEXCLUDED_SERVICES\t=\tWEBEX,CUP')],
    ['with quotes', utf8('SERVICES_DOMAIN="example.test"\nEXCLUDED_SERVICES="WEBEX,CUP"')],
    [
      'with headings and comments',
      utf8(
        '[Bootstrap]\n# by IT\n; old\n! java\n// c\nSERVICES_DOMAIN=example.test\n\nEXCLUDED_SERVICES=WEBEX,CUP',
      ),
    ],
    [
      'with what is not set',
      utf8(
        'TFTP: NOT_SPECIFIED\nCCMCIP:\nCTI=not_specified\nSERVICES_DOMAIN=example.test\nEXCLUDED_SERVICES=WEBEX,CUP',
      ),
    ],
  ])('%s', (_title, bytes) => {
    expect(pairs(bytes)).toEqual(read);
    expect(parseBootstrap(bytes).problems).toEqual([]);
  });

  it('keeps lines, values with signs in them, and an old code page', () => {
    const { entries } = parseBootstrap(
      utf8('\n\nFORGOT_PASSWORD_URL=https://help.test:8443/?a=b#c\nX=a=b:c'),
    );
    expect(entries).toEqual([
      { name: 'FORGOT_PASSWORD_URL', value: 'https://help.test:8443/?a=b#c', line: 3 },
      { name: 'X', value: 'a=b:c', line: 4 },
    ]);
    expect(pairs(Uint8Array.from([...utf8('LOG_DIRECTORY=C:\\B'), 0xfc, ...utf8('ro')]))).toEqual([
      'LOG_DIRECTORY=C:\\Büro',
    ]);
  });

  it.each([
    ['no separator', 'SERVICES_DOMAIN example.test', 'malformed'],
    ['no name', '=example.test', 'malformed'],
    ['a name of other signs', 'a b=c', 'malformed'],
    ['a hidden letter', 'A=b\u0007c', 'malformed'],
    ['a line without end', `A=${'x'.repeat(5_000)}`, 'too-long'],
  ])('skips a line with %s, says which, and reads the others', (_title, line, problem) => {
    const { entries, problems } = parseBootstrap(utf8(`TFTP=one\n${line}\nCTI=two`));
    expect(entries.map(({ value }) => value)).toEqual(['one', 'two']);
    expect(problems).toEqual([{ line: 2, problem }]);
  });

  it('takes the last of two with one name and reports the first', () => {
    const { entries, problems } = parseBootstrap(utf8('tftp=one\nTFTP=two'));
    expect(entries).toEqual([{ name: 'TFTP', value: 'two', line: 2 }]);
    expect(problems).toEqual([{ line: 1, problem: 'repeated' }]);
  });

  it('Q2: whatever the bytes, it reads what it can and never fails', { timeout: 600_000 }, () => {
    const piece = fc.oneof(
      fc.constantFrom('SERVICES_DOMAIN', '=', ':', '\n', '\r\n', '[x]', '\ufeff', 'NOT_SPECIFIED', '#', '"'),
      fc.string(),
    );
    const text = fc.array(piece, { maxLength: 40 }).map((parts) => utf8(parts.join('')));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), text), (bytes) => {
        const { entries, problems } = parseBootstrap(bytes);
        expect(new Set(entries.map(({ name }) => name.toLowerCase())).size).toBe(entries.length);
        for (const { name, value, line } of entries) {
          expect(name).toMatch(/^[a-z][\w.-]*$/i);
          expect(value).not.toMatch(/[\0\r\n]/);
          expect(value).not.toBe('');
          expect(line).toBeGreaterThan(0);
        }
        for (const { line } of problems) expect(line).toBeGreaterThan(0);
      }),
      { numRuns: fuzzRuns() },
    );
  });
});
