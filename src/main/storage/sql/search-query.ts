/** More words than this narrow nothing down any more and only cost. */
const MAX_WORDS = 16;

/**
 * A full-text query from what a person typed: every word must occur, the last one may be unfinished, unless a space follows
 * it: a whole word is found much faster than all that begin with it. Nothing typed is
 * ever an operator: each word stands in quotes, and what holds no letter or digit is left out (FTS5, "Full-text Query
 * Syntax"). Undefined when nothing is left to look for.
 */
export function searchQuery(text: string, scope?: string): string | undefined {
  const words = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}\p{Cn}"]/gu, ' ')
    .split(/\s+/u)
    .filter((word) => /[\p{L}\p{N}\p{Co}]/u.test(word))
    .slice(0, MAX_WORDS);
  if (words.length === 0) return undefined;
  const last = words.at(-1) ?? '';
  // One letter begins too many words to be a useful beginning; it is looked for as a word of its own.
  const isPrefix = [...last].length >= 2 && !/\s$/u.test(text);
  const terms = words.map((word, index) => `"${word}"${isPrefix && index === words.length - 1 ? '*' : ''}`);
  const body = `body : (${terms.join(' AND ')})`;
  return scope === undefined ? body : `scope : "${scope}" AND ${body}`;
}
