import type { Clock } from '../../src/main/ports/clock.port.ts';

/** A clock that stands still until it is moved; timers run in the order of their time. */
export interface ManualClock extends Clock {
  /** Moves the time on; whatever falls due runs, and what that sets up too. */
  advance(ms: number): void;
  /** Timers that wait. */
  pending(): number;
}

export function manualClock(startedAt = 1_700_000_000_000): ManualClock {
  let elapsed = 0;
  let timers: { readonly at: number; readonly fn: () => void }[] = [];
  const due = (until: number) => timers.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0];
  return {
    now: () => startedAt + elapsed,
    monotonic: () => elapsed,
    after(ms, fn) {
      const timer = { at: elapsed + ms, fn };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    advance(ms) {
      const until = elapsed + ms;
      for (let next = due(until); next; next = due(until)) {
        const timer = next;
        timers = timers.filter((each) => each !== timer);
        elapsed = Math.max(elapsed, timer.at);
        timer.fn();
      }
      elapsed = until;
    },
    pending: () => timers.length,
  };
}
