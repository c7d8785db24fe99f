import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEAD_LIMIT, MESSAGE_LIMIT } from './sip-flow.ts';
import { type Frame, StreamFramer } from './stream-framer.ts';

const message = (body: string, name = 'Content-Length'): string =>
  `OPTIONS sip:a SIP/2.0\r\n${name}: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

function frames(chunks: readonly Buffer[]): Frame[] {
  const framer = new StreamFramer();
  return chunks.flatMap((chunk) => framer.push(chunk));
}

describe('stream framer', () => {
  it('V1: any cutting of the stream gives the same messages, counted in bytes', () => {
    const bodies = fc.array(fc.string({ unit: 'grapheme', maxLength: 30 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(bodies, fc.array(fc.nat(400), { maxLength: 10 }), (texts, cuts) => {
        const stream = Buffer.from(texts.map((text) => message(text)).join(''));
        const edges = [
          0,
          ...cuts.filter((cut) => cut < stream.length).toSorted((a, b) => a - b),
          stream.length,
        ];
        const chunks = edges.slice(1).map((edge, index) => stream.subarray(edges[index], edge));
        expect(frames(chunks)).toEqual(texts.map((text) => ({ kind: 'message', text: message(text) })));
      }),
    );
  });

  it('V1: keep-alives between messages are told, compact and missing lengths read', () => {
    const bare = 'OPTIONS sip:a SIP/2.0\r\nTo: x\r\n\r\n';
    expect(
      frames([Buffer.from(`\r\n\r\n${message('x', 'l')}${bare}\r\n`)]).map((frame) =>
        frame.kind === 'message' ? frame.text.length : frame.kind,
      ),
    ).toEqual(['keep-alive', 'keep-alive', message('x', 'l').length, bare.length, 'keep-alive']);
  });

  it('V2: a name in Latin-1, as old telephone systems write it, keeps its letters', () => {
    const latin = Buffer.from('INVITE sip:a SIP/2.0\r\nFrom: "M\u00fcller" <sip:1@h>\r\n\r\n', 'latin1');
    const [frame] = frames([latin]);
    expect(frame?.kind === 'message' && frame.text).toContain('"M\u00fcller"');
    const code = Buffer.from('INVITE sip:a SIP/2.0\r\nFrom: "\u00804" <sip:1@h>\r\n\r\n', 'latin1');
    const [coded] = frames([code]);
    expect(coded?.kind === 'message' && coded.text).toContain('"\u00804"');
  });

  it('A9: a STUN answer between messages is a keep-alive, however it is cut', () => {
    const stun = Buffer.alloc(32);
    stun.writeUInt16BE(0x0101, 0);
    stun.writeUInt16BE(12, 2);
    stun.writeUInt32BE(0x2112a442, 4);
    const stream = Buffer.concat([Buffer.from(message('x')), stun, Buffer.from(message('y'))]);
    const bytes = Array.from(stream, (byte) => Buffer.from([byte]));
    for (const chunks of [[stream], bytes])
      expect(
        frames(chunks).map((frame) => (frame.kind === 'message' ? frame.text.at(-1) : frame.kind)),
      ).toEqual(['x', 'keep-alive', 'y']);
  });

  it.each([
    ['a head without end', Buffer.alloc(HEAD_LIMIT + 1, 'a'), 'too large'],
    ['a large body', Buffer.from(`A\r\nContent-Length: ${MESSAGE_LIMIT}\r\n\r\n`), 'too large'],
    ['a negative length', Buffer.from('A\r\nContent-Length: -1\r\n\r\n'), 'bad length'],
    ['two lengths', Buffer.from('A\r\nContent-Length: 1\r\nl: 2\r\n\r\n'), 'bad length'],
  ])('Q2: %s breaks the connection, and nothing is read after it', (_name, data, why) => {
    const framer = new StreamFramer();
    expect(framer.push(data)).toEqual([{ kind: 'broken', why }]);
    expect(framer.push(Buffer.from(message('x')))).toEqual([]);
  });
});
