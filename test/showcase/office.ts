import type { Call, CallLogEntry, Party } from '../../src/shared/domain/call.ts';
import type { Contact } from '../../src/shared/domain/contact.ts';
import type { Conversation, Message } from '../../src/shared/domain/conversation.ts';
import type { PresenceShow, Self } from '../../src/shared/domain/presence.ts';
import type { ServiceStatus, Session, SignInStep } from '../../src/shared/domain/session.ts';
import { signInStepIds } from '../../src/shared/domain/session.ts';
import type { Entities } from './entities.ts';

/** When every picture is taken: a Friday morning. */
export const now = new Date('2026-11-20T10:24:00+01:00').getTime();
export const minutesAgo = (count: number): number => now - count * 60_000;

interface Person {
  readonly user: string;
  readonly name: string;
  readonly show: PresenceShow;
  readonly status?: string;
  readonly groups: readonly string[];
  readonly number?: string;
  readonly title?: string;
}

const people: readonly Person[] = [
  {
    user: 'bob',
    name: 'Bob Baker',
    show: 'available',
    groups: ['Support'],
    number: '1002',
    title: 'Support lead',
  },
  {
    user: 'carol',
    name: 'Carol Clark',
    show: 'on-a-call',
    groups: ['Support', 'Project Kite'],
    number: '1003',
  },
  {
    user: 'dave',
    name: 'Dave Diaz',
    show: 'away',
    status: 'Back at 11',
    groups: ['Support'],
    number: '1004',
  },
  {
    user: 'erin',
    name: 'Erin Eriksson',
    show: 'do-not-disturb',
    status: 'Writing the report',
    groups: ['Sales'],
  },
  { user: 'farid', name: 'Farid Farahani', show: 'in-a-meeting', groups: ['Sales'], number: '1006' },
  {
    user: 'grace',
    name: 'Grace Green',
    show: 'available',
    status: 'In the Bristol office today',
    groups: ['Sales'],
  },
  { user: 'hana', name: 'Hana Horáková', show: 'offline', groups: ['Sales', 'Project Kite'], number: '1008' },
  { user: 'ivan', name: 'Иван Иванов', show: 'unknown', groups: ['Project Kite'] },
  { user: 'yannis', name: 'Γιάννης Παππάς', show: 'available', groups: ['Project Kite'], number: '1010' },
];

export const addressOf = (user: string): string => `${user}@example.test`;

export const contacts: readonly Contact[] = people.map((person) => ({
  id: addressOf(person.user) as Contact['id'],
  address: addressOf(person.user),
  name: person.name,
  groups: [...person.groups],
  subscription: 'both',
  isPending: false,
  presence: { show: person.show, ...(person.status !== undefined && { status: person.status }) },
  phones: person.number === undefined ? [] : [{ kind: 'work', number: person.number }],
  ...(person.title !== undefined && { title: person.title }),
}));

export const self: Self = {
  address: addressOf('alice'),
  name: 'Alice Archer',
  manual: 'automatic',
  status: '',
  presence: { show: 'available' },
  recentStatuses: ['Back at 11', 'Working from home'],
};

export function steps(states: Partial<Record<SignInStep['id'], Partial<SignInStep>>>): SignInStep[] {
  return signInStepIds.map((id) => ({ id, state: 'waiting', details: [], ...states[id] }));
}

const doneSteps = steps({
  'finding-services': {
    state: 'done',
    elapsedMs: 38,
    summary: { key: 'step.done.found', params: { what: '_cisco-uds' } },
    details: [
      { name: 'record', value: '_cisco-uds._tcp.example.test SRV 10 60 8443 ucm1.example.test' },
      { name: 'resolver', value: '10.20.0.53' },
    ],
  },
  'home-server': {
    state: 'done',
    elapsedMs: 61,
    summary: { key: 'step.done.server', params: { server: 'ucm1.example.test' } },
    details: [{ name: 'host', value: 'ucm1.example.test:8443' }],
  },
  'sign-in-method': { state: 'done', elapsedMs: 22, summary: { key: 'step.done.password' } },
  profile: { state: 'done', elapsedMs: 84 },
  phone: {
    state: 'done',
    elapsedMs: 120,
    summary: { key: 'step.done.server', params: { server: 'ucm1.example.test' } },
  },
  chat: {
    state: 'done',
    elapsedMs: 96,
    summary: { key: 'step.done.server', params: { server: 'imp1.example.test' } },
  },
  voicemail: { state: 'skipped', summary: { key: 'step.skipped.not-offered' } },
  directory: { state: 'done', elapsedMs: 40 },
});

