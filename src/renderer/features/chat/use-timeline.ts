import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import type { Message } from '../../../shared/domain/conversation.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { emptyTimeline, pauseAfter, prependPage, type Timeline } from './timeline.ts';
import { createTimelineStore, type DrawnTimeline, type TimelineStore } from './timeline-store.ts';

const PAGE = 50;

export interface ShownTimeline {
  readonly timeline: DrawnTimeline;
  /** For who shows how many are held back. */
  readonly held: Pick<TimelineStore, 'subscribe' | 'heldCount'>;
  readonly isLoading: boolean;
  /** Why the last page could not be had. */
  readonly failure: Failure | undefined;
  loadOlder(): void;
  /** Back to the newest messages after a jump or a long way up. */
  goLive(): void;
  jumpTo(id: MessageId): void;
  /** Whether the newest is near or in view: far from it the oldest are kept, near it the newest. */
  noteEnd(end: { readonly isNear: boolean; readonly isInView: boolean }): void;
}

/** The messages of one conversation, kept up to date while it is shown; `openAt`: begins around this one, not at the end. */
export function useTimeline(conversationId: ConversationId, openAt: MessageId | undefined): ShownTimeline {
  const { call, store } = useBridge();
  const [held] = useState(createTimelineStore);
  const timeline = useSyncExternalStore(held.subscribe, held.drawn);
  const [isLoading, setLoading] = useState(true);
  const [failure, setFailure] = useState<Failure>();
  /** The page that is awaited; a page that starts over takes the place of one that is on its way. */
  const awaited = useRef(0);
  const isBusy = useRef(false);
  const [begin] = useState(openAt);
  const isAtEnd = useRef(true);
  const flushNow = useRef(() => {});

  /** Whether a page reaches the newest message of the conversation. */
  const isUpToDate = useCallback(
    (page: readonly Message[]) => {
      const newest = store.get('conversations', conversationId)?.lastMessage?.at ?? 0;
      return (page.at(-1)?.at ?? 0) >= newest;
    },
    [store, conversationId],
  );
  const load = useCallback(
    async (query: { before?: number; around?: MessageId }, base: Timeline) => {
      if (isBusy.current && base !== emptyTimeline) return;
      isBusy.current = true;
      awaited.current += 1;
      const turn = awaited.current;
      setLoading(true);
      const page = await call('chat/history', { conversationId, limit: PAGE, ...query });
      if (turn !== awaited.current) return;
      isBusy.current = false;
      setLoading(false);
      setFailure(page.ok ? undefined : page.error);
      if (!page.ok) return;
      held.set(
        prependPage(
          base === emptyTimeline
            ? { ...emptyTimeline, isLive: query.around === undefined || isUpToDate(page.value.messages) }
            : held.now(),
          page.value.messages,
          page.value.hasOlder,
        ),
      );
    },
    [call, conversationId, isUpToDate, held],
  );

  useEffect(() => {
    void load(begin === undefined ? {} : { around: begin }, emptyTimeline);
    const changed = new Map<string, Message>();
    const removed = new Set<MessageId>();
    let frame = 0;
    let pause: ReturnType<typeof setTimeout> | undefined;
    // Folded per frame: a burst of a thousand messages renders once.
    const flush = () => {
      frame = 0;
      const messages = [...changed.values()];
      const gone = [...removed];
      changed.clear();
      removed.clear();
      held.apply(messages, gone, isAtEnd.current);
      const pauseMs = pauseAfter(messages.length);
      if (pauseMs > 0 && pause === undefined)
        pause = setTimeout(() => {
          pause = undefined;
          if (changed.size + removed.size > 0) frame ||= requestAnimationFrame(flush);
        }, pauseMs);
    };
    const stop = store.onChange('messages', (key, message) => {
      if (message && message.conversationId !== conversationId) return;
      if (message) changed.set(key, message);
      else removed.add(key as MessageId);
      // What one said oneself is seen at once.
      if (pause === undefined || message?.direction === 'out') frame ||= requestAnimationFrame(flush);
    });
    flushNow.current = flush;
    return () => {
      stop();
      clearTimeout(pause);
      cancelAnimationFrame(frame);
    };
  }, [store, conversationId, load, begin, held]);

  const loadOlder = useCallback(() => {
    const now = held.now();
    const oldest = now.messages[0];
    if (!now.hasOlder) return;
    void (oldest ? load({ before: oldest.order }, now) : load({}, emptyTimeline));
  }, [held, load]);
  const goLive = useCallback(() => {
    const { isLive, aside } = held.now();
    if (!isLive) void load({}, emptyTimeline);
    else if (aside.held.length > 0) held.apply([], []);
  }, [held, load]);
  const noteEnd = useCallback<ShownTimeline['noteEnd']>(
    ({ isNear, isInView }) => {
      const isBack = isNear && !isAtEnd.current;
      isAtEnd.current = isNear;
      if (isBack) flushNow.current();
      // More came meanwhile than is held: who comes back by hand gets the newest too.
      if (isInView && held.now().aside.count > 0) goLive();
    },
    [held, goLive],
  );
  const jumpTo = useCallback((id: MessageId) => void load({ around: id }, emptyTimeline), [load]);

  return useMemo(
    () => ({ timeline, held, isLoading, failure, loadOlder, goLive, noteEnd, jumpTo }),
    [timeline, held, isLoading, failure, loadOlder, goLive, noteEnd, jumpTo],
  );
}
