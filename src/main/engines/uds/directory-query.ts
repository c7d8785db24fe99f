import { unescapeLocal } from '../../../shared/domain/jid.ts';
import { digitsOf, SUBSCRIBER_DIGITS } from '../../../shared/domain/phone-number.ts';

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

/** Searches for the owner of a number, the most exact first. */
export function queriesForNumber(number: string): readonly DirectoryQuery[] {
  const digits = digitsOf(number);
  if (digits.length < 2) return [];
  // A short one is an extension: it is stored as dialled.
  if (digits.length < SUBSCRIBER_DIGITS) return [{ number: digits }];
  return [{ numberlast: digits.slice(-SUBSCRIBER_DIGITS) }];
}

/**
 * Searches for whom a contact's address names. Addresses are made of login names, mail addresses, employee numbers or telephone
 * numbers (T6); of another domain only as they stand, as a directory URI or a mail address: federated people are in no
 * directory of ours unless somebody put them there (M15).
 */
export function queriesForUri(uri: string, ownDomain: string | undefined): readonly DirectoryQuery[] {
  const at = uri.lastIndexOf('@');
  const user = unescapeLocal(uri.slice(0, Math.max(at, 0)));
  const isOwn = at !== -1 && uri.slice(at + 1).toLowerCase() === ownDomain?.toLowerCase();
  const whole: readonly DirectoryQuery[] = [{ uri }, { email: uri }];
  if (!isOwn || user.length < 3) return whole;
  const digits = user.replace(/^\+/, '');
  const isNumber = /^\d+$/.test(digits);
  return [
    ...whole,
    { username: user },
    // A login name may be a mail address of its own.
    ...(user.includes('@') ? [{ email: user }] : []),
    ...(isNumber ? queriesForNumber(user) : []),
  ];
}
