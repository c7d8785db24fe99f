import type { Call } from '../../src/shared/domain/call.ts';
import type { Contact } from '../../src/shared/domain/contact.ts';
import type { Conversation, Message } from '../../src/shared/domain/conversation.ts';
import type { PresenceShow } from '../../src/shared/domain/presence.ts';
import { addressOf, call, minutesAgo, office, self } from './office.ts';
import { type Screen, small, type Step, wide } from './screen.ts';

/** The smallest window there is. */
const least = [320, 480] as const;

const long =
  'Prof. Dr. Dr. h. c. Maximiliane-Theodora Freifrau von und zu Unterschleißheim-Oberammergau, geb. Wolfeschlegelsteinhausenbergerdorff';
const status =
  'Travelling between the offices in Leeds, Bristol and Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch until Friday; for anything about the gateway please ask the night shift, who know where the spare keys are, and for the rest leave a message here or with the front desk, which is open from eight to six.';
const names: readonly string[] = [
  long,
  '👩‍👩‍👧‍👦🏳️‍🌈🧑🏽‍🚀',
  'محمد عبد الرحمن الخوارزمي',
  'דוד (support) בן־גוריון',
  'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswessenschafe',
  '   ',
  'a',
  '王小明',
  '‮Reversed by a trick',
  '<b>Bold & Sons</b>',
];

const shows: readonly PresenceShow[] = ['available', 'away', 'do-not-disturb', 'on-a-call', 'offline'];
const idOf = (index: number): string => addressOf(`hard${index}`);

const contacts: readonly Contact[] = names.map((name, index) => ({
  id: idOf(index) as Contact['id'],
  address: idOf(index),
  name: name.trim() === '' ? idOf(index) : name,
  groups: [index % 2 === 0 ? 'A group whose name is longer than any list is wide, and goes on' : '🧯'],
  subscription: 'both',
  isPending: false,
  presence: { show: shows[index % shows.length] ?? 'unknown', status: index === 3 ? 'בחזרה ב־11' : status },
  phones: [{ kind: 'work', number: '+49 (0) 89 / 123 456 789 - 0123456789 ext. 4711' }],
  ...(index === 0 && {
    title: status,
    department: long,
    company: long,
    manager: long,
    postalAddress: status,
  }),
}));

const conversations: readonly Conversation[] = Array.from({ length: 200 }, (_, index) => ({
  id: (index < names.length ? idOf(index) : addressOf(`many${index}`)) as Conversation['id'],
  kind: 'direct',
  address: index < names.length ? idOf(index) : addressOf(`many${index}`),
  title: names[index]?.trim() ?? `Person number ${index}`,
  unreadCount: index === 0 ? 12_345 : 1 + (index % 120),
  isPeerTyping: false,
  draft: '',
  lastMessage: {
    preview: index % 3 === 0 ? 'x'.repeat(400) : status,
    at: minutesAgo(index * 7),
    direction: 'in',
  },
}));

const word = 'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(120);
const code = Array.from({ length: 500 }, (_, line) => `line ${line}: ${'=>'.repeat(line % 90)}`).join('\n');
const text = `${status} `.repeat(65).slice(0, 20_000);

function message(
  order: number,
  direction: 'in' | 'out',
  body: string,
  change: Partial<Message> = {},
): Message {
  return {
    id: `h${order}` as Message['id'],
    conversationId: idOf(0) as Message['conversationId'],
    direction,
    from: direction === 'in' ? idOf(0) : self.address,
    body,
    at: minutesAgo(30 - order),
    order,
    isRead: true,
    ...(direction === 'out' && { delivery: 'read' as const }),
    ...change,
  };
}
const bodies: readonly Message[] = [
  message(1, 'in', `\`\`\`\n${code}\n\`\`\``),
  message(2, 'out', text),
  message(3, 'in', word),
  message(4, 'out', `https://example.test/${'a-very-long-address/'.repeat(40)}?q=1`),
  message(5, 'in', 'مرحبا، هل يمكنك الاتصال بي على 1002؟ See https://example.test'),
  message(6, 'in', '👍'),
  message(7, 'out', 'ok', {
    reactions: Array.from('👍❤️😂🎉😮🙏👏✅❌🔥🚀👀', (emoji) => ({ emoji, by: [idOf(0)], isOwn: false })),
    reply: { author: idOf(0), quote: text },
  }),
];

const hard = { ...office, contacts, conversations };
const answers = { 'chat/history': () => ({ messages: [...bodies], hasOlder: false }) } as Screen['answers'];
const open: readonly Step[] = [
  { click: 'Chats' },
  { focus: 'Your chats' },
  { press: 'Home' },
  { press: 'Enter' },
];
const running: Call = call('bob', 'connected', {
  peer: { name: long, address: `sip:${'x'.repeat(120)}@example.test` },
  isMuted: true,
  line: 'Reception and switchboard of the northern region',
  can: ['mute', 'dtmf', 'hold', 'hang-up', 'transfer', 'merge', 'video', 'share'],
});
const ringing: Call = call('carol', 'ringing-in', {
  peer: { name: long, address: '+49 89 123456789012345678901234567890' },
  forwardedBy: { name: long, address: '1001' },
  line: 'Reception and switchboard of the northern region',
  can: ['answer', 'decline', 'divert'],
});

/** What real people, real names and careless hands put into the window. */
export const hardScreens: readonly Screen[] = [
  { name: 'hard-contacts', entities: hard, size: least, shows: 'Bold & Sons', isDocumented: false },
  {
    name: 'hard-chats',
    isPicture: true,
    entities: hard,
    size: small,
    steps: [{ click: 'Chats' }],
    shows: 'Reversed',
    isDocumented: false,
  },
  {
    name: 'hard-chat',
    entities: hard,
    answers,
    size: wide,
    steps: open,
    shows: 'https://example.test',
    isDocumented: false,
  },
  {
    name: 'hard-chat-least',
    entities: hard,
    answers,
    size: least,
    steps: open,
    shows: 'https://example.test',
    isDocumented: false,
  },
  {
    name: 'hard-card',
    entities: hard,
    size: least,
    steps: [{ focus: 'Contact list' }, { press: 'Home' }, { press: 'ArrowDown' }, { press: 'Control+i' }],
    shows: 'Chat address',
    isDocumented: false,
  },
  {
    name: 'hard-call',
    entities: { ...hard, calls: [running, ringing] },
    size: least,
    shows: 'Incoming call',
    isDocumented: false,
  },
  {
    name: 'hard-call-600',
    isPicture: true,
    entities: { ...hard, calls: [running] },
    size: [600, 480],
    shows: 'You are muted',
    isDocumented: false,
  },
  {
    name: 'call-before-question',
    entities: {
      ...office,
      calls: [call('carol', 'ringing-in')],
      prompts: [{ id: 'p1' as never, kind: 'room-link', room: 'kite@conference.example.test' }],
    },
    size: wide,
    shows: 'Incoming call',
    isDocumented: false,
  },
  {
    name: 'broken-part',
    isPicture: true,
    entities: office,
    answers: {
      'chat/history': ({ conversationId }) => ({
        messages:
          conversationId === addressOf('bob') ? [{ ...message(1, 'in', ''), body: undefined as never }] : [],
        hasOlder: false,
      }),
    },
    size: wide,
    steps: [{ click: 'Bob Baker', role: 'option' }],
    shows: 'This part of the window stopped working',
    isDocumented: false,
  },
];
