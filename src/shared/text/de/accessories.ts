import type { accessories as english } from '../en/accessories.ts';
import type { TextsOf } from '../texts-of.ts';

export const accessories = {
  'settings.allowAccessories': 'Headsets und andere Programme um die Steuerung von Anrufen bitten lassen',
  'settings.allowAccessories-help':
    'Programme auf diesem Computer, nie Webseiten. Jedes muss Sie zuerst fragen, und unten können Sie es zurücknehmen.',
  'accessories.title': 'Programme, die Anrufe steuern',
  'accessories.none': 'Noch kein Programm wurde zugelassen.',
  'accessories.off': 'Ausgeschaltet: Keines davon kann sich jetzt verbinden.',
  'accessories.address': 'Sie verbinden sich mit {{address}}',
  'accessories.failed': 'Andere Programme können sich gerade nicht verbinden.',
  'accessories.connected': 'Verbunden',
  'accessories.not-connected': 'Nicht verbunden',
  'accessories.calls': 'Anrufe',
  'accessories.calls-and-messages': 'Anrufe und Nachrichten',
  'accessories.revoke': 'Entziehen',
  'accessories.revoke-label': '{{name}} die Erlaubnis entziehen',
  'accessory-prompt.title': '„{{name}}“ Ihre Anrufe steuern lassen?',
  'accessory-prompt.intro':
    'Ein Programm auf diesem Computer, das sich „{{name}}“ nennt, möchte Ihre Anrufe sehen, sie annehmen, stummschalten, halten und beenden und selbst wählen.',
  'accessory-prompt.messages': 'Es möchte auch in Ihrem Namen Nachrichten senden.',
  'accessory-prompt.advice':
    'Wenn Sie nicht gerade ein solches Programm eingerichtet haben, lehnen Sie ab. Zurücknehmen können Sie es in den Einstellungen unter „Anrufe und Ton“.',
  'accessory-prompt.accept': 'Zulassen',
  'accessory-prompt.refuse': 'Nicht zulassen',
} as const satisfies TextsOf<typeof english>;
