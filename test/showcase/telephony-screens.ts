import type { CallQuality } from '../../src/shared/domain/call-quality.ts';
import type { Mailbox, Voicemail } from '../../src/shared/domain/voicemail.ts';
import type { Entities } from './entities.ts';
import { call, callLog, conversations, minutesAgo, now, office, party } from './office.ts';
import { conversation, room } from './room-office.ts';
import { narrow, type Screen, type Step, wide } from './screen.ts';

const running = call('bob', 'connected', {
  can: ['mute', 'dtmf', 'hold', 'hang-up', 'transfer', 'merge', 'video', 'share'],
});

/** A minute that went from good to bad. */
const poor: CallQuality = {
  callId: running.id,
  level: 'poor',
  cause: 'loss-in',
  now: { mos: 2.4, lossIn: 0.084, lossOut: 0.002, jitterMs: 31, roundTripMs: 212 },
  codec: 'opus',
  path: 'direct',
  recent: Array.from({ length: 60 }, (_, at) =>
    at < 35 ? 4.3 - (at % 7) * 0.04 : Math.max(2.2, 4.2 - (at - 35) * 0.12 + (at % 3) * 0.15),
  ),
};

const mailbox: Mailbox = {
  state: 'ready',
  server: 'voicemail.example.test',
  readAt: now,
  unreadCount: 2,
  isWaiting: true,
  pilot: '1999',
};
let recorded = 0;
function voicemail(from: Voicemail['from'], ago: number, change: Partial<Voicemail> = {}): Voicemail {
  recorded += 1;
  return {
    id: `v${recorded}`,
    from,
    at: minutesAgo(ago),
    durationMs: 24_000,
    isRead: true,
    isUrgent: false,
    isPrivate: false,
    isSecure: false,
    isDeleted: false,
    ...change,
  };
}
const from = (user: string): Voicemail['from'] => {
  const { name, address, contactId } = party(user);
  return { name, number: address, ...(contactId !== undefined && { contactId }) };
};
const withMailbox = (change: Partial<Mailbox>, voicemails: readonly Voicemail[]): Entities => ({
  ...office,
  voicemail: [{ ...mailbox, ...change }],
  voicemails,
});
const messages: readonly Voicemail[] = [
  voicemail(from('carol'), 12, { isRead: false, isUrgent: true }),
  voicemail({ name: '', number: '+44 20 7946 0018' }, 95, { isRead: false, durationMs: 71_000 }),
  voicemail(from('yannis'), 60 * 20, { isPrivate: true }),
  voicemail(from('hana'), 60 * 24 * 2, { isSecure: true, durationMs: 8_000 }),
];
/** A second of silence: a WAV file of 8 bits a sample. */
function silence(): { type: string; data: string } {
  const rate = 8_000;
  const word = (value: number, bytes: number) =>
    Array.from({ length: bytes }, (_, at) => String.fromCharCode((value >> (8 * at)) & 255)).join('');
  const format = word(1, 2) + word(1, 2) + word(rate, 4) + word(rate, 4) + word(1, 2) + word(8, 2);
  const head = `RIFF${word(36 + rate, 4)}WAVEfmt ${word(16, 4)}${format}data${word(rate, 4)}`;
  return { type: 'audio/wav', data: btoa(head + '\u0080'.repeat(rate)) };
}
const openVoicemail: readonly Step[] = [{ click: 'Voicemail, 2 new messages' }];