export const signedIn: Extract<Session, { phase: 'signed-in' }> = {
  phase: 'signed-in',
  address: self.address,
  name: self.name,
  mode: 'full-uc',
  isFromCache: false,
  steps: doneSteps,
  hasNewConfiguration: false,
};

const service = (name: ServiceStatus['name'], change: Partial<ServiceStatus>): ServiceStatus => ({
  name,
  state: 'online',
  ...change,
});

export const services: readonly ServiceStatus[] = [
  service('network', { since: minutesAgo(94) }),
  service('chat', {
    server: 'imp1.example.test:5222',
    protocol: 'XMPP',
    isEncrypted: true,
    since: minutesAgo(94),
  }),
  service('phone', {
    server: 'ucm1.example.test:5061',
    protocol: 'SIP',
    isEncrypted: true,
    since: minutesAgo(93),
  }),
  service('directory', {
    server: 'ucm1.example.test:8443',
    protocol: 'UDS',
    isEncrypted: true,
    since: minutesAgo(93),
  }),
  service('voicemail', { state: 'off' }),
];

export const brokenServices: readonly ServiceStatus[] = services.map((one) =>
  one.name === 'phone'
    ? {
        ...one,
        state: 'waiting',
        since: minutesAgo(3),
        retryAt: now + 45_000,
        error: {
          code: 'net.timeout',
          params: { host: 'ucm1.example.test' },
          detail: 'ETIMEDOUT 10.20.0.11:5061',
        },
      }
    : one,
);

const bob = addressOf('bob');

function conversation(user: string, change: Partial<Conversation>): Conversation {
  const address = addressOf(user);
  return {
    id: address as Conversation['id'],
    kind: 'direct',
    address,
    title: people.find((person) => person.user === user)?.name ?? address,
    unreadCount: 0,
    isPeerTyping: false,
    draft: '',
    ...change,
  };
}

export const conversations: readonly Conversation[] = [
  conversation('bob', {
    isPeerTyping: true,
    lastMessage: { preview: 'The gateway answers again.', at: minutesAgo(1), direction: 'out' },
  }),
  conversation('carol', {
    unreadCount: 3,
    lastMessage: { preview: 'Can you take the 11 o’clock call?', at: minutesAgo(6), direction: 'in' },
  }),
  conversation('grace', {
    draft: 'About the offer for',
    lastMessage: { preview: 'Thank you!', at: minutesAgo(52), direction: 'in' },
  }),
  conversation('yannis', {
    lastMessage: { preview: 'Σας έστειλα το αρχείο.', at: minutesAgo(60 * 26), direction: 'in' },
  }),
  conversation('hana', {
    lastMessage: { preview: 'See you on Monday', at: minutesAgo(60 * 24 * 4), direction: 'out' },
  }),
];

let order = 0;
function message(direction: 'in' | 'out', ago: number, body: string, change: Partial<Message> = {}): Message {
  order += 1;
  return {
    id: `m${order}` as Message['id'],
    conversationId: bob as Message['conversationId'],
    direction,
    from: direction === 'in' ? bob : self.address,
    body,
    at: minutesAgo(ago),
    order,
    isRead: true,
    ...(direction === 'out' && { delivery: 'read' as const }),
    ...change,
  };
}

