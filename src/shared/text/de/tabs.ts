import type { tabs as english } from '../en/tabs.ts';
import type { TextsOf } from '../texts-of.ts';

export const tabs = {
  'tabs.from': 'Eine Seite Ihrer Organisation, von {{host}}',
} as const satisfies TextsOf<typeof english>;
