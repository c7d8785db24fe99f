/** Pages of the organisation's beside the lists. */
export const tabs = {
  'tabs.from': 'A page of your organisation, from {{host}}',
  'tabs.own-from': 'A page of your own, from {{host}}',
  'tabs.with-badge': '{{title}}, {{badge}}',
  'settings.ownTabs': 'Pages of your own',
  'settings.ownTabs-help':
    'Up to five web pages beside your lists. Only pages by HTTPS that allow it can be shown.',
  'tabs.own-name': 'Name',
  'tabs.own-address': 'Address',
  'tabs.own-address-hint': 'https://…',
  'tabs.own-add': 'Add page',
  'tabs.own-remove': 'Remove {{title}}',
  'tabs.own-unfit': 'The address of a web page that begins with https:// is needed.',
  'tabs.own-refused': 'Not shown: your organisation allows pages of other hosts only.',
  'tabs.own-not-allowed': 'Your organisation does not allow pages of your own.',
} as const;