/** A chat with every state that a message of one's own can be in. */
export const messages: readonly Message[] = [
  message('in', 60 * 25, 'Have a good evening!'),
  message('in', 48, 'Good morning! The gateway in Leeds stopped answering at 9:20.'),
  message('in', 47, 'I restarted it, and it says:\n```\nsip: 408 Request Timeout\nretry in 30 s\n```'),
  message('out', 44, 'Thanks. Is it *only* Leeds, or _all_ of the north?', {
    reactions: [{ emoji: '👀', by: [bob], isOwn: false }],
  }),
  message(
    'in',
    41,
    '> only Leeds\nYes, and only for calls that come in. More at https://status.example.test/leeds',
  ),
  message('out', 30, 'I’ll ask the carrier and come back to you.', { editedAt: minutesAgo(29) }),
  message('in', 28, 'Good idea. Their number is in the handbook.', {
    reply: { author: self.address, quote: 'I’ll ask the carrier and come back to you.' },
    reactions: [{ emoji: '👍', by: [self.address], isOwn: true }],
  }),
  message('in', 27, '', { retractedAt: minutesAgo(26) }),
  message('out', 12, 'They found a broken route. It should be back in ten minutes.', {
    delivery: 'delivered',
  }),
  message('out', 4, 'Can you try again?', { delivery: 'sent' }),
  message('out', 2, 'The gateway answers again.', { delivery: 'sending' }),
  message('out', 1, 'I’ll write to the customer.', { delivery: 'queued' }),
  message('out', 1, 'And to Leeds.', { delivery: 'failed', error: { code: 'chat.recipient-unavailable' } }),
];

export const party = (user: string): Party => {
  const person = people.find((one) => one.user === user);
  return {
    name: person?.name ?? user,
    address: person?.number ?? addressOf(user),
    contactId: addressOf(user) as Contact['id'],
  };
};

let logged = 0;
function logEntry(peer: Party, ago: number, change: Partial<CallLogEntry>): CallLogEntry {
  logged += 1;
  return {
    id: `log${logged}` as CallLogEntry['id'],
    direction: 'in',
    outcome: 'answered',
    peer,
    startedAt: minutesAgo(ago),
    durationMs: 0,
    isSeen: true,
    ...change,
  };
}
const missed = { outcome: 'missed', isSeen: false } as const;

export const callLog: readonly CallLogEntry[] = [
  logEntry(party('carol'), 9, missed),
  logEntry(party('carol'), 14, missed),
  logEntry(party('bob'), 38, { durationMs: 402_000 }),
  logEntry({ name: '', address: '+44 20 7946 0018' }, 55, { outcome: 'declined' }),
  logEntry(party('farid'), 71, { direction: 'out', outcome: 'placed', durationMs: 48_000 }),
  logEntry(party('yannis'), 80, { outcome: 'answered-elsewhere' }),
  logEntry(party('dave'), 60 * 20, { direction: 'out', outcome: 'placed', cause: 'call.busy' }),
  logEntry(party('erin'), 60 * 26, { direction: 'out', outcome: 'failed', cause: 'call.failed' }),
  logEntry(party('hana'), 60 * 24 * 3, { direction: 'out', outcome: 'placed', durationMs: 3_900_000 }),
];

export function call(user: string, state: Call['state'], change: Partial<Call> = {}): Call {
  const isIn = state === 'ringing-in';
  const running: Call['can'] = ['mute', 'dtmf', 'hold', 'hang-up'];
  return {
    id: `call-${user}` as Call['id'],
    direction: isIn ? 'in' : 'out',
    state,
    peer: party(user),
    isMuted: false,
    startedAt: minutesAgo(4),
    security: 'sdes',
    dtmfSent: '',
    can: isIn ? ['answer', 'decline'] : state === 'ended' ? [] : running,
    ...(isIn ? {} : { connectedAt: now - 187_000 }),
    ...change,
  };
}

/** The signed-in window with its people and chats. */
export const office: Entities = {
  session: [signedIn],
  services,
  self: [self],
  contacts,
  conversations,
};
