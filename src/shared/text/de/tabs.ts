import type { tabs as english } from '../en/tabs.ts';
import type { TextsOf } from '../texts-of.ts';

export const tabs = {
  'tabs.from': 'Eine Seite Ihrer Organisation, von {{host}}',
  'tabs.own-from': 'Eine eigene Seite, von {{host}}',
  'tabs.with-badge': '{{title}}, {{badge}}',
  'settings.ownTabs': 'Eigene Seiten',
  'settings.ownTabs-help':
    'Bis zu fünf Webseiten neben Ihren Listen. Gezeigt werden können nur Seiten über HTTPS, die das erlauben.',
  'tabs.own-name': 'Name',
  'tabs.own-address': 'Adresse',
  'tabs.own-address-hint': 'https://…',
  'tabs.own-add': 'Seite hinzufügen',
  'tabs.own-remove': '{{title}} entfernen',
  'tabs.own-unfit': 'Nötig ist die Adresse einer Webseite, die mit https:// beginnt.',
  'tabs.own-refused': 'Wird nicht gezeigt: Ihre Organisation erlaubt nur Seiten anderer Server.',
  'tabs.own-not-allowed': 'Ihre Organisation erlaubt keine eigenen Seiten.',
} as const satisfies TextsOf<typeof english>;
