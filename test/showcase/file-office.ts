import type { Conversation, Message } from '../../src/shared/domain/conversation.ts';
import type { FileOptions, SharedFile, Transfer } from '../../src/shared/domain/file.ts';
import type { ConversationId } from '../../src/shared/domain/ids.ts';
import { addressOf, minutesAgo } from './office.ts';

export const fileChatId = addressOf('grace') as ConversationId;

export const fileConversation: Conversation = {
  id: fileChatId,
  kind: 'direct',
  address: fileChatId,
  title: 'Grace Green',
  unreadCount: 0,
  isPeerTyping: false,
  draft: '',
  lastMessage: { preview: 'Floor plan Leeds.pdf', at: minutesAgo(1), direction: 'in' },
};

export const fileOptions: FileOptions = {
  isEnabled: true,
  canCapture: true,
  canUpload: true,
  canHandOver: true,
  maxBytes: 100_000_000,
  forbidden: ['.exe'],
};

const message = (order: number, direction: 'in' | 'out', file: SharedFile): Message => ({
  id: `f${order}` as Message['id'],
  conversationId: fileChatId,
  direction,
  from: direction === 'in' ? fileChatId : addressOf('alice'),
  body: file.url ?? file.name,
  at: minutesAgo(20 - order),
  order,
  isRead: true,
  ...(direction === 'out' && { delivery: 'read' as const }),
  file,
});

const at = (name: string): string => `https://files.example.test/${encodeURIComponent(name)}`;
const file = (id: string, name: string, size?: number): SharedFile => ({
  id,
  name,
  url: at(name),
  ...(size !== undefined && { size }),
});

/** A file in each state that one can be in. */
export const fileMessages: readonly Message[] = [
  message(1, 'in', file('new', 'Floor plan Leeds.pdf', 2_400_000)),
  message(2, 'in', file('moving', 'Recording of the meeting.mp4', 48_000_000)),
  message(3, 'in', file('stopped', 'Measurements 2026.xlsx', 900_000)),
  message(4, 'in', file('failed', 'Old handbook.docx')),
  message(5, 'in', file('saved', 'Contract.pdf', 310_000)),
  message(6, 'in', { id: 'offered', name: 'Photos of the roof.zip', size: 73_000_000 }),
  message(7, 'out', file('sent', 'Answer.txt', 824)),
];

const transfer = (
  id: string,
  name: string,
  size: number,
  change: Pick<Transfer, 'state'> & Partial<Transfer>,
) => ({
  id,
  conversationId: fileChatId,
  direction: 'in' as const,
  name,
  size,
  at: minutesAgo(3),
  isPicture: false,
  ...change,
});

export const transfers: readonly Transfer[] = [
  transfer('moving', 'Recording of the meeting.mp4', 48_000_000, {
    state: { kind: 'moving', done: 19_200_000 },
  }),
  transfer('stopped', 'Measurements 2026.xlsx', 900_000, { state: { kind: 'stopped', done: 400_000 } }),
  transfer('failed', 'Old handbook.docx', 0, { state: { kind: 'failed', error: { code: 'files.gone' } } }),
  transfer('saved', 'Contract.pdf', 310_000, { state: { kind: 'done' }, savedAs: 'Contract (2).pdf' }),
  transfer('up', 'Cable list.csv', 1_200_000, { direction: 'out', state: { kind: 'moving', done: 800_000 } }),
  transfer('up2', 'Video of the rack.mov', 900_000_000, {
    direction: 'out',
    state: { kind: 'failed', error: { code: 'files.too-large' } },
  }),
];
