/** Shorter words are left alone: they name nobody for sure. */
const SHORTEST_PART = 3;
const WORD = /[\p{L}\p{N}]+/gu;

/**
 * Finds the names of known people in running text: whole names in any case, single parts of a name as they are written.
 * A map of first words keeps it fast with thousands of contacts.
 */
export class KnownNames {
  /** Names of several words, by their first word, longest first. */
  private readonly whole = new Map<string, readonly { readonly words: readonly string[] }[]>();
  /** Parts of names, as they are written, and whose they are. */
  private readonly parts = new Map<string, string>();

  constructor(names: Iterable<string>) {
    const byFirst = new Map<string, { words: readonly string[] }[]>();
    for (const name of new Set(names)) {
      const words = name.match(WORD) ?? [];
      const [first] = words;
      if (first === undefined) continue;
      const entry = { words: words.map((word) => word.toLowerCase()) };
      byFirst.set(first.toLowerCase(), [...(byFirst.get(first.toLowerCase()) ?? []), entry]);
      for (const word of words) if ([...word].length >= SHORTEST_PART) this.parts.set(word, word);
    }
    for (const [first, entries] of byFirst)
      this.whole.set(
        first,
        entries.toSorted((a, b) => b.words.length - a.words.length),
      );
  }

  /** `other` gives the name that stands in for a found one. */
  replace(text: string, other: (name: string) => string): string {
    if (this.parts.size === 0) return text;
    const words = [...text.matchAll(WORD)];
    let result = '';
    let at = 0;
    for (let index = 0; index < words.length; index += 1) {
      const word = words[index];
      const length = this.lengthAt(words, index);
      const last = words[index + length - 1];
      if (!word || !last || length === 0) continue;
      result += text.slice(at, word.index);
      at = last.index + last[0].length;
      result += other(text.slice(word.index, at).toLowerCase());
      index += length - 1;
    }
    return result + text.slice(at);
  }

  /** Words of the name that begins here; 0: none. */
  private lengthAt(words: readonly RegExpExecArray[], index: number): number {
    const word = words[index]?.[0] ?? '';
    for (const { words: wanted } of this.whole.get(word.toLowerCase()) ?? [])
      if (wanted.length > 1 && wanted.every((each, n) => words[index + n]?.[0].toLowerCase() === each))
        return wanted.length;
    return this.parts.has(word) ? 1 : 0;
  }
}
