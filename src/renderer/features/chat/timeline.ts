import type { Message } from '../../../shared/domain/conversation.ts';
import type { MessageId } from '../../../shared/domain/ids.ts';

/** The stretch of one conversation that is shown: oldest first, without holes, its newest end live or not. */
export interface Timeline {
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
  /** False after a jump to an old message: newer ones exist that are not loaded. */
  readonly isLive: boolean;
  /** What came while somebody reads further up: the first of it is drawn, out of sight; the rest is held back. */
  readonly aside: { readonly count: number; readonly held: readonly Message[] };
}

const notAside: Timeline['aside'] = { count: 0, held: [] };
export const emptyTimeline: Timeline = { messages: [], hasOlder: true, isLive: true, aside: notAside };

/** More than this is not kept on screen; going further back lets go of the newest end. */
export const TIMELINE_LIMIT = 600;
const TRIMMED = 100;
/** More at once than fill a tall window; so many of them are drawn. */
const FLOOD = 60;
const WINDOWFUL = 40;
/** So many new ones at once are not read one by one any more; then a whole window at a time is drawn, and less often. */
const RUSH = { messages: 20, pauseMs: 400 } as const;
/** So many are drawn out of sight; where more come, drawing them would only hinder reading. */
const MOST_ASIDE = 30;
const MOST_HELD = 200;

/** A page of older messages, as `chat/history` gives it (oldest first). */
export function prependPage(timeline: Timeline, page: readonly Message[], hasOlder: boolean): Timeline {
  const merged = merge(timeline.messages, page);
  const isOver = merged.length > TIMELINE_LIMIT;
  return {
    ...timeline,
    messages: isOver ? merged.slice(0, TIMELINE_LIMIT) : merged,
    hasOlder,
    isLive: timeline.isLive && !isOver,
  };
}

const isShown = ({ messages }: Timeline, { id }: Message): boolean =>
  messages.some((message) => message.id === id);

/** Changes as they come: new messages at the live end, and new states of those shown; what is not shown stays out. */
export function applyChanges(
  timeline: Timeline,
  changed: readonly Message[],
  removed: readonly MessageId[],
  isAtEnd = true,
): Timeline {
  const { aside } = timeline;
  const oldest = timeline.messages[0];
  const newest = timeline.messages.at(-1);
  const wanted = changed.filter((message) => {
    const isOlder = oldest !== undefined && message.order < oldest.order && timeline.hasOlder;
    const isNewer = newest !== undefined && message.order > newest.order && !timeline.isLive;
    return !isOlder && !isNewer;
  });
  // An archive can say of one that is shown that it stands elsewhere.
  const inside = new Set(wanted);
  const moved = changed.filter((message) => !inside.has(message) && isShown(timeline, message));
  const isNothing = wanted.length === 0 && removed.length === 0 && moved.length === 0;
  if (isNothing && (aside.held.length === 0 || !isAtEnd)) return timeline;
  const gone = new Set<string>([...removed, ...moved.map(({ id }) => id)]);
  const without = (messages: readonly Message[]) =>
    gone.size === 0 ? messages : messages.filter((message) => !gone.has(message.id));
  const kept = without(timeline.messages);
  // What one said oneself is shown, and all before it.
  if (isAtEnd || wanted.some(({ direction }) => direction === 'out')) {
    const fresh = [...without(aside.held), ...wanted];
    return trimmed(
      { ...timeline, messages: merge(kept, fresh), aside: notAside },
      isAtEnd ? fresh.length : 0,
    );
  }
  const isNew = (message: Message) => newest !== undefined && message.order > newest.order;
  const count = aside.count + wanted.filter(isNew).length;
  if (count <= MOST_ASIDE) return { ...timeline, messages: merge(kept, wanted), aside: { ...aside, count } };
  const held = merge(without(aside.held), wanted.filter(isNew));
  const known = wanted.filter((message) => !isNew(message));
  const messages = known.length === 0 && gone.size === 0 ? timeline.messages : merge(kept, known);
  return held.length > MOST_HELD
    ? { ...timeline, messages, isLive: false, aside: { count, held: [] } }
    : { ...timeline, messages, aside: { count, held } };
}

