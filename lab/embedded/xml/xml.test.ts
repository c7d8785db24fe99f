import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type XmlElement, xml } from './element.ts';
import { parseXml, type XmlStreamFault, XmlStreamParser } from './stream-parser.ts';

interface Seen {
  root?: XmlElement;
  elements: XmlElement[];
  hasEnded: boolean;
  fault?: XmlStreamFault;
}

function read(...pieces: string[]): Seen {
  const seen: Seen = { elements: [], hasEnded: false };
  const parser = new XmlStreamParser(
    {
      root: (element) => {
        seen.root = element;
      },
      element: (element) => seen.elements.push(element),
      end: () => {
        seen.hasEnded = true;
      },
      fault: (kind) => {
        seen.fault = kind;
      },
    },
    { maxStanza: 5000, maxDepth: 20 },
  );
  for (const piece of pieces) parser.write(piece);
  return seen;
}

const HEADER = `<?xml version='1.0'?><stream:stream to='example.test' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`;

describe('XML stream parser', () => {
  it('reads the header, stanzas with namespaces, and the end', () => {
    const seen = read(
      HEADER,
      `<message to="b@x"><body>1 &lt; 2 &#x1F600;</body><x xmlns='urn:x'><y/></x></message>`,
      '</stream:stream>',
    );
    expect(seen.root?.attrs).toEqual({ to: 'example.test' });
    expect(seen.root?.is('stream', 'http://etherx.jabber.org/streams')).toBe(true);
    const message = seen.elements[0];
    expect(message?.ns).toBe('jabber:client');
    expect(message?.childText('body')).toBe('1 < 2 😀');
    expect(message?.child('x')?.child('y')?.ns).toBe('urn:x');
    expect(seen.hasEnded).toBe(true);
  });

  it('is the same however the text is cut', () => {
    const text = `${HEADER}<message><body>a&amp;b<![CDATA[<raw>]]>é</body></message>  <iq type="get" id='1>2'/>`;
    const whole = read(text).elements.map(String);
    for (let cut = 1; cut < text.length; cut++)
      expect(read(text.slice(0, cut), text.slice(cut)).elements.map(String)).toEqual(whole);
    expect(read(...text).elements.map(String)).toEqual(whole);
    expect(whole[1]).toContain('id="1&gt;2"');
  });

  it.each<[string, XmlStreamFault]>([
    ['<message><body></message>', 'not-well-formed'],
    ['garbage', 'not-well-formed'],
    ['<!DOCTYPE x>', 'restricted-xml'],
    ['<message><!-- hi --></message>', 'restricted-xml'],
    ['<message>&nbsp;</message>', 'not-well-formed'],
    ['<p:message/>', 'not-well-formed'],
    ['<message a="1" a="2"/>', 'not-well-formed'],
    [`<message>${'<a>'.repeat(25)}`, 'policy-violation'],
    [`<message>${'x'.repeat(6000)}`, 'policy-violation'],
  ])('refuses %s as %s', (text, fault) => {
    expect(read(HEADER, text).fault).toBe(fault);
  });

  it('writes what it can read', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a<>&"\'é😀 ') }), (text) => {
        const element = xml('body', 'urn:a', { note: text }, text, xml('b', 'urn:b', {}, xml('c', 'urn:a')));
        const back = parseXml(element.toString());
        expect(back?.toString()).toBe(element.toString());
        expect(back?.attrs['note']).toBe(text);
      }),
    );
  });
});
