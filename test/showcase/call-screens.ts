import type { Entities } from './entities.ts';
import { call, now, office, party, self } from './office.ts';
import { narrow, type Screen, type Step, wide } from './screen.ts';

const openCalls: readonly Step[] = [{ click: 'Calls' }];
const running = call('bob', 'connected');

const ownPhones: Entities = {
  ...office,
  phone: [
    {
      ...{ lines: [], canForward: false, pickups: [] },
      destinations: [
        { id: 'd1', name: 'Mobile', number: '+44 7700 900123', rings: true, canMove: true },
        { id: 'd2', name: 'Home', number: '020 7946 0018', rings: false, canMove: false },
      ],
    },
  ],
};

export const callScreens: readonly Screen[] = [
  {
    name: 'calls-history',
    entities: office,
    size: wide,
    steps: [...openCalls, { click: 'Bob Baker', role: 'option' }],
    shows: 'Answered on another device',
    isDocumented: true,
  },
  {
    name: 'desk-phone-control',
    entities: {
      ...office,
      calls: [
        { ...call('bob', 'connected', { can: ['hang-up', 'hold', 'dtmf', 'transfer'] }), phone: 'desk' },
      ],
      deskPhone: [
        {
          state: 'none',
          mode: 'desk',
          phones: [],
          control: {
            ...{ address: 'sip:1001@example.com', state: 'ready', isSilent: true },
            forward: { kind: 'to', target: '1009' },
          },
        },
      ],
    },
    size: wide,
    steps: openCalls,
    shows: 'On your desk phone',
    isDocumented: true,
  },
  {
    name: 'desk-phone-lost-dark',
    entities: {
      ...office,
      deskPhone: [
        {
          ...{ state: 'none', mode: 'desk', phones: [] },
          control: { address: '1001', state: 'lost', error: { code: 'desk-phone.lost' } },
        },
      ],
    },
    settings: { theme: 'dark' },
    size: [420, 760],
    steps: openCalls,
    shows: 'Out of reach',
    isDocumented: true,
  },
  {
    name: 'other-phone',
    entities: {
      ...office,
      deskPhone: [
        {
          ...{ state: 'none', mode: 'other', phones: [] },
          other: { number: '+44 7700 900123', step: 'calling-you', target: '1002' },
        },
      ],
    },
    size: [420, 760],
    steps: openCalls,
    shows: 'Pick up there',
    isDocumented: true,
  },
  {
    name: 'other-phone-kept',
    entities: {
      ...ownPhones,
      calls: [
        call('bob', 'connected', {
          can: ['mute', 'dtmf', 'hold', 'hang-up', 'transfer', 'merge', 'park', 'mobile', 'record'],
        }),
      ],
      deskPhone: [
        { state: 'none', mode: 'other', phones: [], other: { number: '+44 7700 900123', step: 'idle' } },
      ],
    },
    size: [420, 760],
    steps: openCalls,
    shows: 'Home',
    isDocumented: false,
  },
  {
    name: 'preferences-other-phones',
    entities: ownPhones,
    size: wide,
    steps: [{ click: 'Preferences' }, { open: 'audio' }, { click: 'Change Home' }],
    shows: 'Rings when I am called',
    isDocumented: false,
  },
  {
    name: 'dial-pad',
    entities: office,
    size: [420, 760],
    steps: [...openCalls, { click: 'Dial pad' }, { type: '1003', into: 'Number or address' }],
    shows: 'Carol Clark',
    isDocumented: true,
  },
  {
    name: 'incoming-call',
    entities: {
      ...office,
      calls: [call('carol', 'ringing-in', { can: ['answer', 'decline', 'divert'] })],
    },
    size: wide,
    shows: 'Incoming call',
    isDocumented: true,
  },
  {
    name: 'incoming-calls-dark',
    entities: {
      ...office,
      calls: [
        call('carol', 'ringing-in'),
        call('yannis', 'ringing-in'),
        call('dave', 'ringing-in', { peer: { name: '', address: '+44 20 7946 0018' } }),
        call('hana', 'ringing-in', { startedAt: now }),
        running,
      ],
    },
    settings: { theme: 'dark' },
    size: wide,
    shows: '1 more call is ringing',
    isDocumented: true,
  },
  {
    name: 'incoming-call-high-contrast',
    entities: { ...office, calls: [call('carol', 'ringing-in')] },
    settings: { theme: 'high-contrast' },
    size: narrow,
    shows: 'Incoming call',
    isDocumented: false,
  },
  {
    name: 'incoming-call-do-not-disturb',
    entities: {
      ...office,
      self: [{ ...self, manual: 'do-not-disturb', presence: { show: 'do-not-disturb' } }],
      calls: [call('carol', 'ringing-in')],
    },
    size: narrow,
    shows: 'Calls you',
    isDocumented: false,
  },
  {
    name: 'in-call',
    entities: { ...office, calls: [running] },
    size: wide,
    shows: '3:07',
    isDocumented: true,
  },
  {
    name: 'in-call-chat-narrow',
    entities: { ...office, calls: [running] },
    size: narrow,
    steps: [{ click: 'Bob Baker', role: 'option' }],
    shows: '3:07',
    isDocumented: false,
  },
  {
    name: 'in-call-keypad',
    entities: { ...office, calls: [{ ...running, dtmfSent: '42#' }] },
    size: [420, 760],
    steps: [{ click: 'Keypad' }],
    shows: '42#',
    isDocumented: true,
  },
  {
    name: 'in-call-without-signalling',
    entities: {
      ...office,
      calls: [
        call('bob', 'connected', {
          can: ['hang-up', 'mute', 'dtmf'],
          cannot: ['hold'],
          limit: 'signalling-lost',
        }),
      ],
    },
    size: wide,
    shows: 'You still hear each other',
    isDocumented: false,
  },
  {
    name: 'in-call-survivable-dark',
    entities: { ...office, calls: [{ ...running, cannot: [], limit: 'survivable' }] },
    settings: { theme: 'dark' },
    size: narrow,
    shows: 'emergency phone service',
    isDocumented: false,
  },
  {
    name: 'two-calls',
    entities: {
      ...office,
      calls: [
        call('bob', 'held', { can: ['resume', 'hang-up'] }),
        call('farid', 'connected', {
          isMuted: true,
          security: 'none',
          startedAt: now - 60_000,
          connectedAt: now - 41_000,
        }),
      ],
    },
    size: narrow,
    shows: 'You are muted',
    isDocumented: true,
  },
  {
    name: 'two-calls-transfer-low',
    entities: {
      ...office,
      calls: [
        call('bob', 'held', { can: ['resume', 'hang-up', 'transfer'] }),
        { ...running, peer: party('carol'), id: 'call-2' as typeof running.id },
      ],
    },
    size: [760, 560],
    steps: [{ click: 'Transfer' }],
    shows: 'Transfer now',
    isDocumented: false,
  },
  {
    name: 'two-calls-rtl-large',
    entities: {
      ...office,
      calls: [
        call('bob', 'held', { can: ['resume', 'hang-up'] }),
        { ...running, peer: party('carol'), id: 'call-2' as typeof running.id },
      ],
    },
    settings: { textScale: 2, theme: 'dark' },
    direction: 'rtl',
    size: [480, 900],
    shows: 'On hold',
    isDocumented: false,
  },
  {
    name: 'call-sharing',
    entities: {
      ...office,
      calls: [
        {
          ...running,
          can: [...running.can, 'video', 'share'],
          video: { isSending: true, isReceiving: true, source: 'camera' },
          slides: { isSending: true, isReceiving: false, isWanted: true },
        },
      ],
    },
    size: wide,
    shows: 'The other side sees your screen',
    isDocumented: true,
  },
  {
    name: 'call-sharing-asked',
    entities: {
      ...office,
      calls: [
        {
          ...running,
          can: [...running.can, 'share'],
          slides: { isSending: false, isReceiving: false, isWanted: true },
        },
      ],
    },
    size: narrow,
    shows: 'Asking to share your screen…',
    isDocumented: false,
  },
  {
    name: 'call-sharing-taken-dark',
    entities: {
      ...office,
      calls: [
        {
          ...running,
          can: [...running.can, 'video', 'share'],
          slides: {
            isSending: false,
            isReceiving: true,
            isWanted: false,
            error: { code: 'call.share-taken' },
          },
        },
      ],
    },
    settings: { theme: 'dark' },
    size: wide,
    shows: 'The other side has taken over',
    isDocumented: true,
  },
  {
    name: 'dialling',
    entities: {
      ...office,
      calls: [{ ...call('bob', 'ringing-out', { can: ['hang-up'] }), connectedAt: undefined }],
    },
    size: narrow,
    shows: 'Ringing',
    isDocumented: false,
  },
  {
    name: 'call-failed',
    entities: {
      ...office,
      calls: [
        {
          ...call('farid', 'ended', {
            endedAt: now,
            error: { code: 'call.busy', detail: 'SIP 486 Busy Here' },
          }),
          connectedAt: undefined,
        },
      ],
    },
    size: narrow,
    shows: 'The line is busy',
    isDocumented: true,
  },
];
