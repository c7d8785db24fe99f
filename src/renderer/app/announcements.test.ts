import { beforeAll, describe, expect, it } from 'vitest';
import type { Call } from '../../shared/domain/call.ts';
import type { Conversation, Message } from '../../shared/domain/conversation.ts';
import type { Self } from '../../shared/domain/presence.ts';
import type { Room } from '../../shared/domain/room.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { createEntityStore, soleKey } from '../bridge/entity-store.ts';
import { loadTexts } from '../text/text.ts';
import { connectAnnouncements } from './announcements.ts';

const NOW = 1_000_000;
const message = (change: Partial<Message> = {}) => ({
  topic: 'messages' as const,
  key: change.id ?? 'm1',
  value: {
    id: 'm1',
    conversationId: 'carol@example.test',
    direction: 'in',
    from: 'carol@example.test',
    body: 'Hello',
    at: NOW - 500,
    order: 1,
    isRead: false,
    ...change,
  } as Message,
});
const call = (change: Partial<Call>) => ({
  topic: 'calls' as const,
  key: 'c1',
  value: {
    id: 'c1',
    direction: 'out',
    state: 'dialling',
    peer: { name: 'Bob Baker', address: '1002' },
    isMuted: false,
    ...change,
  } as Call,
});

function listening(open?: string) {
  const store = createEntityStore();
  const said: string[] = [];
  connectAnnouncements({ store } as Bridge, {
    say: (words) => said.push(words),
    open: () => open as Conversation['id'] | undefined,
    now: () => NOW,
  });
  return { store, said };
}

describe('announcements', () => {
  beforeAll(() => loadTexts());

  it('X7: a new message in another chat is said once, by the name of who wrote', () => {
    const { store, said } = listening('bob@example.test');
    store.changes([
      {
        topic: 'conversations',
        key: 'carol@example.test',
        value: { id: 'carol@example.test', title: 'Carol Clark' } as Conversation,
      },
      message(),
    ]);
    store.changes([message()]);
    expect(said).toEqual(['New message from Carol Clark']);
  });

  it.each([
    ['own', { direction: 'out' as const }],
    ['read elsewhere', { isRead: true }],
    ['edited', { editedAt: NOW }],
    ['from the archive', { at: NOW - 3_600_000 }],
  ])('X7: a message that is %s is not said', (_, change) => {
    const { store, said } = listening();
    store.changes([message(change)]);
    expect(said).toEqual([]);
  });

  it('X7: what is said in the open chat is read out once, also by whom in a room', () => {
    const open = listening('carol@example.test');
    open.store.changes([message({ body: 'At *eleven*?' }), message({ body: 'At *eleven*?', isRead: true })]);
    expect(open.said).toEqual(['carol@example.test: At eleven?']);
    const id = 'kite@rooms.example.test' as Message['conversationId'];
    const room = listening(id);
    room.store.changes([
      message({ conversationId: id, from: `${id}/Carol`, isRead: true, body: 'x'.repeat(900) }),
    ]);
    expect(room.said).toEqual([`Carol: ${'x'.repeat(300)} …`]);
  });

  it('X7: who is not to be disturbed hears nothing of other chats', () => {
    const busy = listening();
    const self = { presence: { show: 'do-not-disturb' } } as Self;
    busy.store.changes([{ topic: 'self', key: soleKey, value: self }, message()]);
    expect(busy.said).toEqual([]);
  });

  it('X7: a room that tells of mentions only says those', () => {
    const { store, said } = listening();
    const id = 'kite@rooms.example.test' as Message['conversationId'];
    store.changes([
      { topic: 'rooms', key: id, value: { nick: 'Alice', alerts: 'mentions' } as Room },
      message({ conversationId: id, id: 'm1' as Message['id'] }),
      message({ conversationId: id, id: 'm2' as Message['id'], body: 'Alice, please' }),
    ]);
    expect(said).toEqual(['New message from carol@example.test']);
  });

  it('X7: each step of a call is said once, and why it failed', () => {
    const { store, said } = listening();
    store.changes([call({ state: 'dialling' })]);
    store.changes([call({ state: 'connected' })]);
    store.changes([call({ state: 'connected', isMuted: true })]);
    store.changes([call({ state: 'ended', error: { code: 'call.busy' } })]);
    expect(said).toEqual(['Bob Baker: Calling', 'Bob Baker: Connected', 'Bob Baker: The line is busy.']);
  });

  it('X7: a call that begins to ring is said by the region of incoming calls', () => {
    const { store, said } = listening();
    store.changes([call({ state: 'ringing-in', direction: 'in' })]);
    expect(said).toEqual([]);
    store.changes([call({ state: 'connected', direction: 'in' })]);
    expect(said).toEqual(['Bob Baker: Connected']);
  });
});
