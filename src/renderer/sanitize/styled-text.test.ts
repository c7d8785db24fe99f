import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Block,
  hostOf,
  type Inline,
  isCallLink,
  isSafeLink,
  namesHost,
  parseStyledText,
} from './styled-text.ts';

const inline = (text: string): readonly Inline[] => {
  const [block] = parseStyledText(text);
  return block?.kind === 'paragraph' ? (block.lines[0] ?? []) : [];
};
const t = (text: string): Inline => ({ kind: 'text', text });

function plain(parts: readonly Inline[]): string {
  return parts.map((part) => ('children' in part ? plain(part.children) : part.text)).join('');
}
function plainBlocks(blocks: readonly Block[]): string {
  return blocks
    .map((block) =>
      block.kind === 'quote'
        ? plainBlocks(block.blocks)
        : block.kind === 'code-block'
          ? `${block.tag}\n${block.text}`
          : block.kind === 'item'
            ? plain(block.line)
            : block.lines.map(plain).join('\n'),
    )
    .join('\n');
}

describe('styled text', () => {
  it('Q2: a very long text is shown as it is, its lines bounded', () => {
    const [block] = parseStyledText(`*a* https://a.test\n${'\n'.repeat(200_000)}z`);
    const lines = block?.kind === 'paragraph' ? block.lines : [];
    expect(lines).toHaveLength(2_000);
    expect(lines[0]).toEqual([t('*a* https://a.test')]);
    expect(plain(lines.at(-1) ?? []).trim()).toBe('z');
  });

  it('M6: marks of XEP-0393', () => {
    expect(inline('a *b* _c_ ~d~ `e*f*`')).toEqual([
      t('a '),
      { kind: 'strong', children: [t('b')] },
      t(' '),
      { kind: 'emphasis', children: [t('c')] },
      t(' '),
      { kind: 'strike', children: [t('d')] },
      t(' '),
      { kind: 'code', text: 'e*f*' },
    ]);
  });

  it.each(['snake_case_name', '2*3*4', '* not strong *', '**', '*', 'a*b', '~ ~', '`'])(
    'M6: «%s» stays as it is',
    (text) => {
      expect(inline(text)).toEqual([t(text)]);
    },
  );

  it('M6: code blocks and quotes', () => {
    expect(parseStyledText('> he said\n> > deep\nme\n```\nx *y*\n```\nend')).toEqual([
      {
        kind: 'quote',
        blocks: [
          { kind: 'paragraph', lines: [[t('he said')]] },
          { kind: 'quote', blocks: [{ kind: 'paragraph', lines: [[t('deep')]] }] },
        ],
      },
      { kind: 'paragraph', lines: [[t('me')]] },
      { kind: 'code-block', tag: '', text: 'x *y*' },
      { kind: 'paragraph', lines: [[t('end')]] },
    ]);
  });

  it('M6: links are found, and only safe ones', () => {
    expect(inline('see https://example.test/a?b=c.')).toEqual([
      t('see '),
      { kind: 'link', text: 'https://example.test/a?b=c', url: 'https://example.test/a?b=c' },
      t('.'),
    ]);
    for (const bad of [
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'https://bank.test@evil.test/',
      'vbscript:x',
      'ftp://x/',
      '//evil.test/x',
    ]) {
      expect(isSafeLink(bad), bad).toBe(false);
      expect(JSON.stringify(parseStyledText(bad))).not.toContain(`"url":"${bad}`);
    }
  });

  it.each([
    ['call tel:+49-30-1234, please', 'tel:+49-30-1234'],
    ['(tel:1005)', 'tel:1005'],
    ['TEL:+49(30)1234.', 'TEL:+49(30)1234'],
    ['sip:bob@example.test;transport=tls or so', 'sip:bob@example.test;transport=tls'],
    ['sips:bob@example.test.', 'sips:bob@example.test'],
    ['at sip:%62ob@example.test', 'sip:%62ob@example.test'],
  ])('M6 X1: «%s» holds the call link %s', (body, url) => {
    expect(inline(body).filter(({ kind }) => kind === 'link')).toEqual([{ kind: 'link', text: url, url }]);
    expect(namesHost(url, hostOf(url))).toBe(true);
    expect(namesHost('Your bank', hostOf(url))).toBe(false);
  });

  it.each([
    'tel:',
    'tel:abc',
    'sip:',
    'sip:a%00b@x.test',
    'sip:a%E2%80%AEb@x.test',
    'sip:a%zz@x.test',
    'hotel:12',
  ])('Q1: «%s» is no call link', (body) => {
    expect(isCallLink(body)).toBe(false);
    expect(JSON.stringify(inline(body))).not.toMatch(/"url":"(?:tel|sips?):/);
  });

  it('Q1: a link ends before a sign that turns the direction', () => {
    expect(inline('see https://x.test/\u202Egpj.exe now')).toEqual([
      t('see '),
      { kind: 'link', text: 'https://x.test/', url: 'https://x.test/' },
      t('\u202Egpj.exe now'),
    ]);
  });

  const attacks = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '&lt;b&gt;',
    '"><svg/onload=x>',
    '{{constructor}}',
    '\u202Egnp.exe',
    '<a href="javascript:x">y</a>',
  ];
  it.each(attacks)('Q1: «%s» is text, to the letter', (attack) => {
    expect(plainBlocks(parseStyledText(attack))).toBe(attack);
  });

  it('M6: what stands behind an opening fence is kept, even when there is nothing else', () => {
    expect(parseStyledText('```ts\nlet x;\n```')).toEqual([
      { kind: 'code-block', tag: 'ts', text: 'let x;' },
    ]);
    expect(parseStyledText('```https://x.test/')).toEqual([
      { kind: 'code-block', tag: 'https://x.test/', text: '' },
    ]);
  });

  it('Q2: any text parses, ends and loses nothing but its marks', () => {
    fc.assert(
      fc.property(
        fc.string({
          maxLength: 400,
          unit: fc.constantFrom('*', '_', '~', '`', '>', '\n', ' ', 'a', 'é', 'https://x.test/'),
        }),
        (text) => {
          const letters = (s: string) => s.replace(/[*_~`>\s]/g, '');
          expect(letters(plainBlocks(parseStyledText(text)))).toBe(letters(text));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('Q2: long hostile runs do not hang', () => {
    for (const unit of ['*a ', '_', '>', '`', '*_~', 'https://', '> ']) parseStyledText(unit.repeat(3000));
  });
});
