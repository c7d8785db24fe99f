import { applyChanges, emptyTimeline, type Timeline } from './timeline.ts';

/**
 * The timeline of the conversation that is open, outside of React: while somebody reads further up, what comes in is held
 * back, and only who shows its number is woken, not the messages on the screen.
 */
export interface TimelineStore {
  readonly now: () => Timeline;
  /** What is drawn: the same object until something in it is another. */
  readonly drawn: () => DrawnTimeline;
  /** How many are held back. */
  readonly heldCount: () => number;
  readonly subscribe: (wake: () => void) => () => void;
  readonly set: (timeline: Timeline) => void;
  readonly apply: (...changes: ParametersAfterFirst<typeof applyChanges>) => void;
}

export type DrawnTimeline = Pick<Timeline, 'messages' | 'hasOlder' | 'isLive'>;

type ParametersAfterFirst<F> = F extends (first: never, ...rest: infer Rest) => unknown ? Rest : never;

export function createTimelineStore(): TimelineStore {
  const waking = new Set<() => void>();
  let current = emptyTimeline;
  let drawn: DrawnTimeline = current;
  const set = (next: Timeline): void => {
    if (next === current) return;
    current = next;
    const isSame =
      next.messages === drawn.messages && next.hasOlder === drawn.hasOlder && next.isLive === drawn.isLive;
    if (!isSame) drawn = next;
    for (const wake of [...waking]) wake();
  };
  return {
    now: () => current,
    drawn: () => drawn,
    heldCount: () => current.aside.held.length,
    subscribe(wake) {
      waking.add(wake);
      return () => void waking.delete(wake);
    },
    set,
    apply: (...changes) => set(applyChanges(current, ...changes)),
  };
}
