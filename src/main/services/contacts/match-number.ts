/** Fewer equal digits at the end than this do not make two numbers one. */
export const LEAST_DIGITS = 7;

/**
 * Whether two numbers are one person's: equal as digits (extensions), or equal from the end for at least seven digits
 * where one is the other with a prefix (national, international, access code) (C4).
 */
export function isSameNumber(a: string, b: string): boolean {
  const left = digitsOf(a);
  const right = digitsOf(b);
  if (left === '' || right === '') return false;
  if (left === right) return true;
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  return short.length >= LEAST_DIGITS && long.endsWith(short);
}

/** Digits without what people put between them; a trunk zero after a country code in brackets, `+49 (0) 30`, is dropped. */
export function digitsOf(number: string): string {
  return number
    .replace(/\(0\)/g, '')
    .replace(/^\+?0{0,2}/, '')
    .replace(/\D/g, '');
}
