/** Languages that the app speaks; each has a whole catalogue. The first is what is missing elsewhere. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** Made from English to try layouts: longer words with accents, and the same from right to left. No person chooses them. */
export type PseudoLanguage = 'en-XA' | 'ar-XB';

/**
 * The language to speak: the chosen one, else the first of the machine's that there is a catalogue for.
 * @param preferred BCP 47 tags, the dearest first
 */
export function languageFor(choice: Language | 'system', preferred: readonly string[]): Language {
  if (choice !== 'system') return choice;
  const known = preferred.map((tag) => languages.find((one) => one === tag.toLowerCase().split(/[-_]/)[0]));
  return known.find((one) => one !== undefined) ?? 'en';
}
