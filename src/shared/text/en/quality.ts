/** How a call sounds, and its history's search. */
export const quality = {
  'quality.title': 'Call quality',
  'quality.button': 'Call quality: {{level}}',
  'quality.good': 'good',
  'quality.fair': 'fair',
  'quality.poor': 'poor',
  'quality.cause.loss-in':
    'Sound is lost on its way to you. If you are on Wi-Fi, move closer or plug in a cable.',
  'quality.cause.loss-out':
    'The other side loses sound from you. If you are on Wi-Fi, move closer or plug in a cable.',
  'quality.cause.jitter':
    'The network delivers unevenly. Stop large downloads, or plug in a cable instead of Wi-Fi.',
  'quality.cause.delay': 'The way is long, so you may talk over each other. Pause after you speak.',
  'quality.cause.silence': 'Nothing arrives from the other side. Ask whether they are muted, or call again.',
  'quality.cause.computer': 'This computer is too busy. Close programs that need a lot of it.',
  'quality.cause.unknown': 'The connection is not good at the moment.',
  'quality.score': 'Score (1 to 4.5)',
  'quality.loss-in': 'Lost on the way to you',
  'quality.loss-out': 'Lost on the way to them',
  'quality.jitter': 'Jitter',
  'quality.round-trip': 'Round trip',
  'quality.codec': 'Codec',
  'quality.path': 'Path',
  'quality.path.direct': 'Direct',
  'quality.ms': '{{value}} ms',
  'quality.chart': 'Score of the last minute',
  'quality.in-history': 'Quality: {{level}}',
  'calls.search': 'Search calls by name or number',
  'calls.none-found': 'No calls found.',
} as const;
