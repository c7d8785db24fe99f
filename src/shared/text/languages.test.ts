import { describe, expect, it } from 'vitest';
import { de } from './de.ts';
import { en, type TextKey } from './en.ts';
import { languageFor } from './languages.ts';
import { pseudoCatalogue, pseudoText } from './pseudo.ts';
import { textIn } from './text-in.ts';

/** The doctor writes for administrators, in the language of the guide that it points to. */
const keys = (Object.keys(en) as TextKey[]).filter((key) => !key.startsWith('doctor.'));
const placeholders = (words: string) => [...words.matchAll(/\{\{\w+\}\}/g)].map(([one]) => one).toSorted();
const entries = Object.entries(de) as [TextKey, string][];

describe('the German catalogue', () => {
  it('X7: has every text that a person reads', () => {
    expect(keys.filter((key) => !de[key]?.trim())).toEqual([]);
  });

  it('X7: has no text that there is none of in English', () => {
    expect(entries.map(([key]) => key).filter((key) => !(key in en))).toEqual([]);
  });

  it('X7: fills the same places as English', () => {
    const odd = entries.filter(
      ([key, words]) => placeholders(words).join() !== placeholders(en[key] ?? words).join(),
    );
    expect(odd).toEqual([]);
  });

  it('X7: is written with German quotation marks, dashes and one form of address', () => {
    expect(entries.filter(([, words]) => /["—]|“[^“]*”|\b(du|dein|deine|dich|dir)\b/i.test(words))).toEqual(
      [],
    );
  });
});

describe('the language that is spoken', () => {
  it.each([
    ['the chosen one', 'de', ['en-GB'], 'de'],
    ['the computer’s, whatever the country', 'system', ['de-AT', 'en'], 'de'],
    ['the first of the computer’s that is known', 'system', ['fr-FR', 'de', 'en'], 'de'],
    ['English, when none is known', 'system', ['fr-FR', 'ja'], 'en'],
    ['that of an underscored name', 'system', ['de_CH.UTF-8'], 'de'],
  ] as const)('X7: is %s', (_, choice, preferred, expected) => {
    expect(languageFor(choice, preferred)).toBe(expected);
  });

  it('X7: outside the window has its places filled', () => {
    expect(textIn('de', 'app.incoming-call', { name: 'Bob' })).toBe('Bob ruft an');
    expect(textIn('en', 'app.incoming-call', { name: '{{name}}' })).toBe('{{name}} is calling');
  });
});

describe('the language that nobody speaks', () => {
  it('X7: is longer, has accents, and keeps its places', () => {
    expect(pseudoText('Call {{name}} now')).toBe('[Çåļļ {{name}} ñöŵ ······]');
    const catalogue = pseudoCatalogue();
    for (const key of keys) {
      expect(placeholders(catalogue[key] ?? ''), key).toEqual(placeholders(en[key]));
      expect(catalogue[key]?.length).toBeGreaterThan(en[key].length * 1.29);
    }
  });
});
