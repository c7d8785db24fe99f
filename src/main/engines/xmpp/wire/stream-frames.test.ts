import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../../../test/fakes/fuzz-runs.ts';
import { fromFrame, toFrames } from './stream-frames.ts';
import { StreamParser } from './stream-parser.ts';
import { serialize, xml } from './xml.ts';

const HEADER =
  '<?xml version="1.0"?><stream:stream version="1.0" xmlns:stream="http://etherx.jabber.org/streams" xmlns="jabber:client" to="example.test" xml:lang="en">';
const OPEN =
  '<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="example.test" version="1.0" xml:lang="en"/>';

/** What the engine's parser reads of these pieces. */
function read(...pieces: readonly string[]): { headers: number; elements: string[]; ends: number } {
  const seen = { headers: 0, elements: [] as string[], ends: 0 };
  const parser = new StreamParser({
    header: () => void (seen.headers += 1),
    element: (element) => void seen.elements.push(element.toString()),
    end: () => void (seen.ends += 1),
    fault: (fault) => void seen.elements.push(`fault ${fault}`),
  });
  for (const piece of pieces) parser.write(Buffer.from(piece));
  return seen;
}

describe('XMPP in WebSocket frames (RFC 7395)', () => {
  it('D15: makes one frame of each element, with the namespace it had inside the stream', () => {
    const text = `${HEADER}<auth xmlns="urn:x"/><message><body>a &gt; b</body></message> <r xmlns="urn:sm"/>`;
    expect(toFrames(text)).toEqual({
      frames: [
        OPEN,
        '<auth xmlns="urn:x"/>',
        '<message xmlns="jabber:client"><body>a &gt; b</body></message>',
        '<r xmlns="urn:sm"/>',
      ],
      rest: '',
    });
    expect(toFrames('</stream:stream>').frames).toEqual([
      '<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>',
    ]);
    expect(toFrames('<stream:error><x/></stream:error>').frames).toEqual([
      '<stream:error xmlns:stream="http://etherx.jabber.org/streams"><x/></stream:error>',
    ]);
  });

  it('D15: holds what has no end yet', () => {
    const { frames, rest } = toFrames('<presence/><message><body>');
    expect(frames).toEqual(['<presence xmlns="jabber:client"/>']);
    expect(toFrames(`${rest}x</body></message>`).frames).toEqual([
      '<message xmlns="jabber:client"><body>x</body></message>',
    ]);
  });

  it("D15: reads the server's opening and closing whatever the quotes, and leaves the rest to the parser", () => {
    const open =
      "<open from='example.test' id='4' xmlns='urn:ietf:params:xml:ns:xmpp-framing' version='1.0'/>";
    const features = '<features xmlns="http://etherx.jabber.org/streams"><bind xmlns="urn:b"/></features>';
    const prefixed = '<f:close xmlns:f="urn:ietf:params:xml:ns:xmpp-framing"/>';
    expect(read(...[open, features, prefixed].map(fromFrame))).toEqual({
      headers: 1,
      elements: [features],
      ends: 1,
    });
    // A stanza of that name in another namespace is a stanza.
    expect(fromFrame('<open xmlns="urn:other"/>')).toBe('<open xmlns="urn:other"/>');
  });

  it('D15: what the engine writes arrives unchanged, however it is cut', () => {
    const text = fc.string({ maxLength: 40, unit: 'grapheme' });
    const stanza = fc
      .tuple(text, text, fc.boolean())
      .map(([body, to, isNested]) =>
        serialize(
          xml(
            'message',
            { to, xmlns: 'jabber:client' },
            xml('body', {}, body),
            isNested ? xml('x', { xmlns: 'urn:y', a: body }) : undefined,
          ),
        ),
      );
    fc.assert(
      fc.property(fc.array(stanza, { minLength: 1, maxLength: 6 }), fc.nat(), (stanzas, at) => {
        const whole = stanzas.join('');
        const cut = at % whole.length;
        const first = toFrames(whole.slice(0, cut));
        const { frames } = toFrames(first.rest + whole.slice(cut));
        expect([...first.frames, ...frames]).toEqual(stanzas);
      }),
      { numRuns: fuzzRuns() },
    );
  });

  it('Q2: no frame of a server makes it throw', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'binary' }), (frame) => {
        read(fromFrame(frame), fromFrame(`<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" ${frame}/>`));
        toFrames(frame);
      }),
      { numRuns: fuzzRuns() },
    );
  });
});
