import { describe, expect, it } from 'vitest';
import { createNetstringReader, encodeNetstring } from './netstring.ts';

describe('netstrings', () => {
  it('survive any cutting of the stream', () => {
    const stream = Buffer.concat([encodeNetstring('{"a":"é"}'), encodeNetstring(''), encodeNetstring('two')]);
    const read = createNetstringReader();
    const texts = [...stream].flatMap((byte) => read(Buffer.from([byte])));
    expect(texts).toEqual(['{"a":"é"}', '', 'two']);
    expect(createNetstringReader()(stream)).toEqual(texts);
  });

  it.each(['x:abc,', '3:abcd', '12345678901'])('refuse %s', (text) => {
    expect(() => createNetstringReader()(Buffer.from(text))).toThrow(/not a netstring/);
  });
});
