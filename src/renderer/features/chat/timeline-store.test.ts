import { describe, expect, it } from 'vitest';
import type { Message } from '../../../shared/domain/conversation.ts';
import { emptyTimeline, prependPage } from './timeline.ts';
import { createTimelineStore } from './timeline-store.ts';

const message = (order: number): Message => ({
  id: `m${order}` as Message['id'],
  conversationId: 'room@example.test' as Message['conversationId'],
  direction: 'in',
  from: 'room@example.test/Bob',
  body: `text ${order}`,
  at: order * 1000,
  order,
  isRead: false,
});
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => message(from + i));

describe('what of a timeline is drawn', () => {
  it('M8: what is held back while somebody reads further up draws nothing anew, but its number is told', () => {
    const store = createTimelineStore();
    store.set(prependPage(emptyTimeline, range(0, 50), true));
    store.apply(range(50, 80), [], false);
    const drawn = store.drawn();
    let wakes = 0;
    store.subscribe(() => (wakes += 1));
    for (let n = 80; n < 100; n += 1) store.apply([message(n)], [], false);
    expect([store.drawn() === drawn, store.heldCount(), wakes]).toEqual([true, 20, 20]);
    store.apply([], [], true);
    expect([store.drawn().messages.length, store.heldCount()]).toEqual([100, 0]);
  });

  it('M8: what says nothing of this conversation wakes nobody', () => {
    const store = createTimelineStore();
    store.set({ ...prependPage(emptyTimeline, range(100, 150), true), isLive: false });
    store.subscribe(() => expect.unreachable());
    store.apply([message(300)], []);
    store.apply([message(1)], []);
    expect(store.now().messages).toHaveLength(50);
  });
});
