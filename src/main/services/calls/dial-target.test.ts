import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../shared/errors/result.ts';
import { parseDialTarget, shownAddress, signallingTarget } from './dial-target.ts';

/** What signalling is asked to call, or the error code. */
function dialled(text: string): string {
  const target = parseDialTarget(text);
  return target.ok ? signallingTarget(target.value) : target.error.code;
}

describe('dial targets', () => {
  // T16: links on web pages that name a number or an address to call.
  it.each([
    ['TEL:1234', '1234'],
    ['CISCOTEL:1234', '1234'],
    ['tel://1234', '1234'],
    ['ciscotel://1234', '1234'],
    ['SIP:msmith@domain', 'sip:msmith@domain'],
    ['sip://msmith@domain', 'sip:msmith@domain'],
  ])('X3: T16 %s calls %s', (text, target) => {
    expect(dialled(text)).toBe(target);
  });

  it.each([
    ['1234', '1234'],
    ['+1 (408) 555-1234', '+14085551234'],
    ['+44 (0)20 7946 0123', '+442079460123'],
    ['0049.30/123 456', '004930123456'],
    ['030\u2013123\u00a0456', '030123456'],
    ['１２３', '123'],
    ['*97', '*97'],
    ['#21#', '#21#'],
    ['tel:+1-201-555-0123', '+12015550123'],
    ['tel:863-1234;phone-context=+1-914-555', '+19145558631234'],
    ['tel:7042;phone-context=example.com', '7042'],
    ['tel:+1-800-555-0100;ext=12', '+18005550100'],
    ['sip:+15550100@pbx.example.test;user=phone', 'sip:+15550100@pbx.example.test'],
    ['sip:1234', '1234'],
    ['sips:alice@EXAMPLE.test:5061;transport=tls', 'sip:alice@example.test:5061'],
    ['alice@example.test', 'sip:alice@example.test'],
    ['conference-room', 'conference-room'],
  ])('V2: %s calls %s', (text, target) => {
    expect(dialled(text)).toBe(target);
  });

  it('V2: an extension is kept apart', () => {
    expect(parseDialTarget('tel:+1-800-555-0100;ext=12')).toMatchObject({
      value: { kind: 'number', extension: '12' },
    });
  });

  it.each([
    '',
    '   ',
    'tel:',
    'tel:abc',
    'tel:;ext=1',
    'javascript:alert(1)',
    'http://example.test',
    'sip:',
    'sip:@host',
    'a b c',
    'sip:a@b<script>',
    '12\r\n34',
    'x'.repeat(2_000),
    '1'.repeat(65),
    'tel:12;ext=abc',
    '+',
    'mailto:a@b',
  ])('X3: garbage %j is refused and nothing is dialled', (text) => {
    expect(dialled(text)).toBe('call.bad-number');
  });

  it.each(['112', '911', '999', 'tel:911', '9-1-1', 'urn:service:sos', 'urn:service:sos.police'])(
    'V6: %s is an emergency call',
    (text) => {
      expect(parseDialTarget(text)).toMatchObject({ ok: true, value: { kind: 'number', isEmergency: true } });
    },
  );

  it('V6: an emergency number is never rewritten, whatever context a link claims', () => {
    expect(dialled('tel:112;phone-context=+49')).toBe('112');
    expect(parseDialTarget('1120')).toMatchObject({ value: { isEmergency: false } });
  });

  it('X3: separators never change which number is meant', () => {
    const separator = fc.constantFrom('', ' ', '-', '.', '(', ')', '/', '\u00a0', '\u2011');
    const spaced = fc.tuple(
      fc.constantFrom('', '+'),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), separator), { minLength: 3, maxLength: 20 }),
    );
    fc.assert(
      fc.property(spaced, ([plus, parts]) => {
        const text = plus + parts.map(([digit, between]) => `${digit}${between}`).join('');
        // "(0)" after a country code is the one exception: it is left out.
        fc.pre(!text.includes('(0)'));
        expect(dialled(text)).toBe(plus + parts.map(([digit]) => digit).join(''));
      }),
    );
  });

  it('Q2: no text makes it throw, and what it lets through holds no line ends, brackets or blanks', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 300 }),
          fc.string().map((text) => `tel:${text}`),
          fc.string().map((text) => `sip:${text}@host`),
        ),
        (text) => {
          expect(dialled(text)).toMatch(/^call\.bad-number$|^[^\s<>"]+$/);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['sip:1002@example.test', '1002'],
    ['sip:bob@example.test', 'bob@example.test'],
    ['sip:%2B4930@example.test', '+4930'],
    ['tel:+4930', '+4930'],
    ['', ''],
    ['plain', 'plain'],
  ])('V10: %s is shown as %s and can be called back', (address, shown) => {
    expect(shownAddress(address)).toBe(shown);
    if (shown !== '') expect(parseDialTarget(shown).ok).toBe(true);
  });

  it.each([
    ['1234', '81234'],
    ['12 34', '81234'],
    ['tel:1234;ext=5', '1234'],
    ['sip:1234@example.test', 'sip:1234@example.test'],
    ['*123', '*123'],
    ['alice', 'alice'],
    ['112', '112'],
    ['911', '911'],
    ['9911', '9911'],
    ['urn:service:sos', '112'],
  ])('V6: %s is dialled as %s where a rule puts an 8 before everything', (text, dialled) => {
    const everything = [{ beginsWith: '', length: 0, remove: 0, prefix: '8' }];
    expect(signallingTarget(unwrap(parseDialTarget(text)), everything)).toBe(dialled);
  });
});
