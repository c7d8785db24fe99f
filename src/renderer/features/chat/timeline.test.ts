import { describe, expect, it } from 'vitest';
import type { Message } from '../../../shared/domain/conversation.ts';
import {
  applyChanges,
  blocksOf,
  emptyTimeline,
  isSameStretch,
  itemsOf,
  pauseAfter,
  prependPage,
  TIMELINE_LIMIT,
  type Timeline,
} from './timeline.ts';

const message = (order: number, change: Partial<Message> = {}): Message => ({
  id: `m${order}` as Message['id'],
  conversationId: 'bob@example.test' as Message['conversationId'],
  direction: 'in',
  from: 'bob@example.test',
  body: `text ${order}`,
  at: order * 1000,
  order,
  isRead: true,
  ...change,
});
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => message(from + i));
const orders = (timeline: Timeline) => timeline.messages.map((m) => m.order);

describe('timeline', () => {
  it('M6: pages join without doubles, oldest first', () => {
    let timeline = prependPage(emptyTimeline, range(50, 100), true);
    timeline = prependPage(timeline, range(0, 55), false);
    expect(orders(timeline)).toEqual(range(0, 100).map((m) => m.order));
    expect(timeline.hasOlder).toBe(false);
  });

  it('M6: a new message joins the live end, a new state replaces its message', () => {
    let timeline = prependPage(emptyTimeline, range(0, 3), false);
    timeline = applyChanges(timeline, [message(3, { direction: 'out', delivery: 'sending' })], []);
    timeline = applyChanges(timeline, [message(3, { direction: 'out', delivery: 'read' })], []);
    expect(orders(timeline)).toEqual([0, 1, 2, 3]);
    expect(timeline.messages.at(-1)?.delivery).toBe('read');
  });

  it('M13: a late message from the archive that is older than what is shown waits for scrolling back', () => {
    const timeline = prependPage(emptyTimeline, range(50, 60), true);
    expect(orders(applyChanges(timeline, [message(10)], []))).toEqual(range(50, 60).map((m) => m.order));
    expect(orders(applyChanges({ ...timeline, hasOlder: false }, [message(10)], []))[0]).toBe(10);
  });

  it('M13: a shown message that the archive has among older ones leaves, and waits for scrolling back', () => {
    const timeline = prependPage(emptyTimeline, range(50, 60), true);
    const moved = { ...message(55), order: 10 };
    expect(orders(applyChanges(timeline, [moved], []))).toEqual([50, 51, 52, 53, 54, 56, 57, 58, 59]);
    expect(orders(applyChanges(timeline, [{ ...message(55), order: 57.5 }], []))).toEqual([
      ...[50, 51, 52, 53, 54, 56, 57, 57.5, 58, 59],
    ]);
  });

  it('M6: going far back lets the newest end go, and live messages then stay out', () => {
    let timeline = prependPage(emptyTimeline, range(1000, 1000 + TIMELINE_LIMIT), true);
    timeline = prependPage(timeline, range(900, 1000), true);
    expect(timeline.messages.length).toBe(TIMELINE_LIMIT);
    expect(timeline.isLive).toBe(false);
    expect(applyChanges(timeline, [message(5000)], [])).toBe(timeline);
  });

  it('M8: while hundreds come in, at the end the oldest go; further up what is read stays, and the newest wait', () => {
    const full = prependPage(emptyTimeline, range(0, TIMELINE_LIMIT), false);
    let atEnd = full;
    for (let n = 0; n < 150; n += 50)
      atEnd = applyChanges(atEnd, range(TIMELINE_LIMIT + n, TIMELINE_LIMIT + n + 50), []);
    expect([atEnd.messages.length, atEnd.messages.at(-1)?.order]).toEqual([650, TIMELINE_LIMIT + 149]);
    expect([atEnd.hasOlder, atEnd.isLive]).toEqual([true, true]);
    // More at once than a window shows: only the last are drawn.
    const burst = applyChanges(full, range(TIMELINE_LIMIT, TIMELINE_LIMIT + 200), []);
    expect([burst.messages.length, burst.messages.at(-1)?.order]).toEqual([40, TIMELINE_LIMIT + 199]);
    expect([burst.hasOlder, burst.isLive]).toEqual([true, true]);
    const few = applyChanges(full, range(TIMELINE_LIMIT, TIMELINE_LIMIT + 30), [], false);
    expect([few.messages.length, few.aside.held]).toEqual([TIMELINE_LIMIT + 30, []]);
    const many = applyChanges(
      few,
      range(TIMELINE_LIMIT + 30, TIMELINE_LIMIT + 90),
      [message(TIMELINE_LIMIT + 40).id],
      false,
    );
    expect(many.messages).toEqual(few.messages);
    expect([many.aside.count, many.aside.held.length, many.isLive]).toEqual([90, 60, true]);
    const edited = applyChanges(many, [message(TIMELINE_LIMIT + 50, { body: 'edited' })], [], false);
    expect(edited.aside.held.find(({ order }) => order === TIMELINE_LIMIT + 50)?.body).toBe('edited');
    const back = applyChanges(edited, [], [], true);
    expect([back.messages.length, back.messages.at(-1)?.order]).toEqual([
      TIMELINE_LIMIT + 90,
      TIMELINE_LIMIT + 89,
    ]);
    expect(back.aside).toEqual({ count: 0, held: [] });
    const own = message(TIMELINE_LIMIT + 90, { direction: 'out' });
    expect(applyChanges(many, [own], [], false).messages).toHaveLength(TIMELINE_LIMIT + 91);
    const flood = applyChanges(many, range(TIMELINE_LIMIT + 90, 3 * TIMELINE_LIMIT), [], false);
    expect([flood.messages, flood.isLive, flood.aside.held]).toEqual([few.messages, false, []]);
    expect(applyChanges(flood, [message(9_999)], [], false)).toBe(flood);
  });

  it('M8: one message after the other is drawn at once, a rush of them a windowful at a time', () => {
    expect([1, 5, 19].map(pauseAfter)).toEqual([0, 0, 0]);
    expect(pauseAfter(20)).toBeGreaterThanOrEqual(300);
  });

  it('M8: blocks begin where they began, whatever comes before or after them', () => {
    const items = (from: number, to: number) =>
      itemsOf(range(from, to), undefined).filter((one) => one.kind !== 'day');
    const begins = (from: number, to: number) => blocksOf(items(from, to)).map(({ key }) => key);
    const [some, more] = [begins(100, 300), begins(0, 400)];
    expect(some.length).toBeGreaterThan(3);
    // The first is cut by where the stretch begins.
    expect(more).toEqual(expect.arrayContaining(some.slice(1)));
    const [a, b] = [items(100, 110), items(100, 110)];
    expect(isSameStretch(a, b)).toBe(false);
    const same = range(0, 5);
    expect(isSameStretch(itemsOf(same, undefined), itemsOf(same, undefined))).toBe(true);
    expect(isSameStretch(itemsOf(same, undefined), itemsOf(same, same[2]?.id))).toBe(false);
  });

  it('M6: a discarded message leaves', () => {
    const timeline = applyChanges(prependPage(emptyTimeline, range(0, 3), false), [], [message(1).id]);
    expect(orders(timeline)).toEqual([0, 2]);
  });

  it('M6: days, the unread line and runs of one sender part the messages', () => {
    const day = 86_400_000;
    const shown = [
      message(1),
      message(2),
      message(3, { direction: 'out', from: 'alice@example.test' }),
      message(4, { at: day * 2 }),
    ];
    const items = itemsOf(shown, shown[1]?.id);
    expect(
      items.map((item) => (item.kind === 'message' ? `${item.key}${item.isFirst ? '!' : ''}` : item.kind)),
    ).toEqual(['day', 'm1!', 'unread', 'm2!', 'm3!', 'day', 'm4!']);
  });
});
