import { defaultSettings, type Settings } from '../../../shared/domain/settings.ts';
import type { ModeOffers } from '../../../shared/domain/product-mode.ts';
import { languages } from '../../../shared/text/languages.ts';
import type { HostCaps } from '../../../shared/domain/host-caps.ts';

export const settingPages = [
  'general',
  'status',
  'calendar',
  'notifications',
  'audio',
  'keyboard',
  'chats',
  'contacts',
  'appearance',
  'about',
] as const;
export type SettingPage = (typeof settingPages)[number];

type KeysOf<V> = { [K in keyof Settings]: Settings[K] extends V ? K : never }[keyof Settings];
export type SwitchKey = KeysOf<boolean>;
export type ChoiceKey =
  | 'language'
  | 'theme'
  | 'density'
  | 'sortContactsBy'
  | 'awayAfter'
  | 'keepChats'
  | 'dockedPosition'
  | 'acceptRequests';
export type DeviceKey = 'microphoneId' | 'speakerId' | 'ringerIds' | 'cameraId';

/** One control of the preferences; its words are `settings.<key>` and `settings.<key>-help`. */
export type SettingItem =
  | { readonly page: SettingPage; readonly kind: 'switch'; readonly key: SwitchKey }
  | {
      readonly page: SettingPage;
      readonly kind: 'choice';
      readonly key: ChoiceKey;
      readonly options: readonly string[];
    }
  | { readonly page: SettingPage; readonly kind: 'scale'; readonly key: 'textScale' }
  | { readonly page: SettingPage; readonly kind: 'device'; readonly key: DeviceKey }
  | { readonly page: SettingPage; readonly kind: 'feature-codes'; readonly key: 'featureCodes' }
  | { readonly page: SettingPage; readonly kind: 'own-tabs'; readonly key: 'ownTabs' }
  | { readonly page: SettingPage; readonly kind: 'hot-keys'; readonly key: 'hotKeyCall' | 'hotKeys' }
  | { readonly page: SettingPage; readonly kind: 'permission'; readonly key: 'permission' };

const all: readonly SettingItem[] = [
  { page: 'general', kind: 'switch', key: 'startAtLogin' },
  { page: 'general', kind: 'switch', key: 'showDocked' },
  {
    page: 'general',
    kind: 'choice',
    key: 'dockedPosition',
    options: ['top-center', 'top-left', 'top-right'],
  },
  { page: 'general', kind: 'choice', key: 'language', options: ['system', ...languages] },
  { page: 'general', kind: 'own-tabs', key: 'ownTabs' },
  { page: 'status', kind: 'choice', key: 'awayAfter', options: ['5', '10', '15', '30', '60', 'never'] },
  { page: 'status', kind: 'switch', key: 'awayWhenLocked' },
  { page: 'status', kind: 'switch', key: 'sendReadReceipts' },
  { page: 'status', kind: 'switch', key: 'sendTyping' },
  { page: 'calendar', kind: 'switch', key: 'showMeetings' },
  { page: 'notifications', kind: 'switch', key: 'notifyMessages' },
  { page: 'notifications', kind: 'switch', key: 'playSounds' },
  { page: 'notifications', kind: 'permission', key: 'permission' },
  { page: 'audio', kind: 'device', key: 'microphoneId' },
  { page: 'audio', kind: 'device', key: 'speakerId' },
  { page: 'audio', kind: 'device', key: 'ringerIds' },
  { page: 'audio', kind: 'device', key: 'cameraId' },
  { page: 'audio', kind: 'switch', key: 'startWithVideo' },
  { page: 'audio', kind: 'switch', key: 'allowAccessories' },
  { page: 'audio', kind: 'feature-codes', key: 'featureCodes' },
  { page: 'keyboard', kind: 'hot-keys', key: 'hotKeyCall' },
  { page: 'keyboard', kind: 'hot-keys', key: 'hotKeys' },
  { page: 'chats', kind: 'switch', key: 'enterSends' },
  { page: 'chats', kind: 'choice', key: 'keepChats', options: ['forever', '365', '180', '90', '30'] },
  { page: 'contacts', kind: 'choice', key: 'sortContactsBy', options: ['status', 'name'] },
  { page: 'contacts', kind: 'switch', key: 'showOfflineContacts' },
  {
    page: 'contacts',
    kind: 'choice',
    key: 'acceptRequests',
    options: ['ask', 'organisation', 'everyone'],
  },
  { page: 'appearance', kind: 'choice', key: 'theme', options: ['system', 'light', 'dark', 'high-contrast'] },
  { page: 'appearance', kind: 'choice', key: 'density', options: ['comfortable', 'compact'] },
  { page: 'appearance', kind: 'scale', key: 'textScale' },
];

/** Settings of something that the deployment does not offer have nothing to act on (A6). */
function isOffered({ page, key }: SettingItem, offers: ModeOffers): boolean {
  if (page === 'audio' || page === 'keyboard') return offers.hasCalls;
  if (page === 'contacts') return offers.hasContactList;
  if (page === 'chats' || key === 'notifyMessages') return offers.hasChats;
  return offers.hasChats || (page !== 'status' && page !== 'calendar');
}

/** What this machine's host cannot do has no control. */
export function settingsFor(caps: HostCaps, offers: ModeOffers): readonly SettingItem[] {
  return all.filter(
    (item) =>
      isOffered(item, offers) &&
      (item.key !== 'startAtLogin' || caps.startAtLogin) &&
      ((item.key !== 'showDocked' && item.key !== 'dockedPosition') || caps.dockedWindow) &&
      (item.page !== 'keyboard' || caps.globalShortcuts) &&
      (item.key !== 'permission' || !caps.nativeNotifications),
  );
}

/** Pages that have something on them; About always has. */
export function pagesOf(items: readonly SettingItem[]): readonly SettingPage[] {
  return settingPages.filter((page) => page === 'about' || items.some((item) => item.page === page));
}

/** The items whose words contain every word of the query, in any order. `wordsOf` gives an item's own words. */
export function findSettings(
  items: readonly SettingItem[],
  query: string,
  wordsOf: (item: SettingItem) => string,
): readonly SettingItem[] {
  const wanted = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return items.filter((item) => {
    const words = wordsOf(item).toLocaleLowerCase();
    return wanted.every((word) => words.includes(word));
  });
}

/** The change that puts a page back as it came. */
export function resetOf(items: readonly SettingItem[]): Partial<Settings> {
  const keys = items.flatMap((item) => (item.key === 'permission' ? [] : [item.key]));
  return Object.fromEntries(keys.map((key) => [key, defaultSettings[key]]));
}
