import { call, office } from './office.ts';
import { narrow, type Screen, wide } from './screen.ts';

const asking = { session: [{ phase: 'signed-out' as const, canOpenOffline: false, steps: [] }] };

/** German, and languages that nobody speaks: longer words, words from right to left. */
export const languageScreens: readonly Screen[] = [
  {
    name: 'german-chat',
    isPicture: true,
    entities: office,
    language: 'de',
    size: wide,
    steps: [{ click: 'Bob Baker', role: 'option' }],
    shows: 'Heute',
    isDocumented: true,
  },
  {
    name: 'german-contacts-narrow-dark',
    isPicture: true,
    entities: office,
    language: 'de',
    settings: { theme: 'dark' },
    size: narrow,
    shows: 'online',
    isDocumented: false,
  },
  {
    name: 'german-preferences-narrow',
    entities: office,
    language: 'de',
    size: narrow,
    steps: [{ click: 'Einstel\u00adlungen' }, { open: 'status' }],
    shows: 'Anderen zeigen',
    isDocumented: false,
  },
  {
    name: 'german-in-call-narrow',
    entities: { ...office, calls: [call('bob', 'connected'), call('carol', 'ringing-in')] },
    language: 'de',
    size: narrow,
    shows: 'Eingehender Anruf',
    isDocumented: false,
  },
  {
    name: 'german-call-card-narrow',
    isPicture: true,
    entities: {
      ...office,
      calls: [
        call('bob', 'connected', {
          can: ['mute', 'dtmf', 'hold', 'hang-up', 'transfer', 'merge', 'video', 'share', 'park', 'record'],
        }),
      ],
    },
    language: 'de',
    size: narrow,
    shows: 'Bob Baker',
    isDocumented: false,
  },
  {
    name: 'longer-call-card-narrow',
    isPicture: true,
    entities: {
      ...office,
      calls: [
        call('bob', 'connected', {
          can: ['mute', 'dtmf', 'hold', 'hang-up', 'transfer', 'merge', 'video', 'share', 'park', 'record'],
        }),
      ],
    },
    language: 'en-XA',
    size: narrow,
    shows: 'Bob Baker',
    isDocumented: false,
  },
  {
    name: 'longer-preferences-narrow',
    entities: office,
    language: 'en-XA',
    size: narrow,
    steps: [{ click: '[Pŕéféŕéñçéš' }, { open: 'status' }],
    shows: '[',
    isDocumented: false,
  },
  {
    name: 'longer-in-call-narrow',
    entities: { ...office, calls: [call('bob', 'connected'), call('carol', 'ringing-in')] },
    language: 'en-XA',
    size: narrow,
    shows: '[Îñçö',
    isDocumented: false,
  },
  {
    name: 'longer-sign-in-rtl-narrow',
    entities: asking,
    language: 'ar-XB',
    size: narrow,
    shows: '[',
    isDocumented: false,
  },
  {
    name: 'longer-chat-rtl-large',
    entities: office,
    language: 'ar-XB',
    settings: { textScale: 2 },
    size: wide,
    steps: [{ click: 'Bob Baker', role: 'option' }],
    shows: '[',
    isDocumented: false,
  },
];
