import { en } from './en.ts';

const PLAIN = 'AaCcDdEeGgHhIiKkLlNnOoRrSsTtUuWwYyZz';
const MARKED = 'ÅåÇçÐđÉéĜĝĤĥÎîĶķĻļÑñÖöŔŕŠšŢţÛûŴŵÝýŽž';

/** English as a longer language with accents would be: `[Çöñţåçţš ···]`. Placeholders stay. */
export function pseudoText(words: string): string {
  const marked = words
    .split(/(\{\{\w+\}\})/)
    .map((part) =>
      part.startsWith('{{') ? part : [...part].map((one) => MARKED[PLAIN.indexOf(one)] ?? one).join(''),
    )
    .join('');
  return `[${marked} ${'·'.repeat(Math.ceil(words.length * 0.3))}]`;
}

/** The whole catalogue in that language which nobody speaks. */
export const pseudoCatalogue = (): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(en).map(([key, words]) => [key, pseudoText(words)]));
