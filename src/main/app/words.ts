import { languageFor } from '../../shared/text/languages.ts';
import { textIn } from '../../shared/text/text-in.ts';
import type { TextKey } from '../../shared/text/en.ts';
import type { SettingsSource } from '../ports/settings-source.port.ts';

/** Sentences in the person's language for what has no window of its own. */
export type Words = (key: TextKey, params?: Readonly<Record<string, string | number>>) => string;

/** Before the settings are read, and without them, the machine's language is spoken. */
export function createWords(settings?: SettingsSource): Words {
  const own = [Intl.DateTimeFormat().resolvedOptions().locale];
  return (key, params) => textIn(languageFor(settings?.current().language ?? 'system', own), key, params);
}
