import type { Selected } from './format-text.ts';

/** A name that is being written: from its `@` to the caret. */
export interface BegunMention {
  /** Of the `@`, UTF-16 units. */
  readonly at: number;
  readonly query: string;
}

/** Names have a few words at most; whoever wrote on without choosing is not asked any longer. */
const LONGEST_QUERY = 40;
const MOST_WORDS = 3;
const MOST_SHOWN = 8;

/** The name that stands before the caret, if one was begun: `@` at a word's beginning, no line break since. */
export function begunMention({ text, start, end }: Selected): BegunMention | undefined {
  if (start !== end) return undefined;
  const at = text.lastIndexOf('@', start - 1);
  if (at === -1 || start === 0) return undefined;
  const query = text.slice(at + 1, start);
  const isInWord = /[\p{L}\p{N}._%+-]$/u.test(text.slice(0, at));
  const isTooLong = query.length > LONGEST_QUERY || query.split(' ').length > MOST_WORDS;
  return isInWord || isTooLong || /\n|^ | {2}/.test(query) ? undefined : { at, query };
}

/** Who can be meant, those whose name begins so first, then those of whom any word does. */
export function matchingNames(names: readonly string[], query: string): readonly string[] {
  const wanted = fold(query);
  const isBegun = (name: string) => fold(name).startsWith(wanted);
  const hasWord = (name: string) =>
    fold(name)
      .split(/[\s._-]+/u)
      .some((word) => word.startsWith(wanted));
  const { compare } = new Intl.Collator();
  return names
    .filter((name) => isBegun(name) || hasWord(name))
    .toSorted((a, b) => Number(isBegun(b)) - Number(isBegun(a)) || compare(a, b))
    .slice(0, MOST_SHOWN);
}

/** The chosen name in place of what was begun, and the caret behind it. */
export function withMention({ text, start }: Selected, { at }: BegunMention, name: string): Selected {
  const rest = text.slice(start);
  const words = `@${name}${rest.startsWith(' ') ? '' : ' '}`;
  const caret = at + words.length + (rest.startsWith(' ') ? 1 : 0);
  return { text: text.slice(0, at) + words + rest, start: caret, end: caret };
}

/** Letter case and accents aside. */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLocaleLowerCase();
}
