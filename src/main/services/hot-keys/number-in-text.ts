/** Longer selections are no number: nobody means a page by this key. */
const LONGEST = 500;
const SHORTEST_DIGITS = 2;
/** Digits with what people put between them; E.123 and the usual national forms. */
const NUMBER = /(?:\+|\(\s*\+?\d|[*#\d])[\d\s()./*#\u2010-\u2015-]*[\d#*]/g;
const ADDRESS = /(?:sips?:)?[\w.+~-]+@[\w.-]+\.[a-z]{2,}/i;

/**
 * The first telephone number or SIP address in a text that somebody has selected; undefined when there is none. A number
 * may stand in a sentence; dates and times are numbers to this as to every reader that knows no context.
 */
export function numberInText(text: string): string | undefined {
  if (text.length > LONGEST) return undefined;
  const plain = text.replace(/[\u00a0\u202f\s]+/g, ' ').trim();
  const address = ADDRESS.exec(plain)?.[0];
  if (address !== undefined) return address;
  return plain
    .match(NUMBER)
    ?.map((found) => found.replace(/\(\s*0\s*\)/g, '').replace(/[^\d+*#]/g, ''))
    .find((found) => found.replace(/\D/g, '').length >= SHORTEST_DIGITS);
}
