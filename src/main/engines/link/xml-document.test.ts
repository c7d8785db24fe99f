import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { unwrap } from '../../../shared/errors/result.ts';
import { child, childText, descendants, escapeXml, find, parseXml, textOf } from './xml-document.ts';

const detailOf = (source: string | Uint8Array): string | undefined => {
  const result = parseXml(source);
  return result.ok ? undefined : `${result.error.code} ${result.error.detail ?? ''}`;
};

describe('the XML reader', () => {
  it('A5: a line without end that is full of slips is searched for its end once, not once for each of them', () => {
    const told: string[] = [];
    const search = vi.spyOn(String.prototype, 'indexOf');
    const read = parseXml(`<a>${'& '.repeat(500)}<b/></a>`, (problem) => told.push(problem));
    const searches = search.mock.calls.filter(([wanted]) => wanted === '\n').length;
    search.mockRestore();
    expect({ isRead: read.ok, told: told.length, first: told[0], searches }).toEqual({
      ...{ isRead: true, told: 500, first: 'line 1: a bare "&"' },
      searches: 1,
    });
  });

  it('gives local names, attributes, joined text and lines', () => {
    const root = unwrap(
      parseXml(`\uFEFF<?xml version="1.0" encoding="utf-8"?>
<!-- a comment -->
<n:config xmlns:n="urn:x" version='1.0' n:kind="a&amp;b">
  <Server_Port>  84<![CDATA[4]]>3 </Server_Port>
  <empty/>
</n:config>
`),
    );
    expect(root).toMatchObject({ name: 'config', line: 3 });
    expect([...root.attributes]).toEqual([
      ['version', '1.0'],
      ['kind', 'a&b'],
    ]);
    expect(childText(root, 'serverPort')).toBe('8443');
    expect(child(root, 'SERVER-PORT')?.line).toBe(4);
    expect(childText(root, 'empty')).toBeUndefined();
  });

  it('finds at any depth, in order', () => {
    const root = unwrap(parseXml('<a><b><c>1</c></b><c>2</c><d><c/></d></a>'));
    expect(descendants(root, 'c').map(({ text }) => text)).toEqual(['1', '2', '']);
    expect(find(root, 'd')?.children).toHaveLength(1);
    expect(textOf(root, 'c')).toBe('1');
  });

  it.each([
    ['named and numbered characters', '<a>&lt;&#65;&#x1F600;&quot;&apos;</a>', '<A😀"\''],
    ['letters of other scripts', '<größe>数字</größe>', '数字'],
    ['a ">" in text', '<a>1 > 0</a>', '1 > 0'],
  ])('reads %s', (_title, source, text) => {
    expect(unwrap(parseXml(source)).text).toBe(text);
  });

  it.each([
    ['UTF-8 with mark', Buffer.from('\uFEFF<a>é</a>', 'utf8')],
    ['UTF-16 LE', Buffer.from('\uFEFF<a>é</a>', 'utf16le')],
    ['UTF-16 BE', Buffer.from('\uFEFF<a>é</a>', 'utf16le').swap16()],
    ['ISO-8859-1', Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', 'latin1')],
  ])('decodes %s', (_title, bytes) => {
    expect(unwrap(parseXml(bytes)).text).toBe('é');
  });
});

describe('Q2: attacks and damage are refused, with a line', () => {
  it.each([
    ['a document type', '<!DOCTYPE a><a/>', 'line 1: a document type'],
    [
      'an external entity',
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
      'line 1: a document type',
    ],
    [
      'a billion laughs',
      '<!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><z>&b;</z>',
      'line 1: a document type',
    ],
    ['a document type after the start', '<a>\n<!DOCTYPE b></a>', 'line 2: a document type'],
    ['an unknown entity', '<a>&nbsp;</a>', 'line 1: an entity'],
    ['an entity named like a member of Object', '<a>&toString;</a>', 'line 1: an entity'],
    ['a bare ampersand', '<a>\n\nA & B</a>', 'a bare "&"'],
    ['a surrogate by number', '<a>&#xD800;</a>', 'a character'],
    ['NUL by number', '<a>&#0;</a>', 'a character'],
    ['a number beyond Unicode', '<a>&#x110000;</a>', 'a character'],
    ['a control character', '<a>\u0007</a>', 'a control character'],
    ['crossed tags', '<a><b></a></b>', 'mismatched end tag'],
    ['a missing end', '<a><b>', 'ends inside an element'],
    ['a second root', '<a/><b/>', 'second document element'],
    ['text around the root', 'hello <a/>', 'text outside'],
    ['nothing', '', 'no element'],
    ['HTML', '<html><body><p>Not found<br></body></html>', 'mismatched end tag'],
    ['JSON', '{"a":1}', 'text outside'],
    ['a doubled attribute', '<a x="1" x="2"/>', 'given twice'],
    ['an attribute without quotes', '<a x=1/>', 'without quotes'],
    ['attributes without a blank', '<a x="1"y="2"/>', 'malformed attribute'],
    ['"<" in an attribute', '<a x="<"/>', 'in an attribute'],
    ['an open comment', '<a><!-- </a>', 'does not end'],
    ['an open CDATA section', '<a><![CDATA[ </a>', 'CDATA'],
    ['a tag without a name', '<a>< b/></a>', 'without a name'],
  ])('%s', (_title, source, expected) => {
    expect(detailOf(source)).toContain(expected);
    expect(detailOf(source)).toMatch(/^http\.bad-content line \d+: /);
  });

  it('elements beyond the depth', () => {
    expect(detailOf('<a>'.repeat(65) + '</a>'.repeat(65))).toContain('too deep');
    expect(detailOf('<a>'.repeat(64) + '</a>'.repeat(64))).toBeUndefined();
    expect(detailOf('<a>'.repeat(1_000_000))).toContain('too deep');
  });

  it('more elements than any honest document', () => {
    expect(detailOf(`<a>${'<b/>'.repeat(200_001)}</a>`)).toContain('too many elements');
  });

  it('more attributes than any honest element', () => {
    const attributes = Array.from({ length: 65 }, (_, at) => `a${at}="1"`).join(' ');
    expect(detailOf(`<a ${attributes}/>`)).toContain('too many attributes');
  });

  it('__proto__ is a name like any other', () => {
    const root = unwrap(parseXml('<a __proto__="x"><__proto__>y</__proto__></a>'));
    expect(root.attributes.get('__proto__')).toBe('x');
    expect(root.children[0]?.text).toBe('y');
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('Q2: whatever comes, the answer is a document or a refusal', () => {
    const piece = fc.constantFrom(
      '<a>',
      '</a>',
      '<a/>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<!DOCTYPE',
      '&amp;',
      '&#',
      ';',
      '<?',
      '?>',
      '"',
      "'",
      '=',
      ' x=',
      '<',
      '>',
      'é',
      '\n',
      '\u0000',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 60 }), (pieces) => {
        const result = parseXml(pieces.join(''));
        return result.ok || result.error.code === 'http.bad-content';
      }),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => typeof parseXml(bytes).ok === 'boolean'),
    );
  });

  it('what we write, we read back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const root = unwrap(parseXml(`<a x="${escapeXml(text)}"/>`));
        return (
          root.attributes.get('x') ===
          text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\uFFFD')
        );
      }),
    );
  });
});