/** How a call is, what comes of it afterwards, and several people in one call. */
export const telephonyScreens: readonly Screen[] = [
  {
    name: 'call-quality-poor',
    entities: { ...office, calls: [running], quality: [poor] },
    size: wide,
    steps: [{ click: 'Call quality: poor' }],
    shows: 'Lost on the way to you',
    isDocumented: true,
  },
  {
    name: 'call-quality-poor-dark',
    isPicture: true,
    entities: { ...office, calls: [running], quality: [poor] },
    settings: { theme: 'dark' },
    size: wide,
    steps: [{ click: 'Call quality: poor' }],
    shows: 'Lost on the way to you',
    isDocumented: false,
  },
  {
    name: 'calls-found',
    entities: { ...office, missedCalls: [{ count: 2 }] },
    size: [420, 760],
    answers: {
      'calls/history': ({ text = '' }) => ({
        entries: callLog.filter(({ peer }) => peer.name.toLowerCase().includes(text.toLowerCase())),
        hasOlder: false,
      }),
    },
    steps: [{ click: 'Calls, 2 missed calls' }, { type: 'carol', into: 'Search calls by name or number' }],
    shows: 'Carol Clark',
    isDocumented: true,
  },
  {
    name: 'calls-none-found',
    isPicture: true,
    entities: office,
    size: narrow,
    answers: { 'calls/history': () => ({ entries: [], hasOlder: false }) },
    steps: [{ click: 'Calls' }, { type: 'zacharias', into: 'Search calls by name or number' }],
    shows: 'No calls found.',
    isDocumented: false,
  },
  {
    name: 'voicemail-forward',
    entities: withMailbox({}, messages),
    size: wide,
    answers: { 'voicemail/sound': silence },
    steps: [...openVoicemail, { click: 'Carol Clark', role: 'option' }, { click: 'Forward' }],
    shows: 'Words of your own',
    isDocumented: false,
  },
  {
    name: 'voicemail-answer-narrow',
    entities: withMailbox({}, messages),
    size: narrow,
    answers: { 'voicemail/sound': silence },
    steps: [...openVoicemail, { click: 'Carol Clark', role: 'option' }, { click: 'Answer' }],
    shows: 'Say your answer',
    isDocumented: false,
  },
  {
    name: 'voicemail',
    entities: withMailbox({}, messages),
    size: wide,
    answers: { 'voicemail/sound': silence },
    steps: [...openVoicemail, { click: 'Carol Clark', role: 'option' }],
    shows: 'Urgent',
    isDocumented: true,
  },
  {
    name: 'voicemail-dark',
    isPicture: true,
    entities: withMailbox({}, messages),
    settings: { theme: 'dark' },
    size: narrow,
    steps: openVoicemail,
    shows: 'Carol Clark',
    isDocumented: false,
  },
  {
    name: 'voicemail-empty',
    isPicture: true,
    entities: withMailbox({ unreadCount: 0, isWaiting: false }, []),
    size: narrow,
    steps: [{ click: 'Voicemail' }],
    shows: 'No messages.',
    isDocumented: false,
  },
  {
    name: 'voicemail-waiting',
    entities: withMailbox(
      { state: 'waiting', readAt: minutesAgo(40), error: { code: 'net.timeout' } },
      messages,
    ),
    size: narrow,
    steps: openVoicemail,
    shows: 'Carol Clark',
    isDocumented: false,
  },
  {
    name: 'voicemail-password',
    entities: { ...office, voicemail: [{ state: 'password', unreadCount: 0, isWaiting: false }] },
    size: narrow,
    steps: [{ click: 'Voicemail' }],
    shows: 'Your voicemail has a name',
    isDocumented: false,
  },
  {
    name: 'conference-prompt',
    entities: {
      ...office,
      prompts: [
        {
          id: 'p1' as never,
          kind: 'conference',
          targets: ['sip:bob@example.test', 'sip:carol@example.test', '+441134960021'],
        },
      ],
    },
    size: narrow,
    shows: 'Call 3 people together?',
    isDocumented: true,
  },
  {
    name: 'room-call',
    entities: { ...office, conversations: [conversation, ...conversations], rooms: [room] },
    size: wide,
    steps: [
      { click: 'Chats' },
      { click: 'Project Kite', role: 'option' },
      { click: 'Call people of this room' },
    ],
    shows: 'Everybody who answers hears the others',
    isDocumented: true,
  },
];
