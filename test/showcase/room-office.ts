import type { Conversation, Message } from '../../src/shared/domain/conversation.ts';
import type { Occupant, Room, RoomStanding } from '../../src/shared/domain/room.ts';
import { addressOf, minutesAgo } from './office.ts';

export const roomId = 'kite@conference.example.test' as Room['id'];

export const conversation: Conversation = {
  id: roomId,
  kind: 'room',
  address: roomId,
  title: 'Project Kite',
  unreadCount: 2,
  isPeerTyping: false,
  draft: '',
  lastMessage: { preview: 'Alice Archer, can you open it?', at: minutesAgo(2), direction: 'in' },
};

export const room: Room = {
  id: roomId,
  state: 'joined',
  nick: 'Alice Archer',
  subject: 'Launch on Thursday at 10',
  role: 'moderator',
  affiliation: 'owner',
  occupantCount: 5,
  occupantsRevision: 5,
  isPersistent: true,
  isMembersOnly: false,
  alerts: 'mentions',
};

const occupant = (nick: string, change: Partial<Occupant> = {}): Occupant => ({
  nick,
  role: 'participant',
  affiliation: 'none',
  show: 'available',
  isSelf: false,
  ...change,
});

/** What the room says of who is in it. */
export const occupants: readonly Occupant[] = [
  occupant('Alice Archer', { isSelf: true, affiliation: 'owner', role: 'moderator' }),
  occupant('Bob Baker', { address: addressOf('bob'), role: 'moderator', hats: ['Release lead'] }),
  occupant('Carol Clark', { address: addressOf('carol'), show: 'on-a-call' }),
  occupant('Hana Horáková', { address: addressOf('hana'), show: 'away' }),
  occupant('Иван Иванов', { address: addressOf('ivan'), role: 'visitor' }),
];

/** With one of them alone. */
export const privateTalkId = `${roomId}/Carol Clark` as Conversation['id'];
export const privateConversation: Conversation = {
  ...conversation,
  id: privateTalkId,
  kind: 'direct',
  address: privateTalkId,
  title: 'Carol Clark',
  unreadCount: 0,
  lastMessage: { preview: 'Only you and I see this.', at: minutesAgo(1), direction: 'in' },
};

/** What the room’s lists say. */
export const standings: readonly RoomStanding[] = [
  { address: addressOf('bob') },
  { address: addressOf('carol') },
  { address: 'guest@partner.example', reason: 'Until the launch' },
];

let order = 0;
function said(nick: string, ago: number, body: string): Message {
  order += 1;
  const isOwn = nick === room.nick;
  return {
    id: `r${order}` as Message['id'],
    conversationId: roomId,
    direction: isOwn ? 'out' : 'in',
    from: isOwn ? addressOf('alice') : `${roomId}/${nick}`,
    body,
    at: minutesAgo(ago),
    order,
    isRead: true,
    ...(isOwn && { delivery: 'sent' as const }),
  };
}

export const roomMessages: readonly Message[] = [
  said('Bob Baker', 44, 'The new build is on the stage server.'),
  said('Hana Horáková', 41, 'Looks good here. Two texts are cut off in German.'),
  said('Hana Horáková', 40, 'I’ll send pictures.'),
  said('Alice Archer', 30, 'Thanks, both. Who writes to the customer?'),
  said('Carol Clark', 12, 'I can, after this call.'),
  said('Bob Baker', 2, 'Alice Archer, can you open it for them?'),
];

/** What looking for a room gives. */
export const roomList: readonly { readonly address: string; readonly name: string }[] = [
  'All hands',
  'Lunch',
  'Project Kite',
  'Support night shift',
].map((name) => ({ address: `${name.toLowerCase().replaceAll(' ', '-')}@conference.example.test`, name }));

export const privateMessages: readonly Message[] = [
  said('Carol Clark', 3, 'Shall we move the launch?'),
  said('Alice Archer', 2, 'Let us ask Bob first.'),
  said('Carol Clark', 1, 'Only you and I see this.'),
].map((message) => ({ ...message, conversationId: privateTalkId }));
