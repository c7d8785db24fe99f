import { languageInForce } from './text.ts';

/** The system's own variety of the language in force (de-AT, en-GB), where it speaks it; else the language itself. */
function locale(): string {
  const language = languageInForce();
  const own = new Intl.DateTimeFormat().resolvedOptions().locale;
  return own.split('-')[0] === language.split('-')[0] ? own : language;
}

/** Makes what `make` gives once for each language that is spoken, when it is first needed. */
function perLanguage<T>(make: (locale: string) => T): () => T {
  const made = new Map<string, T>();
  return () => {
    const language = languageInForce();
    const known = made.get(language) ?? make(locale());
    made.set(language, known);
    return known;
  };
}

/** Dates and times as the language in force writes them. */
export function dateFormat(options: Intl.DateTimeFormatOptions): {
  readonly format: (at: number | Date) => string;
} {
  const current = perLanguage((tag) => new Intl.DateTimeFormat(tag, options));
  return { format: (at) => current().format(at) };
}

/** «A, B and C». */
export function listFormat(options: Intl.ListFormatOptions): {
  readonly format: (items: Iterable<string>) => string;
} {
  const current = perLanguage((tag) => new Intl.ListFormat(tag, options));
  return { format: (items) => current().format(items) };
}

/** Numbers with their units. */
export const numberText = (value: number, options: Intl.NumberFormatOptions): string =>
  new Intl.NumberFormat(locale(), options).format(value);
