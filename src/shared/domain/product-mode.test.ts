import { describe, expect, it } from 'vitest';
import { type ModeFacts, type ProductMode, offersOf, productModeOf, productModes } from './product-mode.ts';

const none: ModeFacts = { hasChat: false, hasPhone: false };

describe('A6: the product mode', () => {
  it.each<[string, Partial<ModeFacts>, ProductMode | undefined]>([
    ['chat and phone', { hasChat: true, hasPhone: true }, 'full-uc'],
    ['chat alone', { hasChat: true }, 'im-only'],
    ['phone alone', { hasPhone: true }, 'phone-only'],
    ['nothing', {}, undefined],
    ['telephony off', { hasChat: true, hasPhone: true, isTelephonyEnabled: false }, 'im-only'],
    ['telephony off, no chat', { hasPhone: true, isTelephonyEnabled: false }, undefined],
    ['PRODUCT_MODE=phone_mode', { hasPhone: true, isPhoneProduct: true }, 'phone-only'],
    [
      'PRODUCT_MODE=phone_mode and a chat account',
      { hasChat: true, hasPhone: true, isPhoneProduct: true },
      'phone-with-contacts',
    ],
    ['PRODUCT_MODE=phone_mode without a phone', { hasChat: true, isPhoneProduct: true }, undefined],
    [
      'PRODUCT_MODE=phone_mode with telephony off',
      { hasChat: true, hasPhone: true, isPhoneProduct: true, isTelephonyEnabled: false },
      undefined,
    ],
    ['messenger in the cloud, phone here', { hasPhone: true, cloud: 'messenger' }, 'hybrid'],
    ['messenger in the cloud, nothing here', { cloud: 'messenger' }, 'cloud'],
    [
      'messenger in the cloud, telephony off',
      { hasPhone: true, cloud: 'messenger', isTelephonyEnabled: false },
      'cloud',
    ],
    ['messenger in the cloud, but chat is here too', { hasChat: true, cloud: 'messenger' }, 'im-only'],
    ['team messaging, phone here', { hasPhone: true, cloud: 'team-messaging' }, 'team-messaging'],
    ['team messaging, nothing here', { cloud: 'team-messaging' }, 'team-messaging'],
    [
      'team messaging over anything else',
      { hasChat: true, hasPhone: true, isPhoneProduct: true, cloud: 'team-messaging' },
      'team-messaging',
    ],
  ])('%s: %o', (_title, facts, mode) => {
    expect(productModeOf({ ...none, ...facts })).toBe(mode);
  });

  it.each<[ProductMode, string]>([
    ['full-uc', 'contacts chats calls | calls chats contact-list presence'],
    ['im-only', 'contacts chats | chats contact-list presence'],
    ['phone-only', 'calls | calls'],
    ['phone-with-contacts', 'calls contacts | calls contact-list presence'],
    ['hybrid', 'calls | calls | webex-messenger'],
    ['cloud', ' |  | webex-messenger'],
    ['team-messaging', 'calls | calls | webex-app'],
  ])('%s offers %s', (mode, shown) => {
    const { sections, elsewhere, ...offers } = offersOf(mode);
    const names = [
      offers.hasCalls && 'calls',
      offers.hasChats && 'chats',
      offers.hasContactList && 'contact-list',
      offers.hasPresence && 'presence',
    ].filter((each) => each !== false);
    const parts = [sections.join(' '), names.join(' '), ...(elsewhere ? [elsewhere] : [])];
    expect(parts.join(' | ')).toBe(shown);
  });

  it('a section exists only for what the mode has', () => {
    for (const mode of productModes) {
      const { sections, hasCalls, hasChats, hasContactList } = offersOf(mode);
      expect(sections.includes('calls'), mode).toBe(hasCalls);
      expect(sections.includes('chats'), mode).toBe(hasChats);
      expect(sections.includes('contacts'), mode).toBe(hasContactList);
    }
  });
});
