/** Right-most digits that tell two subscribers apart wherever they call from; shorter numbers are extensions. */
export const SUBSCRIBER_DIGITS = 7;

/** Digits without what people put between them; the trunk zero after a country code, `+49 (0) 30`, is dropped. */
export function digitsOf(number: string): string {
  return number.replace(/\(\s*0\s*\)/g, '').replace(/\D/g, '');
}

/**
 * Whether two numbers are one line's: the same digits, or one is the end of the other without the zeros that national
 * forms begin with (`0150 555 0100` and `+49 150 555 0100`). Short numbers must be equal: the extension 1001 is not the
 * end of somebody's +1 555 1001 (C4).
 */
export function isSameNumber(one: string, other: string): boolean {
  const [a, b] = [digitsOf(one), digitsOf(other)];
  if (a === '' || b === '') return false;
  if (a === b) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const significant = short.replace(/^0+/, '');
  return significant.length >= SUBSCRIBER_DIGITS && long.endsWith(significant);
}
