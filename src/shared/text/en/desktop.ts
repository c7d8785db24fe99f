/** Global keys, the docked window, headsets: what reaches beyond the window. */
export const desktop = {
  'settings.page.keyboard': 'Keyboard',
  'settings.hotKeyCall': 'Call the number you have selected',
  'settings.hotKeyCall-help':
    'In any program: select a number and press the key. Where the system does not tell what is selected, copy the number first. You are always asked before anything is dialled.',
  'settings.hotKeys': 'Keys that work in every program',
  'settings.hotKeys-help': 'Choose a key, then press it. Nothing else on this computer gets it any more.',
  'hot-keys.call': 'Call it',
  'hot-keys.answer': 'Answer a call',
  'hot-keys.end': 'Decline or end a call',
  'hot-keys.mute': 'Mute and unmute',
  'hot-keys.show': 'Show Parlance',
  'hot-keys.none': 'No key',
  'hot-keys.press': 'Press a key …',
  'hot-keys.clear': 'Clear',
  'hot-keys.clear-label': 'No key for: {{name}}',
  'hot-keys.refused': 'Hold Ctrl, Alt or the system key with it; Ctrl+Alt with a letter writes characters.',
  'hot-keys.taken': 'Another program has this key. Choose a different one.',
  'hot-keys.repeated': 'You use this key for something else above.',
  'hot-keys.unusable': 'This cannot be a key for all programs. Choose a different one.',
  'hot-keys.no-number': 'No number is selected. Select or copy one and press the key again.',
} as const;
