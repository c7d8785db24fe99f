import { languageInForce, loadTexts } from './text.ts';

/** Loads a language and tells the document, so that it is read out and laid out as that language is. */
export async function showLanguage(language: Parameters<typeof loadTexts>[0]): Promise<void> {
  await loadTexts(language);
  document.documentElement.lang = languageInForce();
  document.documentElement.dir = languageInForce() === 'ar-XB' ? 'rtl' : 'ltr';
}
