import type { meetings as english } from '../en/meetings.ts';
import type { TextsOf } from '../texts-of.ts';

export const meetings: TextsOf<typeof english> = {
  'meetings.title': 'Besprechungen heute',
  'meetings.span': '{{from}} – {{to}}',
  'meetings.until': 'Jetzt, bis {{to}}',
  'meetings.join': 'Teilnehmen ({{service}})',
  'meetings.call-address': 'Besprechung anrufen',
  'meetings.call-in': 'Einwählen',
  'meetings.join-label': '{{title}}: {{way}}',
  'meetings.more_one': '{{count}} weitere heute',
  'meetings.more_other': '{{count}} weitere heute',
  'meetings.fewer': 'Nur die nächste zeigen',
};
