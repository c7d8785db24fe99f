import type { Message } from '../../../shared/domain/conversation.ts';
import type { MessageId } from '../../../shared/domain/ids.ts';

/** The stretch of one conversation that is shown: oldest first, without holes, its newest end live or not. */
export interface Timeline {
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
  /** False after a jump to an old message: newer ones exist that are not loaded. */
  readonly isLive: boolean;
}

export const emptyTimeline: Timeline = { messages: [], hasOlder: true, isLive: true };

/** More than this is not kept on screen; going further back lets go of the newest end. */
export const TIMELINE_LIMIT = 600;

/** A page of older messages, as `chat/history` gives it (oldest first). */
export function prependPage(timeline: Timeline, page: readonly Message[], hasOlder: boolean): Timeline {
  const merged = merge(timeline.messages, page);
  const isOver = merged.length > TIMELINE_LIMIT;
  return {
    messages: isOver ? merged.slice(0, TIMELINE_LIMIT) : merged,
    hasOlder,
    isLive: timeline.isLive && !isOver,
  };
}

/** Changes as they come: new messages at the live end, and new states of those shown; what is not shown stays out. */
export function applyChanges(
  timeline: Timeline,
  changed: readonly Message[],
  removed: readonly MessageId[],
): Timeline {
  const oldest = timeline.messages[0];
  const newest = timeline.messages.at(-1);
  const wanted = changed.filter((message) => {
    const isOlder = oldest !== undefined && message.order < oldest.order && timeline.hasOlder;
    const isNewer = newest !== undefined && message.order > newest.order && !timeline.isLive;
    return !isOlder && !isNewer;
  });
  if (wanted.length === 0 && removed.length === 0) return timeline;
  const gone = new Set<string>(removed);
  const kept =
    gone.size === 0 ? timeline.messages : timeline.messages.filter((message) => !gone.has(message.id));
  return { ...timeline, messages: merge(kept, wanted) };
}

function merge(shown: readonly Message[], incoming: readonly Message[]): readonly Message[] {
  const byId = new Map(shown.map((message) => [message.id, message]));
  for (const message of incoming) byId.set(message.id, message);
  return [...byId.values()].sort((a, b) => a.order - b.order);
}

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
  for (const message of messages) {
    const isNewDay = before === undefined || !isSameDay(before.at, message.at);
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

function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}