/**
 * At the end the oldest go, some at once so that not each message moves the whole. Of more new ones than a window shows only
 * the last are drawn: drawing all would take longer than the next ones need to come. Scrolling back reads the others.
 */
function trimmed(timeline: Timeline, fresh: number): Timeline {
  const { messages, isLive } = timeline;
  const keeps = fresh > FLOOD ? WINDOWFUL : TIMELINE_LIMIT;
  const isOver = messages.length >= keeps + (fresh > FLOOD ? 1 : TRIMMED);
  return isLive && isOver ? { ...timeline, messages: messages.slice(-keeps), hasOlder: true } : timeline;
}

function merge(shown: readonly Message[], incoming: readonly Message[]): readonly Message[] {
  const byId = new Map(shown.map((message) => [message.id, message]));
  for (const message of incoming) byId.set(message.id, message);
  return [...byId.values()].sort((a, b) => a.order - b.order);
}

/** How long what comes next waits, after so many new messages were drawn at once, ms. */
export const pauseAfter = (drawn: number): number => (drawn >= RUSH.messages ? RUSH.pauseMs : 0);

/** What the timeline shows, in order: day separators, the unread line, and runs of one sender. */
export type TimelineItem =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'unread'; readonly key: string }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly message: Message /** First of its run: shows who and when. */;
      readonly isFirst: boolean;
    };

const RUN_MS = 3 * 60_000;

export function itemsOf(
  messages: readonly Message[],
  firstUnread: MessageId | undefined,
): readonly TimelineItem[] {
  const items: TimelineItem[] = [];
  let before: Message | undefined;
  let day = { from: 0, to: 0 };
  for (const message of messages) {
    const isNewDay = before === undefined || message.at < day.from || message.at >= day.to;
    if (isNewDay) day = dayOf(message.at);
    if (isNewDay) items.push({ kind: 'day', key: `day-${message.id}`, at: message.at });
    const isUnreadLine = message.id === firstUnread;
    if (isUnreadLine) items.push({ kind: 'unread', key: 'unread' });
    const isFirst =
      isNewDay ||
      isUnreadLine ||
      before?.from !== message.from ||
      before.direction !== message.direction ||
      message.at - before.at > RUN_MS;
    items.push({ kind: 'message', key: message.id, message, isFirst });
    before = message;
  }
  return items;
}

/** Local midnights before and after. */
function dayOf(at: number): { readonly from: number; readonly to: number } {
  const day = new Date(at);
  const from = day.setHours(0, 0, 0, 0);
  return { from, to: day.setDate(day.getDate() + 1) };
}

/** A stretch of items that is drawn anew only when one of them is another. */
export interface TimelineBlock {
  readonly key: string;
  readonly items: readonly TimelineItem[];
}

const BLOCK = 32;

/**
 * Cuts a day's items into blocks. Where a block begins depends on the message there alone, so that neither new messages at
 * the end nor a page before the beginning moves the others.
 */
export function blocksOf(items: readonly TimelineItem[]): readonly TimelineBlock[] {
  const blocks: { key: string; items: TimelineItem[] }[] = [];
  for (const item of items) {
    const last = blocks.at(-1);
    if (last === undefined || hash(item.key) % BLOCK === 0) blocks.push({ key: item.key, items: [item] });
    else last.items.push(item);
  }
  return blocks;
}

function hash(key: string): number {
  let sum = 7;
  for (let index = 0; index < key.length; index += 1) sum = (sum * 31 + key.charCodeAt(index)) >>> 0;
  return sum >>> 3;
}

/** Whether two stretches show the same. */
export function isSameStretch(a: readonly TimelineItem[], b: readonly TimelineItem[]): boolean {
  return a.length === b.length && a.every((item, index) => isSameItem(item, b[index]));
}

function isSameItem(a: TimelineItem, b: TimelineItem | undefined): boolean {
  if (a.key !== b?.key) return false;
  return a.kind !== 'message' || (b.kind === 'message' && a.message === b.message && a.isFirst === b.isFirst);
}
