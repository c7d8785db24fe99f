import type { people as english } from '../en/people.ts';
import type { TextsOf } from '../texts-of.ts';

export const people = {
  'people.alert': 'Melden, wenn verfügbar',
  'people.no-alert': 'Nicht melden, wenn verfügbar',
  'people.is-available': '{{name}} ist jetzt verfügbar.',
  'people.block': 'Blockieren',
  'people.unblock': 'Nicht mehr blockieren',
  'people.blocked':
    'Blockiert: Nachrichten dieser Person erreichen Sie nicht, und sie sieht Sie als offline.',
} as const satisfies TextsOf<typeof english>;
