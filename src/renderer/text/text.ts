import i18next from 'i18next';
import { catalogue, type ErrorCode } from '../../shared/errors/catalogue.ts';
import { en, type TextKey } from '../../shared/text/en.ts';
import type { Language, PseudoLanguage } from '../../shared/text/languages.ts';

export type TextParams = Readonly<Record<string, string | number>>;

let inForce: Language | PseudoLanguage = 'en';

/** The language that texts are in now. */
export const languageInForce = (): Language | PseudoLanguage => inForce;

/**
 * Loads the catalogue and makes it the one in force; before the first screen, and when another language is chosen. Keys are flat (`area.name`), placeholders are `{{name}}`.
 */
export async function loadTexts(language: Language | PseudoLanguage = 'en'): Promise<void> {
  if (!i18next.isInitialized) await startWithEnglish();
  if (!i18next.hasResourceBundle(language, 'translation'))
    i18next.addResourceBundle(language, 'translation', await catalogueOf(language));
  await i18next.changeLanguage(language);
  inForce = language;
}

/** English comes with the page; the others are fetched by those who speak them. */
async function catalogueOf(language: Language | PseudoLanguage): Promise<Readonly<Record<string, string>>> {
  if (language === 'de') return (await import('../../shared/text/de.ts')).de;
  return language === 'en' ? en : (await import('../../shared/text/pseudo.ts')).pseudoCatalogue();
}

async function startWithEnglish(): Promise<void> {
  await i18next.init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    keySeparator: false,
    nsSeparator: false,
    // React escapes; escaping twice would show entities to people.
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  } as Parameters<typeof i18next.init>[0]);
}

/** The sentence of a key. A number named `count` picks the plural form (`key_one`, `key_other`). */
export function text(key: TextKey, params?: TextParams): string {
  return i18next.t(key, { ...params });
}

/** The plural base of keys that end in `_one` and `_other`. */
export type PluralKey = TextKey extends infer K ? (K extends `${infer Base}_other` ? Base : never) : never;

export function plural(key: PluralKey, count: number, params?: TextParams): string {
  return i18next.t(key, { ...params, count });
}

/** A sentence by reference, as main sends it. */
export function textOf(reference: {
  readonly key: string;
  readonly params?: TextParams | undefined;
}): string {
  return i18next.t(reference.key, { ...reference.params });
}

export interface ShownError {
  readonly sentence: string;
  /** The identifier shown beside the sentence; the guide's anchor. */
  readonly id: string;
  readonly action: (typeof catalogue)[ErrorCode]['action'];
  readonly detail?: string | undefined;
}

/** What a person reads of a failure. A code from a newer main falls back to the general sentence. */
export function errorText(failure: {
  readonly code: string;
  readonly params?: TextParams | undefined;
  readonly detail?: string | undefined;
}): ShownError {
  const code = (Object.hasOwn(catalogue, failure.code) ? failure.code : 'app.fault') as ErrorCode;
  const entry = catalogue[code];
  return {
    sentence: i18next.t(`error.${code}`, { ...failure.params }),
    id: entry.id,
    action: entry.action,
    detail: failure.detail,
  };
}
