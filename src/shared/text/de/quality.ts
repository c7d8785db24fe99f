/** Wie ein Anruf klingt, und die Suche in den Anrufen. */
export const quality = {
  'quality.title': 'Anrufqualität',
  'quality.button': 'Anrufqualität: {{level}}',
  'quality.good': 'gut',
  'quality.fair': 'mäßig',
  'quality.poor': 'schlecht',
  'quality.cause.loss-in':
    'Auf dem Weg zu Ihnen geht Ton verloren. Gehen Sie bei WLAN näher heran oder nehmen Sie ein Kabel.',
  'quality.cause.loss-out':
    'Auf dem Weg zur Gegenseite geht Ton verloren. Gehen Sie bei WLAN näher heran oder nehmen Sie ein Kabel.',
  'quality.cause.jitter':
    'Das Netz liefert ungleichmäßig. Beenden Sie große Downloads, oder nehmen Sie ein Kabel statt WLAN.',
  'quality.cause.delay':
    'Der Weg ist lang, Sie fallen einander leicht ins Wort. Warten Sie nach dem Sprechen kurz.',
  'quality.cause.silence':
    'Von der Gegenseite kommt nichts an. Fragen Sie, ob sie stumm ist, oder rufen Sie noch einmal an.',
  'quality.cause.computer': 'Dieser Computer ist überlastet. Schließen Sie Programme, die ihn sehr fordern.',
  'quality.cause.unknown': 'Die Verbindung ist gerade nicht gut.',
  'quality.score': 'Wert (1 bis 4,5)',
  'quality.loss-in': 'Verloren auf dem Weg zu Ihnen',
  'quality.loss-out': 'Verloren auf dem Weg zur Gegenseite',
  'quality.jitter': 'Jitter',
  'quality.round-trip': 'Hin und zurück',
  'quality.codec': 'Codec',
  'quality.path': 'Weg',
  'quality.path.direct': 'Direkt',
  'quality.ms': '{{value}} ms',
  'quality.chart': 'Wert der letzten Minute',
  'quality.in-history': 'Qualität: {{level}}',
  'calls.search': 'Anrufe nach Name oder Nummer durchsuchen',
  'calls.none-found': 'Keine Anrufe gefunden.',
} as const;
