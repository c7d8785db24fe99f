import type { ContactId } from '../../../shared/domain/ids.ts';

/** A person made ready for searching: words without accents and in lower case, numbers as digits. */
export interface SearchEntry {
  readonly id: ContactId;
  readonly name: string;
  readonly words: readonly string[];
  readonly address: string;
  readonly numbers: readonly string[];
}

/** Letters that compare equal for a person who types: case, accents and width don't matter. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

const wordsOf = (folded: string): string[] => folded.split(/[\s.,;()'’"@_-]+/u).filter((word) => word !== '');

export function searchEntry(person: {
  id: ContactId;
  name: string;
  address?: string | undefined;
  phones: readonly { number: string }[];
}): SearchEntry {
  const name = fold(person.name);
  const address = fold(person.address ?? '');
  return {
    id: person.id,
    name,
    // The address's words too: people are looked for by user name.
    words: [...wordsOf(name), ...wordsOf(address.split('@')[0] ?? '')],
    address,
    numbers: person.phones.map((phone) => phone.number.replace(/\D/g, '')),
  };
}

/** How well an entry fits; lower is better. */
const RANK = { exact: 0, start: 1, wordStart: 2, number: 3, inside: 4 } as const;

/**
 * Ids of people in whom every typed word is found (C3): exact before beginning before a word's beginning before inside;
 * of equals the one last dealt with (`recency`, larger is later), then by name.
 */
export function searchPeople(
  entries: Iterable<SearchEntry>,
  text: string,
  limit: number,
  recency: (id: ContactId) => number,
): readonly ContactId[] {
  const whole = fold(text.trim());
  if (whole === '') return [];
  const query: Query = { whole, words: whole.split(/\s+/u), digits: digitsTyped(whole) };
  const best: Found[] = [];
  for (const entry of entries) {
    const rank = rankOf(entry, query);
    if (rank !== undefined) keepBest(best, { entry, rank, recent: recency(entry.id) }, limit);
  }
  return best.map(({ entry }) => entry.id);
}

interface Found {
  readonly entry: SearchEntry;
  readonly rank: number;
  readonly recent: number;
}

/** One letter finds thousands, of which a few are shown: they are never all sorted. */
function keepBest(best: Found[], found: Found, limit: number): void {
  const last = best.at(-1);
  if (best.length >= limit && last !== undefined && compare(found, last) >= 0) return;
  const place = best.findIndex((other) => compare(found, other) < 0);
  best.splice(place === -1 ? best.length : place, 0, found);
  if (best.length > limit) best.pop();
}

function compare(a: Found, b: Found): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.recent !== b.recent) return b.recent - a.recent;
  return a.entry.name < b.entry.name ? -1 : a.entry.name > b.entry.name ? 1 : 0;
}

interface Query {
  readonly whole: string;
  readonly words: readonly string[];
  /** When what was typed can be a number. */
  readonly digits: string | undefined;
}

function digitsTyped(whole: string): string | undefined {
  const digits = whole.replace(/[\s()+./-]/g, '');
  return /^\d{2,}$/.test(digits) ? digits : undefined;
}

function rankOf(entry: SearchEntry, { whole, words, digits }: Query): number | undefined {
  const { name, address, numbers } = entry;
  if (name === whole || address === whole || (digits !== undefined && numbers.includes(digits)))
    return RANK.exact;
  if (name.startsWith(whole) || address.startsWith(whole)) return RANK.start;
  if (words.every((word) => entry.words.some((own) => own.startsWith(word)))) return RANK.wordStart;
  if (digits !== undefined && numbers.some((number) => number.includes(digits))) return RANK.number;
  return words.every((word) => name.includes(word) || address.includes(word)) ? RANK.inside : undefined;
}
