import type { Person } from '../../../shared/domain/contact.ts';

const isUri = (typed: string) => /^sips?:/i.test(typed) || typed.includes('@');
/** Digits and what people and programs put between them; letters of a vanity number may follow the first digits. */
const looksLikeNumber = (typed: string) => /^[+*#]?[\d\s().\-/*#\u00a0\u2010-\u2015]+$/.test(typed);

/**
 * What a pasted or typed text is dialled as: `tel:` and separators go, `+49 (0)30` loses the trunk zero, SIP addresses stay
 * as they are. Names stay too: main knows what to make of them.
 */
export function dialNumber(typed: string): string {
  const bare = typed
    .replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .trim()
    .replace(/^(?:tel|callto):(?:\/\/)?/i, '')
    .replace(/;.*$/, (rest) => (isUri(typed) ? rest : ''));
  if (isUri(bare) || !looksLikeNumber(bare)) return bare;
  const international = bare.startsWith('+') ? bare.replace(/\(0\)/, '') : bare;
  return international.replace(/[^\d+*#]/g, '');
}

const digits = (number: string) => number.replace(/\D/g, '');

/** The person who has exactly this number, if one of those found has. Numbers match by their digits, with or without a prefix of up to five. */
export function ownerOf(typed: string, found: readonly Person[]): Person | undefined {
  const wanted = digits(dialNumber(typed));
  if (wanted.length < 3) return undefined;
  const matches = (number: string) => {
    const has = digits(number);
    const [long, short] = has.length > wanted.length ? [has, wanted] : [wanted, has];
    return has === wanted || (short.length >= 7 && long.endsWith(short) && long.length - short.length <= 5);
  };
  return found.find((person) => person.phones.some((phone) => matches(phone.number)));
}
