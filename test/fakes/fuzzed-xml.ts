import fc from 'fast-check';

/**
 * Answers as a broken or hostile server may give them: any bytes, trees out of a format's own words with any text in them,
 * right documents with other texts in them, and right documents with pieces cut out, doubled, swapped or damaged.
 */
export function fuzzedXml(samples: readonly [string, ...string[]]): fc.Arbitrary<Uint8Array> {
  const words = [...new Set(samples.flatMap((sample) => sample.match(/(?<=[<\s])[a-z][\w.-]*/gi) ?? []))];
  const texts = samples.flatMap((sample) => sample.match(/(?<=[>"])[^<>"\n]{1,60}(?=[<"])/g) ?? []);
  return fc.oneof(
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 2_000 }) },
    { weight: 3, arbitrary: tree(samples, words, texts).map(encode) },
    { weight: 4, arbitrary: revalued(samples, texts).map(encode) },
    { weight: 2, arbitrary: damaged(samples) },
  );
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Texts that are right somewhere, or right nowhere. */
function anyText(texts: readonly string[]): fc.Arbitrary<string> {
  return fc
    .oneof(
      fc.constantFrom(...texts),
      fc.string({ maxLength: 40 }),
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.integer().map(String),
      fc.constantFrom(
        '',
        ' ',
        '-1',
        '65536',
        '1e9',
        '../../etc/passwd',
        'a b',
        '[::1]',
        '%00',
        'https://%zz/',
      ),
    )
    .map((text) => text.replace(/[<&"\p{Cc}]/gu, ''));
}

/** A right document in which some texts and attributes say something else. */
function revalued(samples: readonly [string, ...string[]], texts: readonly string[]): fc.Arbitrary<string> {
  const changes = fc.array(fc.option(anyText(texts), { nil: undefined, freq: 2 }), {
    minLength: 1,
    maxLength: 12,
  });
  return fc.tuple(fc.constantFrom(...samples), changes).map(([sample, given]) => {
    let at = 0;
    return sample.replace(/(?<==")[^"<]*(?=")|(?<=>)[^<>]*(?=<\/)/g, (text) => {
      const other = given[at % given.length];
      at += 1;
      return other ?? text;
    });
  });
}

/** Below a right root anything out of the format's words. */
function tree(
  samples: readonly [string, ...string[]],
  words: readonly string[],
  texts: readonly string[],
): fc.Arbitrary<string> {
  const value = anyText(texts);
  const roots = samples.map((sample) => /<([a-z][\w.-]*)/i.exec(sample)?.[1] ?? 'x');
  const name = fc.constantFrom(...words);
  const attributes = fc.dictionary(name, value, { maxKeys: 3 }).map((each) =>
    Object.entries(each)
      .map(([key, text]) => ` ${key}="${text}"`)
      .join(''),
  );
  const { element } = fc.letrec<{ element: string; inside: string }>((tie) => ({
    inside: fc.oneof(
      { maxDepth: 5, depthIdentifier: 'xml' },
      value,
      fc.array(tie('element'), { maxLength: 4 }).map((each) => each.join('')),
    ),
    element: fc
      .tuple(name, attributes, tie('inside'))
      .map(([tag, given, inside]) => `<${tag}${given}>${inside}</${tag}>`),
  }));
  const root = fc.tuple(fc.constantFrom(...roots), fc.array(element, { maxLength: 6 }));
  return fc.oneof(
    element,
    root.map(([name, inside]) => `<${name}>${inside.join('')}</${name}>`),
  );
}

function damaged(samples: readonly [string, ...string[]]): fc.Arbitrary<Uint8Array> {
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  const change = fc.record({
    how: fc.constantFrom('cut', 'double', 'swap', 'byte', 'insert'),
    from: place,
    length: fc.nat({ max: 80 }),
    byte: fc.nat({ max: 255 }),
    other: fc.constantFrom(...samples),
  });
  return fc
    .tuple(fc.constantFrom(...samples), fc.array(change, { minLength: 1, maxLength: 6 }))
    .map(([sample, changes]) => {
      let bytes = Buffer.from(sample);
      for (const { how, from, length, byte, other } of changes) {
        const at = Math.floor(from * bytes.length);
        const [before, piece, after] = [
          bytes.subarray(0, at),
          bytes.subarray(at, at + length),
          bytes.subarray(at + length),
        ];
        const foreign = Buffer.from(other).subarray(length, length * 2);
        const inside = {
          cut: [],
          double: [piece, piece],
          swap: [foreign],
          byte: [Buffer.from([byte]), piece.subarray(1)],
          insert: [foreign, piece],
        }[how];
        bytes = Buffer.concat([before, ...inside, after]);
      }
      return new Uint8Array(bytes);
    });
}
