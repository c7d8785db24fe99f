import { digitsOf } from '../../shared/domain/phone-number.ts';

/** A telephone number in a text, and where it stands. */
export interface FoundNumber {
  readonly at: number;
  readonly text: string;
  readonly url: string;
}

/** Groups of digits with one separator between them, some in brackets; each round needs a sign of its own, so time is linear. */
const GROUPS = /\+?\(?\d+\)?(?:[ \u00a0./-]\(?\d+\)?|\(\d+\)|(?<=\))\d+)*/g;
/** What says that a number follows. */
const ANNOUNCED =
  /(?:^|[^\p{L}])(?:tel(?:efon|ephone)?(?:nummer)?|phone|mobile?|cell|handy|call|dial|ring|ruf(?:t|e|en)?|anruf(?:en)?|durchwahl|dw|ext(?:ension)?|nebenstelle|extn|fax)\.?\s?(?:no\.?|nr\.?|number)?\s?[:\u260e\u{1f4de}]?\s?$/iu;
/** A day, a version, an address of a computer: `01.02.2025`, `2025-01-02`, `10.0.12.1`. */
const DATE = /^\(?\d{1,4}([./-])\d{1,2}\1\d{1,4}/;
/** Names, amounts, times and paths go on beside their digits. */
const JOINED_BEFORE = /[\p{L}\p{N}#@_&=:,.+/\\€$£¥%-]$/u;
const JOINED_AFTER = /^(?:[\p{L}\p{N}#@_&=:/\\%€$£¥-]|[.,]\d|\s?(?:€|\$|£|%|EUR|USD|GBP|CHF)(?!\p{L}))/u;
/** `0123 4567 8901 2345`: cards and accounts. */
const FOURS = /^\d{4}(?:[ -]\d{4})+$/;

/**
 * Telephone numbers that nobody marked as such. What could as well be a date, an amount, a version or the number of a thing is
 * left alone: international form, the usual national forms, and whatever a word announces.
 */
export function findPhoneNumbers(text: string): readonly FoundNumber[] {
  const found: FoundNumber[] = [];
  for (const { 0: raw, index } of text.matchAll(GROUPS)) {
    const before = text.slice(Math.max(0, index - 24), index);
    const after = text.slice(index + raw.length, index + raw.length + 6);
    const shown = balanced(raw);
    if (JOINED_BEFORE.test(before) && !ANNOUNCED.test(before)) continue;
    if (JOINED_AFTER.test(after) || !isNumber(shown, before)) continue;
    found.push({
      at: index + raw.indexOf(shown),
      text: shown,
      url: `tel:${shown.startsWith('+') ? '+' : ''}${digitsOf(shown)}`,
    });
  }
  return found;
}

/** A bracket that has no other half in the number is not the number's. */
function balanced(raw: string): string {
  const excess = raw.replaceAll(/[^(]/g, '').length - raw.replaceAll(/[^)]/g, '').length;
  if (excess > 0) return raw.replace(/^\(/, '');
  return excess < 0 ? raw.replace(/\)$/, '') : raw;
}

function isNumber(shown: string, before: string): boolean {
  const count = digitsOf(shown).length;
  if (count > 15 || FOURS.test(shown) || DATE.test(shown)) return false;
  if (ANNOUNCED.test(before)) return count >= 3;
  if (shown.startsWith('+')) return count >= 8 && /^\+[1-9]/.test(shown);
  // North America: (555) 123-4567, 555-123-4567.
  if (/^(?:\(\d{3}\) ?|\d{3}[ -])\d{3}-\d{4}$/.test(shown)) return true;
  // With the zero of a national number, and its area parted from the rest.
  return count >= 9 && count <= 12 && /^\(?0[1-9]\d{0,4}\)?[ /]\(?\d{2,9}(?:[ -]\d{2,9}){0,3}$/.test(shown);
}
