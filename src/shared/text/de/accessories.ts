import type { accessories as english } from '../en/accessories.ts';
import type { TextsOf } from '../texts-of.ts';

export const accessories: TextsOf<typeof english> = {
  'settings.allowAccessories': 'Headsets und andere Programme dürfen darum bitten, Anrufe zu steuern',
  'settings.allowAccessories-help':
    'Programme auf diesem Computer, nie Webseiten. Jedes muss Sie erst fragen, und unten nehmen Sie es zurück.',
  'accessories.title': 'Programme, die Anrufe steuern',
  'accessories.none': 'Es wurde noch kein Programm zugelassen.',
  'accessories.off': 'Ausgeschaltet: Keines davon kann sich jetzt verbinden.',
  'accessories.address': 'Sie verbinden sich mit {{address}}',
  'accessories.failed': 'Andere Programme können sich jetzt nicht verbinden.',
  'accessories.connected': 'Verbunden',
  'accessories.not-connected': 'Nicht verbunden',
  'accessories.calls': 'Anrufe',
  'accessories.calls-and-messages': 'Anrufe und Nachrichten',
  'accessories.revoke': 'Entziehen',
  'accessories.revoke-label': '{{name}} die Erlaubnis entziehen',
  'accessory-prompt.title': 'Darf „{{name}}“ Ihre Anrufe steuern?',
  'accessory-prompt.intro':
    'Ein Programm auf diesem Computer, das sich „{{name}}“ nennt, möchte Ihre Anrufe sehen, annehmen, stummschalten, halten und beenden und selbst wählen.',
  'accessory-prompt.messages': 'Es möchte auch Nachrichten in Ihrem Namen senden.',
  'accessory-prompt.advice':
    'Wenn Sie nicht gerade so ein Programm eingerichtet haben, lehnen Sie ab. Zurücknehmen können Sie es in den Einstellungen.',
  'accessory-prompt.accept': 'Zulassen',
  'accessory-prompt.refuse': 'Nicht zulassen',
};
