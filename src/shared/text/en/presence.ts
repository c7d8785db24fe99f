/** Presence in words; a glyph's colour never stands alone. */
export const presence = {
  'presence.available': 'Available',
  'presence.away': 'Away',
  'presence.extended-away': 'Away',
  'presence.do-not-disturb': 'Do not disturb',
  'presence.on-a-call': 'On a call',
  'presence.in-a-meeting': 'In a meeting',
  'presence.presenting': 'Presenting',
  'presence.offline': 'Offline',
  'presence.unknown': 'Status unknown',
} as const;
