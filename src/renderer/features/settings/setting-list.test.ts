import { describe, expect, it } from 'vitest';
import type { HostCaps } from '../../../shared/domain/host-caps.ts';
import { defaultSettings } from '../../../shared/domain/settings.ts';
import { en } from '../../../shared/text/en.ts';
import { findSettings, pagesOf, resetOf, type SettingItem, settingsFor } from './setting-list.ts';

const caps = (change: Partial<HostCaps> = {}): HostCaps => ({
  platform: 'windows',
  nativeNotifications: true,
  tray: true,
  badge: true,
  globalShortcuts: true,
  startAtLogin: true,
  protocolHandlers: true,
  secretStore: 'os',
  blobBase: '',
  version: '1',
  wantsPaintReports: false,
  ...change,
});
const texts: Readonly<Record<string, string>> = en;
const words = ({ key, page }: SettingItem) =>
  `${texts[`settings.${key}`]} ${texts[`settings.${key}-help`]} ${texts[`settings.page.${page}`]}`;
const keys = (items: readonly SettingItem[]) => items.map((item) => item.key);

describe('preferences', () => {
  it('X7: every setting has a control, words and help', () => {
    const items = settingsFor(caps({ nativeNotifications: false }));
    expect(new Set(keys(items).filter((key) => key !== 'permission'))).toEqual(
      new Set(Object.keys(defaultSettings)),
    );
    for (const { key } of items) {
      expect(texts[`settings.${key}`], key).toBeTruthy();
      expect(texts[`settings.${key}-help`], key).toBeTruthy();
    }
  });

  it('X5: what the host cannot do is not offered, and an empty page neither', () => {
    const items = settingsFor(caps({ startAtLogin: false, tray: false }));
    expect(keys(items)).not.toContain('startAtLogin');
    expect(pagesOf(items)).not.toContain('general');
    expect(pagesOf([])).toEqual(['about']);
  });

  it('X7: search finds by any words of the label, the help and the page, in any order', () => {
    const items = settingsFor(caps());
    expect(keys(findSettings(items, 'read tell', words))).toEqual(['sendReadReceipts']);
    expect(keys(findSettings(items, 'APPEARANCE', words))).toEqual(['theme', 'density', 'textScale']);
    expect(findSettings(items, 'zebra', words)).toEqual([]);
  });

  it('X7: reset changes its own page only', () => {
    const page = settingsFor(caps()).filter((item) => item.page === 'contacts');
    expect(resetOf(page)).toEqual({ sortContactsBy: 'status', showOfflineContacts: true });
  });
});
