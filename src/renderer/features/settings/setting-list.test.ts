import { describe, expect, it } from 'vitest';
import type { HostCaps } from '../../../shared/domain/host-caps.ts';
import { offersOf } from '../../../shared/domain/product-mode.ts';
import { defaultSettings } from '../../../shared/domain/settings.ts';
import { en } from '../../../shared/text/en.ts';
import { findSettings, pagesOf, resetOf, type SettingItem, settingsFor } from './setting-list.ts';

const caps = (change: Partial<HostCaps> = {}): HostCaps => ({
  platform: 'windows',
  nativeNotifications: true,
  tray: true,
  badge: true,
  globalShortcuts: true,
  dockedWindow: true,
  startAtLogin: true,
  protocolHandlers: true,
  secretStore: 'os',
  opensFiles: false,
  blobBase: '',
  version: '1',
  wantsPaintReports: false,
  seesIdle: false,
  ...change,
});
const everything = offersOf('full-uc');
const texts: Readonly<Record<string, string>> = en;
const words = ({ key, page }: SettingItem) =>
  `${texts[`settings.${key}`]} ${texts[`settings.${key}-help`]} ${texts[`settings.page.${page}`]}`;
const keys = (items: readonly SettingItem[]) => items.map((item) => item.key);

describe('preferences', () => {
  it('X7: every setting has a control, words and help', () => {
    const items = settingsFor(caps({ nativeNotifications: false }), everything);
    expect(new Set(keys(items).filter((key) => key !== 'permission'))).toEqual(
      // What is counted has its switch beside the counts, on the page Help.
      new Set(Object.keys(defaultSettings).filter((key) => key !== 'sendUsage')),
    );
    for (const { key } of items) {
      expect(texts[`settings.${key}`], key).toBeTruthy();
      expect(texts[`settings.${key}-help`], key).toBeTruthy();
    }
  });

  it.each([
    ['im-only', ['audio'], ['chats', 'contacts', 'status']],
    ['phone-only', ['chats', 'contacts', 'status'], ['audio']],
    ['phone-with-contacts', ['chats', 'status'], ['audio', 'contacts']],
    ['hybrid', ['chats', 'contacts', 'status'], ['audio']],
    ['cloud', ['audio', 'chats', 'contacts', 'status'], ['appearance']],
    ['team-messaging', ['chats', 'contacts', 'status'], ['audio']],
  ] as const)('A6: %s has no pages %j', (mode, absent, present) => {
    const pages = pagesOf(settingsFor(caps(), offersOf(mode)));
    for (const page of absent) expect(pages).not.toContain(page);
    for (const page of present) expect(pages).toContain(page);
  });

  it('X5: what the host cannot do is not offered, and an empty page neither', () => {
    const items = settingsFor(caps({ startAtLogin: false, tray: false, dockedWindow: false }), everything);
    expect(keys(items)).not.toContain('startAtLogin');
    expect(pagesOf(items.filter(({ key }) => key !== 'language' && key !== 'ownTabs'))).not.toContain(
      'general',
    );
    expect(pagesOf([])).toEqual(['about']);
  });

  it('X7: search finds by any words of the label, the help and the page, in any order', () => {
    const items = settingsFor(caps(), everything);
    expect(keys(findSettings(items, 'read tell', words))).toEqual(['sendReadReceipts']);
    expect(keys(findSettings(items, 'APPEARANCE', words))).toEqual(['theme', 'density', 'textScale']);
    expect(findSettings(items, 'zebra', words)).toEqual([]);
  });

  it('X7: reset changes its own page only', () => {
    const page = settingsFor(caps(), everything).filter((item) => item.page === 'contacts');
    expect(resetOf(page)).toEqual({
      acceptRequests: 'ask',
      sortContactsBy: 'status',
      showOfflineContacts: true,
    });
  });
});
