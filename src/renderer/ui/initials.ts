const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const first = (word: string) => graphemes.segment(word)[Symbol.iterator]().next().value?.segment ?? '';

/**
 * One or two letters that stand for a name; the first one for scripts that don't part words (CJK), the first sign of a name
 * without letters. Empty for an empty name.
 */
export function initialsOf(name: string): string {
  // A number has no initials.
  if (/\d/.test(name) && !/\p{L}/u.test(name)) return '#';
  const words = name
    .replace(/\(.*?\)/g, ' ')
    .trim()
    .split(/[\s._-]+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    // A quote or a bracket before a name is not its first letter.
    .map((word) => word.replace(/^[^\p{L}\p{N}]+/u, ''));
  if (words.length === 0) return first(name.trim());
  const [head = '', ...rest] = words;
  const last = rest.at(-1);
  const isUnparted = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u.test(head);
  return (first(head) + (last !== undefined && !isUnparted ? first(last) : '')).toLocaleUpperCase();
}

/** One of five tints, the same for the same name on every start. */
export function tintOf(name: string): number {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % 5;
}
