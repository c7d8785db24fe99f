import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StreamParser, type XmlLimits } from './stream-parser.ts';

const HEADER = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='1'>`;

/** What the parser tells of these pieces, in order. */
function told(pieces: readonly (string | Uint8Array)[], limits?: XmlLimits): string[] {
  const log: string[] = [];
  const parser = new StreamParser(
    {
      header: (attributes) => log.push(`header ${attributes['id'] ?? ''}`),
      element: (element) => log.push(element.toString()),
      end: () => log.push('end'),
      fault: (fault) => log.push(`fault ${fault}`),
    },
    limits,
  );
  for (const piece of pieces) parser.write(typeof piece === 'string' ? Buffer.from(piece) : piece);
  return log;
}

const small: XmlLimits = { maxStanzaLength: 1_000, maxDepth: 5 };

describe('stream parser', () => {
  it('tells header, stanzas and end', () => {
    expect(told([`${HEADER}<a x="1&amp;2"><b>t</b></a> \n<c/></stream:stream>`])).toEqual([
      'header 1',
      '<a x="1&amp;2"><b>t</b></a>',
      '<c/>',
      'end',
    ]);
  });

  it('Q2: puts characters together that were split anywhere', () => {
    const bytes = Buffer.from(`${HEADER}<a b="ü€😀">ü€😀<![CDATA[<x>]]&]]></a>`);
    const whole = told([bytes]);
    expect(whole[1]).toBe('<a b="ü€😀">ü€😀&lt;x&gt;]]&amp;</a>');
    for (let at = 1; at < bytes.length; at += 1)
      expect(told([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
    expect(told([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
  });

  it.each([
    ['<!DOCTYPE x [<!ENTITY a "b">]>', 'restricted-xml'],
    [`${HEADER}<!-- hello -->`, 'restricted-xml'],
    [`${HEADER}<a><?php ?></a>`, 'restricted-xml'],
    [`${HEADER}<?xml version='1.0'?>`, 'restricted-xml'],
    [`${HEADER}<a>&bomb;</a>`, 'not-well-formed'],
    [`${HEADER}<a>&#0;</a>`, 'not-well-formed'],
    [`${HEADER}<a></b>`, 'not-well-formed'],
    [`${HEADER}text`, undefined],
    [`${HEADER}text<a/>`, 'not-well-formed'],
    [`${HEADER}<>`, 'not-well-formed'],
    ['</a>', 'not-well-formed'],
    ['<html><body/></html>', 'not-well-formed'],
    [`${HEADER}<a><b><c><d><e/></d></c></b></a>`, 'policy-violation'],
    [`${HEADER}<a>${'x'.repeat(1_001)}`, 'policy-violation'],
    [`${HEADER}<a b="${'x'.repeat(1_001)}`, 'policy-violation'],
    [`${HEADER}<a>${'<b/>'.repeat(300)}`, 'policy-violation'],
  ])('Q2: refuses %s', (text, fault) => {
    expect(told([text], small).filter((line) => line.startsWith('fault'))).toEqual(
      fault === undefined ? [] : [`fault ${fault}`],
    );
  });

  it('Q2: refuses what is not UTF-8', () => {
    expect(told([HEADER, Uint8Array.of(0x3c, 0x61, 0x3e, 0xff, 0xfe)])).toEqual([
      'header 1',
      'fault unsupported-encoding',
    ]);
  });

  it('tells nothing after a fault or the end', () => {
    expect(told([HEADER, '<a></b>', '<c/>', '</stream:stream>'])).toEqual([
      'header 1',
      'fault not-well-formed',
    ]);
    expect(told([`${HEADER}</stream:stream><a/>`, '<b/>'])).toEqual(['header 1', 'end']);
  });

  it('keeps nothing of the white space between stanzas', () => {
    expect(told([HEADER, ...Array.from({ length: 5_000 }, () => ' '), '<a/>'], small)).toEqual([
      'header 1',
      '<a/>',
    ]);
  });

  it('Q2: any bytes, in any pieces, neither throw nor tell more than one fault', () => {
    const markup = fc.constantFrom(
      '<',
      '>',
      '/',
      '&',
      ';',
      '"',
      "'",
      '=',
      ' ',
      '!',
      '?',
      '[',
      ']',
      '-',
      'a',
      'stream:stream',
      '<![CDATA[',
      ']]>',
      HEADER,
      '&#x41;',
      '&lt;',
      'xmlns',
      '\u0000',
      'é',
    );
    const text = fc.array(markup, { maxLength: 60 }).map((parts) => Buffer.from(parts.join('')));
    const bytes = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(fc.array(fc.oneof(text, bytes), { maxLength: 8 }), fc.boolean(), (pieces, isOpened) => {
        const log = told(isOpened ? [HEADER, ...pieces] : pieces, small);
        expect(log.filter((line) => line.startsWith('fault ')).length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1_500 },
    );
  });
});
