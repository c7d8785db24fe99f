/** The searches of UDS `/users` that find what a person typed (cisco-uc 2.6). */
export type DirectoryQuery = Readonly<Record<string, string>>;

/** Letters of a number that only make it readable. */
const SEPARATORS = /[\s().\-/+]/g;

/**
 * Reads what was typed: a number searches numbers from their start, an address the exact mail and URI, anything else
 * names. Of several words the first and the last are searched: UDS knows first and last names.
 */
export function queriesFor(text: string): readonly DirectoryQuery[] {
  const typed = text.trim().replace(/\s+/g, ' ').slice(0, 200);
  if (typed === '') return [];
  const digits = typed.replace(SEPARATORS, '');
  if (/^\d{3,}$/.test(digits)) return [{ number: digits }];
  if (typed.includes('@')) return [{ email: typed }, { uri: typed }];
  const words = typed.split(' ');
  const [first = ''] = words;
  const name = words.length < 3 ? typed : `${first} ${words.at(-1) ?? ''}`;
  return [{ name }];
}

/** Right-most digits that tell two subscribers apart wherever they call from. */
const TAIL = 7;
/** Searches for the owner of a number, the most exact first. */
export function queriesForNumber(number: string): readonly DirectoryQuery[] {
  const digits = digitsOf(number);
  if (digits.length < 2) return [];
  // A short one is an extension: it is stored as dialled.
  if (digits.length < TAIL) return [{ number: digits }];
  return [{ numberlast: digits.slice(-TAIL) }];
}

/**
 * Whether the stored number is the one that was signalled: the same digits, or one is the end of the other without the
 * zeros that national forms begin with (`0150 555 0100` and `+49 150 555 0100`). Short numbers must be equal: the
 * extension 1001 is not the end of somebody's +1 555 1001.
 */
export function isSameNumber(stored: string, signalled: string): boolean {
  const [a, b] = [digitsOf(stored), digitsOf(signalled)];
  if (a === '' || b === '') return false;
  if (a === b) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const significant = short.replace(/^0+/, '');
  return significant.length >= TAIL && long.endsWith(significant);
}

function digitsOf(number: string): string {
  return number.replace(/\D/g, '');
}
