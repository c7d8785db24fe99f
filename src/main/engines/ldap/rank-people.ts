import type { Person } from '../../../shared/domain/contact.ts';

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Who is likeliest meant comes first: the whole name, its beginning, a word's beginning, the rest; of equals by name. */
export function bestFirst(people: readonly Person[], text: string): readonly Person[] {
  const typed = fold(text.trim());
  const ranked = people.map((person) => ({ person, name: fold(person.name), rank: rankOf(person, typed) }));
  return ranked
    .toSorted((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map(({ person }) => person);
}

function rankOf(person: Person, typed: string): number {
  const name = fold(person.name);
  const user = fold(person.address ?? '').split('@')[0] ?? '';
  if (name === typed || user === typed) return 0;
  if (name.startsWith(typed)) return 1;
  return name.split(/\s+/).some((word) => word.startsWith(typed)) || user.startsWith(typed) ? 2 : 3;
}
