import { defaultSettings } from '../../src/shared/domain/settings.ts';
import { brokenServices, call, conversations, office } from './office.ts';
import { narrow, type Screen, type Step, wide } from './screen.ts';

/** As wide and high as the docked window is. */
const dockedSize = [340, 400] as const;
const keyboard: readonly Step[] = [{ click: 'Preferences' }, { open: 'keyboard' }];
const hotKeyCall = defaultSettings.hotKeyCall;
const hotKeys = {
  answer: 'Control+Shift+F9',
  end: 'Control+Shift+F10',
  mute: 'Control+Shift+F9',
  show: '',
};

/** What reaches beyond the window: the docked one, and keys for every program. */
export const desktopScreens: readonly Screen[] = [
  {
    name: 'docked',
    entities: office,
    isDocked: true,
    size: dockedSize,
    shows: 'Unread',
    isDocumented: true,
  },
  {
    name: 'docked-call-dark',
    isPicture: true,
    entities: { ...office, calls: [call('bob', 'connected')] },
    isDocked: true,
    settings: { theme: 'dark' },
    size: dockedSize,
    shows: 'Unread',
    isDocumented: true,
  },
  {
    name: 'docked-broken-high-contrast',
    entities: {
      ...office,
      services: brokenServices,
      conversations: conversations.map((one) => ({ ...one, unreadCount: 0 })),
    },
    isDocked: true,
    settings: { theme: 'high-contrast' },
    size: dockedSize,
    shows: 'Nothing is waiting for you.',
    isDocumented: false,
  },
  {
    name: 'docked-signed-out',
    entities: { session: [{ phase: 'signed-out', canOpenOffline: false, steps: [] }] },
    isDocked: true,
    size: dockedSize,
    shows: 'You are not signed in',
    isDocumented: false,
  },
  {
    name: 'docked-in-the-window',
    entities: office,
    caps: { dockedWindow: false },
    size: wide,
    steps: [{ click: 'Preferences' }, { open: 'general' }, { click: 'Small window' }],
    shows: 'Unread',
    isDocumented: false,
  },
  {
    name: 'preferences-keyboard',
    entities: {
      ...office,
      hotKeys: [
        {
          keys: [
            { action: 'call', key: hotKeyCall, state: 'taken' },
            { action: 'answer', key: hotKeys.answer, state: 'on' },
            { action: 'end', key: hotKeys.end, state: 'on' },
            { action: 'mute', key: hotKeys.mute, state: 'repeated' },
            { action: 'show', key: '', state: 'off' },
          ],
        },
      ],
    },
    settings: { hotKeys },
    size: wide,
    steps: keyboard,
    shows: 'Another program has this key',
    isDocumented: true,
  },
  {
    name: 'preferences-keyboard-narrow-dark',
    entities: office,
    settings: { theme: 'dark' },
    size: narrow,
    steps: [...keyboard, { click: 'Answer a call No key' }],
    shows: 'Press a key',
    isDocumented: false,
  },
];
