import { de } from './de.ts';
import { en, type TextKey } from './en.ts';
import type { Language } from './languages.ts';

/** A sentence for what has no window: the tray, the system's notifications. Without plurals. */
export function textIn(
  language: Language,
  key: TextKey,
  params: Readonly<Record<string, string | number>> = {},
): string {
  const words: string = (language === 'de' ? de[key] : undefined) ?? en[key];
  return words.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(params[name] ?? whole));
}
