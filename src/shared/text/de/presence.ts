import type { presence as english } from '../en/presence.ts';
import type { TextsOf } from '../texts-of.ts';

export const presence = {
  'presence.available': 'Verfügbar',
  'presence.away': 'Abwesend',
  'presence.extended-away': 'Abwesend',
  'presence.do-not-disturb': 'Bitte nicht stören',
  'presence.on-a-call': 'Im Gespräch',
  'presence.in-a-meeting': 'In einer Besprechung',
  'presence.presenting': 'Präsentiert',
  'presence.offline': 'Offline',
  'presence.unknown': 'Status unbekannt',
} as const satisfies TextsOf<typeof english>;
