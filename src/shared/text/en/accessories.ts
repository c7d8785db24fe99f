/** Headsets and other programs that control calls. */
export const accessories = {
  'settings.allowAccessories': 'Let headsets and other programs ask to control calls',
  'settings.allowAccessories-help':
    'Programs on this computer, never web pages. Each one has to ask you first, and you can take it back below.',

  'accessories.title': 'Programs that control calls',
  'accessories.none': 'No program was let in yet.',
  'accessories.off': 'Switched off: none of these can connect now.',
  'accessories.address': 'They connect to {{address}}',
  'accessories.failed': 'Other programs cannot connect now.',
  'accessories.connected': 'Connected',
  'accessories.not-connected': 'Not connected',
  'accessories.calls': 'Calls',
  'accessories.calls-and-messages': 'Calls and messages',
  'accessories.revoke': 'Remove',
  'accessories.revoke-label': 'Remove {{name}}',

  'accessory-prompt.title': 'Let “{{name}}” control your calls?',
  'accessory-prompt.intro':
    'A program on this computer that calls itself “{{name}}” asks to see your calls, to answer, mute, hold and end them, and to dial.',
  'accessory-prompt.messages': 'It also wants to send messages in your name.',
  'accessory-prompt.advice':
    'If you have not just set up such a program, don’t. You can take it back in Preferences, Calls & audio.',
  'accessory-prompt.accept': 'Let it',
  'accessory-prompt.refuse': 'Don’t let it',
} as const;
