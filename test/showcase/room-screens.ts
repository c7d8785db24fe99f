import type { Prompt } from '../../src/shared/domain/prompt.ts';
import type { Room } from '../../src/shared/domain/room.ts';
import { addressOf, conversations, office } from './office.ts';
import { conversation, privateConversation, room, roomId } from './room-office.ts';
import { narrow, type Screen, type Step, wide } from './screen.ts';

const withRoom = (change: Partial<Room>) => ({
  ...office,
  conversations: [conversation, ...conversations],
  rooms: [{ ...room, ...change }],
});
const open: readonly Step[] = [{ click: 'Chats' }, { click: 'Project Kite', role: 'option' }];
const invitation: Prompt = {
  id: 'p9' as Prompt['id'],
  kind: 'room-invitation',
  room: roomId,
  roomName: 'Project Kite',
  from: addressOf('bob'),
  name: 'Bob Baker',
  reason: 'We decide today.',
};

export const roomScreens: readonly Screen[] = [
  {
    name: 'room',
    entities: withRoom({}),
    size: wide,
    steps: [...open, { click: 'Show who is here' }, { click: 'Иван Иванов', role: 'option' }],
    shows: 'Make moderator',
    isDocumented: true,
  },
  {
    name: 'room-dark',
    isPicture: true,
    entities: withRoom({}),
    settings: { theme: 'dark' },
    size: wide,
    steps: [...open, { click: 'Show who is here' }],
    shows: 'Listens only',
    isDocumented: false,
  },
  {
    name: 'room-people-narrow',
    entities: withRoom({}),
    size: narrow,
    steps: [...open, { click: 'Show who is here' }],
    shows: 'Listens only',
    isDocumented: false,
  },
  {
    name: 'room-menu',
    entities: withRoom({}),
    size: wide,
    steps: [...open, { click: 'Room actions' }],
    shows: 'Mentions of me',
    isDocumented: false,
  },
  {
    name: 'room-private',
    entities: {
      ...withRoom({}),
      conversations: [privateConversation, conversation, ...conversations],
    },
    size: wide,
    steps: [{ click: 'Chats' }, { click: 'Only you and I', role: 'option' }],
    shows: 'Others there do not see this',
    isDocumented: true,
  },
  {
    name: 'room-mention',
    entities: withRoom({}),
    size: wide,
    steps: [...open, { type: 'What do you think, @', into: 'Message to Project Kite' }],
    shows: 'Иван Иванов',
    isDocumented: false,
  },
  {
    name: 'room-standings',
    entities: withRoom({}),
    size: wide,
    steps: [...open, { click: 'Room actions' }, { click: 'Members and bans', role: 'menuitem' }],
    shows: 'Until the launch',
    isDocumented: false,
  },
  {
    name: 'room-joining',
    isPicture: true,
    entities: withRoom({ state: 'joining', occupantCount: 0 }),
    size: wide,
    steps: open,
    shows: 'Joining the room',
    isDocumented: false,
  },
  {
    name: 'room-kicked',
    entities: withRoom({ state: 'outside', absence: 'kicked', reason: 'Please stay on topic' }),
    size: wide,
    steps: open,
    shows: 'You were removed',
    isDocumented: true,
  },
  {
    name: 'room-moved',
    entities: withRoom({
      ...{ state: 'outside', absence: 'missing', reason: 'The new year has a room of its own' },
      alternate: 'plans-2027@conference.example.test',
    }),
    size: narrow,
    steps: open,
    shows: 'Go to plans-2027',
    isDocumented: false,
  },
  {
    name: 'room-password',
    entities: withRoom({ state: 'outside', absence: 'password' }),
    size: narrow,
    steps: open,
    shows: 'needs a password',
    isDocumented: false,
  },
  {
    name: 'room-new',
    entities: office,
    size: wide,
    steps: [
      { click: 'Chats' },
      { click: 'New group or room' },
      { click: 'Dave Diaz', role: 'option' },
      { click: 'Erin Eriksson', role: 'option' },
    ],
    shows: '2 people chosen',
    isDocumented: true,
  },
  {
    name: 'room-find',
    entities: office,
    size: wide,
    steps: [{ click: 'Chats' }, { click: 'Find a room' }],
    shows: 'All hands',
    isDocumented: true,
  },
  {
    name: 'room-invitation',
    entities: { ...office, prompts: [invitation] },
    size: wide,
    shows: 'invites you to',
    isDocumented: true,
  },
];
