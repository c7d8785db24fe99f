/** The look-ups that an administrator can take out of discovery (D7). */
export type Exclusion = 'WEBEX' | 'CUCM' | 'CUP';

export type Exclusions = ReadonlySet<Exclusion>;

const known: readonly Exclusion[] = ['WEBEX', 'CUCM', 'CUP'];

/** Reads the comma list of `ServiceDiscoveryExcludedServices` / `EXCLUDED_SERVICES`; letter case and blanks don't count, unknown words are given back. */
export function parseExclusions(text: string): {
  readonly excluded: Exclusions;
  readonly unknown: readonly string[];
} {
  const words = text
    .split(',')
    .map((word) => word.trim().toUpperCase())
    .filter((word) => word !== '');
  const isKnown = (word: string): word is Exclusion => known.some((each) => each === word);
  return { excluded: new Set(words.filter(isKnown)), unknown: words.filter((word) => !isKnown(word)) };
}

/** With all three excluded there is no discovery at all: the person is asked for the servers. */
export function isDiscoveryOff(excluded: Exclusions): boolean {
  return known.every((each) => excluded.has(each));
}
