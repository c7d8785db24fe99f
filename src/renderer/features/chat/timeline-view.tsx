import { Button, CounterBadge, Skeleton, SkeletonItem } from '@fluentui/react-components';
import { ArrowDownRegular } from '@fluentui/react-icons';
import {
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { Message } from '../../../shared/domain/conversation.ts';
import type { MessageId } from '../../../shared/domain/ids.ts';
import { plural, text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import type { MessageActions } from './message-bubble.tsx';
import { blocksOf, itemsOf, type TimelineItem } from './timeline.ts';
import { Stretch } from './timeline-stretch.tsx';
import styles from './timeline-view.module.css';
import type { ShownTimeline } from './use-timeline.ts';

/** This near to the end counts as being at it, CSS pixels. */
const AT_END_PX = 60;
const NEAR_START_PX = 400;
/** From here on what was held back is drawn, before it comes into view. */
const NEAR_END_PX = 600;

export interface TimelineViewProps {
  readonly name: string;
  readonly shown: ShownTimeline;
  readonly firstUnread: MessageId | undefined;
  /** Brought into view and marked, once for each time it is chosen. */
  readonly found: { readonly id: MessageId } | undefined;
  readonly isPeerTyping: boolean;
  /** Ours, where it is a room. */
  readonly nick?: string | undefined;
  readonly actions: MessageActions;
  /** The newest messages are in view; what is shown now counts as read. */
  readonly onAtEnd: () => void;
  readonly onPainted: (id: MessageId) => void;
}

/**
 * The messages, newest at the bottom. The scroller is a reversed column with one child: the browser itself keeps the
 * bottom in view while messages arrive, and the reading place while older ones are put on top (decision 0006).
 */
export function TimelineView(props: TimelineViewProps) {
  const { shown, firstUnread, onAtEnd, onPainted } = props;
  const { messages } = shown.timeline;
  const scroller = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const items = useMemo(() => itemsOf(messages, firstUnread), [messages, firstUnread]);
  const days = useMemo(
    () => daysOf(items).map((day) => ({ key: day.key, blocks: blocksOf(day.items) })),
    [items],
  );
  const newest = messages.at(-1);
  const missed = useMissed(messages, isAtEnd);
  const quietFrom = useMemo(() => lastDelivered(messages), [messages]);

  useEffect(() => {
    if (!newest) return;
    if (isAtEnd) onAtEnd();
    const frame = requestAnimationFrame(() => onPainted(newest.id));
    return () => cancelAnimationFrame(frame);
  }, [newest, isAtEnd, onAtEnd, onPainted]);

  useFoundInView(scroller, props.found, messages);

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    // In a reversed column scrollTop is 0 at the bottom and grows negative upwards.
    const toEnd = -element.scrollTop;
    setAtEnd(toEnd < AT_END_PX);
    shown.noteEnd({ isNear: toEnd < NEAR_END_PX, isInView: toEnd < AT_END_PX });
    const toStart = element.scrollHeight - element.clientHeight + element.scrollTop;
    if (toStart < NEAR_START_PX) shown.loadOlder();
  };
  const toEnd = () => {
    shown.goLive();
    scroller.current?.scrollTo({ top: 0 });
  };

  return (
    <div className={styles['frame']}>
      <div
        className={styles['scroller']}
        ref={scroller}
        onScroll={onScroll}
        role="log"
        // What is new is said by the window's announcer: pages of old messages are additions too.
        aria-live="off"
        aria-label={text('chat.timeline', { name: props.name })}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- without a tab stop keys could not scroll it
        tabIndex={0}
      >
        <div className={styles['column']}>
          {shown.failure && (
            <ErrorBar failure={shown.failure} action={{ label: text('app.retry'), run: shown.loadOlder }} />
          )}
          {shown.isLoading && messages.length === 0 && <Loading />}
          {shown.isLoading && messages.length > 0 && (
            <p className={styles['note']}>{text('chat.loading-older')}</p>
          )}
          {!shown.timeline.hasOlder && (
            <p className={styles['note']}>{text('chat.empty', { name: props.name })}</p>
          )}
          {days.map((day) => (
            <div key={day.key} className={styles['column']}>
              {day.blocks.map(({ key, items }) => (
                <Stretch
                  key={key}
                  items={items}
                  name={props.name}
                  actions={props.actions}
                  quietFrom={quietFrom}
                  nick={props.nick}
                />
              ))}
            </div>
          ))}
          <p className={styles['typing']} aria-live="polite">
            {props.isPeerTyping ? text('chat.typing', { name: props.name }) : ''}
          </p>
        </div>
      </div>
      {(!isAtEnd || !shown.timeline.isLive) && <ToLatest missed={missed} held={shown.held} onPress={toEnd} />}
    </div>
  );
}

/** Back to the newest message, with how many came in meanwhile. */
function ToLatest({
  missed: shown,
  held,
  onPress,
}: {
  readonly missed: number;
  readonly held: ShownTimeline['held'];
  readonly onPress: () => void;
}) {
  const missed = shown + useSyncExternalStore(held.subscribe, held.heldCount);
  return (
    <Button
      className={styles['jump']}
      shape="circular"
      icon={<ArrowDownRegular />}
      aria-label={missed > 0 ? plural('chat.new-below', missed) : text('chat.to-latest')}
      onClick={onPress}
    >
      {missed > 0 && <CounterBadge count={missed} size="small" />}
    </Button>
  );
}

/** One box a day, so that a day's heading, which stays in view, makes way for the next one. */
function daysOf(items: readonly TimelineItem[]): readonly { key: string; items: TimelineItem[] }[] {
  const days: { key: string; items: TimelineItem[] }[] = [];
  for (const item of items) {
    if (item.kind === 'day') days.push({ key: new Date(item.at).toDateString(), items: [item] });
    else if (days.length === 0) days.push({ key: 'before', items: [item] });
    else days.at(-1)?.items.push(item);
  }
  return days;
}

function Loading() {
  return (
    <Skeleton aria-label={text('chat.loading-older')} className={styles['loading']}>
      {[180, 260, 120].map((width) => (
        <SkeletonItem key={width} style={{ width }} size={32} />
      ))}
    </Skeleton>
  );
}

/** Only the newest own message that arrived shows its state, and those after it that have not. */
function lastDelivered(messages: readonly Message[]): number {
  return (
    messages.findLast(
      (message) =>
        message.direction === 'out' && (message.delivery === 'delivered' || message.delivery === 'read'),
    )?.order ?? 0
  );
}

/** Scrolls to the message that was looked for as soon as it is there, and marks it until another one is. */
function useFoundInView(
  scroller: RefObject<HTMLDivElement | null>,
  found: { readonly id: MessageId } | undefined,
  messages: readonly Message[],
): void {
  const done = useRef<object>(undefined);
  useLayoutEffect(() => {
    if (!found || done.current === found) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-message-id="${CSS.escape(found.id)}"]`);
    if (!row) return;
    done.current = found;
    for (const marked of scroller.current?.querySelectorAll('[data-found]') ?? [])
      marked.removeAttribute('data-found');
    row.setAttribute('data-found', 'true');
    row.scrollIntoView({ block: 'center' });
    row.focus({ preventScroll: true });
  }, [found, messages, scroller]);
}

/** How many messages came in since the person left the end. */
function useMissed(messages: readonly Message[], isAtEnd: boolean): number {
  const [seenOrder, setSeenOrder] = useState(Number.POSITIVE_INFINITY);
  const newestOrder = messages.at(-1)?.order;
  useEffect(() => {
    if (isAtEnd && newestOrder !== undefined) setSeenOrder(newestOrder);
  }, [isAtEnd, newestOrder]);
  return isAtEnd
    ? 0
    : messages.filter((message) => message.direction === 'in' && message.order > seenOrder).length;
}
