/** Globale Tasten, angedocktes Fenster, Headsets. */
export const desktop = {
  'settings.page.keyboard': 'Tastatur',
  'settings.hotKeyCall': 'Die markierte Nummer anrufen',
  'settings.hotKeyCall-help':
    'In jedem Programm: Nummer markieren und die Taste drücken. Wo das System nicht sagt, was markiert ist, die Nummer vorher kopieren. Vor dem Wählen werden Sie immer gefragt.',
  'settings.hotKeys': 'Tasten, die in jedem Programm wirken',
  'settings.hotKeys-help':
    'Taste wählen, dann drücken. Kein anderes Programm dieses Computers bekommt sie dann noch.',
  'hot-keys.call': 'Anrufen',
  'hot-keys.answer': 'Anruf annehmen',
  'hot-keys.end': 'Anruf ablehnen oder beenden',
  'hot-keys.mute': 'Stummschalten und Stummschaltung aufheben',
  'hot-keys.show': 'Parlance zeigen',
  'hot-keys.none': 'Keine Taste',
  'hot-keys.press': 'Taste drücken …',
  'hot-keys.clear': 'Entfernen',
  'hot-keys.clear-label': 'Entfernen: {{name}}',
  'hot-keys.refused':
    'Halten Sie Strg, Alt oder die Systemtaste dazu; Strg+Alt mit einem Buchstaben schreibt Zeichen.',
  'hot-keys.taken': 'Ein anderes Programm hat diese Taste. Wählen Sie eine andere.',
  'hot-keys.repeated': 'Diese Taste verwenden Sie oben schon für etwas anderes.',
  'hot-keys.unusable': 'Das kann keine Taste für alle Programme sein. Wählen Sie eine andere.',
  'hot-keys.no-number':
    'Es ist keine Nummer markiert. Markieren oder kopieren Sie eine und drücken Sie die Taste noch einmal.',

  'headset.title': 'Tasten des Headsets',
  'headset.help':
    'Annehmen, beenden und stummschalten mit den Tasten eines Headsets oder Freisprechgeräts. Seine Lampen zeigen, was Parlance tut. Für anderes wird es nicht verwendet.',
  'headset.choose': 'Headset auswählen',
  'headset.connected': 'Seine Tasten steuern Anrufe',
  'headset.busy':
    'Ein anderes Programm verwendet seine Tasten. Beenden Sie dieses und stecken Sie das Headset neu ein.',
  'headset.forget': 'Nicht verwenden',
  'headset.forget-label': 'Nicht verwenden: Tasten von {{name}}',
  'headset.unnamed': 'Headset',
  'headset.none-chosen':
    'Es wurde kein Headset ausgewählt. Fehlt Ihres in der Liste, hat es keine Telefontasten.',
  'headset.none': 'Kein Headset mit Telefontasten ist angeschlossen',
  'headset.failed': 'Das System gab keine Liste der Headsets.',
  'headset.lost': '{{name}} ist weg. Der Anruf geht mit Mikrofon und Lautsprecher des Systems weiter.',

  'settings.showDocked': 'Angedocktes Fenster zeigen',
  'settings.showDocked-help':
    'Ein kleines Fenster am oberen Bildschirmrand, über allen anderen: Ihr Status, Suchen und Wählen, Anrufe, Ungelesenes.',
  'settings.dockedPosition': 'Wo das angedockte Fenster steht',
  'settings.dockedPosition-help': 'Auf dem Hauptbildschirm.',
  'settings.dockedPosition.top-center': 'In der Mitte',
  'settings.dockedPosition.top-left': 'Links',
  'settings.dockedPosition.top-right': 'Rechts',
  'docked.look': 'Kleines Fenster',
  'docked.whole': 'Ganzes Fenster zeigen',
  'docked.close': 'Angedocktes Fenster schließen',
  'docked.unread': 'Ungelesen',
  'docked.nothing': 'Nichts wartet auf Sie.',
  'docked.more_one': '{{count}} weiterer Chat',
  'docked.more_other': '{{count}} weitere Chats',
  'docked.count_one': '{{count}} ungelesene Nachricht',
  'docked.count_other': '{{count}} ungelesene Nachrichten',
  'docked.signed-out': 'Sie sind nicht angemeldet',
  'docked.signed-out-text': 'Ihr Status, Anrufe und Nachrichten sind hier, sobald Sie sich angemeldet haben.',
} as const;
