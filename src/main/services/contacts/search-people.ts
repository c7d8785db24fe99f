import type { Contact } from '../../../shared/domain/contact.ts';

/** A contact made ready for searching: its words without accents and in lower case, its numbers as digits. */
export interface SearchEntry {
  readonly contact: Contact;
  readonly name: string;
  readonly words: readonly string[];
  readonly address: string;
  readonly numbers: readonly string[];
}

/** Letters that compare equal for a person who types: case, accents and width don't matter. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}

export function searchEntry(contact: Contact): SearchEntry {
  const name = fold(contact.name);
  return {
    contact,
    name,
    words: name.split(/[\s.,()'’-]+/).filter((word) => word !== ''),
    address: fold(contact.address ?? ''),
    numbers: contact.phones.map((phone) => phone.number.replace(/\D/g, '')),
  };
}

/** How well an entry fits; lower is better. */
const RANK = { exact: 0, nameStart: 1, wordStart: 2, address: 3, number: 4, inside: 5 } as const;

/** People in whom every typed word is found, best first; `recency` (larger is later) parts equals. */
export function searchPeople(
  entries: Iterable<SearchEntry>,
  text: string,
  limit: number,
  recency: (contact: Contact) => number,
): readonly Contact[] {
  const whole = fold(text.trim());
  if (whole === '') return [];
  const typed = whole.split(/\s+/);
  const found: { contact: Contact; rank: number; recent: number }[] = [];
  for (const entry of entries) {
    const rank = rankOf(entry, whole, typed);
    if (rank !== undefined) found.push({ contact: entry.contact, rank, recent: recency(entry.contact) });
  }
  found.sort((a, b) => a.rank - b.rank || b.recent - a.recent || (a.contact.name < b.contact.name ? -1 : 1));
  return found.slice(0, limit).map(({ contact }) => contact);
}

function rankOf(entry: SearchEntry, whole: string, typed: readonly string[]): number | undefined {
  if (entry.name === whole || entry.address === whole) return RANK.exact;
  if (entry.name.startsWith(whole)) return RANK.nameStart;
  if (typed.every((word) => entry.words.some((own) => own.startsWith(word)))) return RANK.wordStart;
  if (entry.address.startsWith(whole)) return RANK.address;
  const digits = whole.replace(/[\s()+./-]/g, '');
  if (/^\d{2,}$/.test(digits) && entry.numbers.some((number) => number.includes(digits))) return RANK.number;
  return typed.every((word) => entry.name.includes(word)) ? RANK.inside : undefined;
}
