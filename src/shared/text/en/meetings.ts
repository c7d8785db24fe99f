/** Today's meetings. */
export const meetings = {
  'meetings.title': 'Today’s meetings',
  'meetings.span': '{{from}} – {{to}}',
  'meetings.until': 'Now, until {{to}}',
  'meetings.join': 'Join ({{service}})',
  'meetings.call-address': 'Call the meeting',
  'meetings.call-in': 'Dial in',
  'meetings.join-label': '{{title}}: {{way}}',
  'meetings.more_one': '{{count}} more today',
  'meetings.more_other': '{{count}} more today',
  'meetings.fewer': 'Show the next one only',
} as const;
