import type { Cancel, Clock } from '../ports/clock.port.ts';

const returnCheckMs = 1_000;

export interface ReceiveWatchOptions {
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Monotonic ms of the last packet, if one ever came. */
  readonly lastReceivedAt: () => number | undefined;
  readonly onTimeout: () => void;
  readonly onReturn: () => void;
}

/**
 * Watches what the far end sends: says once that nothing came for so long, then once that packets come again, and so on.
 * Returns the function that ends the watch.
 */
export function watchReceiving(options: ReceiveWatchOptions): Cancel {
  const { clock, timeoutMs, lastReceivedAt } = options;
  let cancel: Cancel = () => undefined;

  const waitForSilence = (since: number, ms: number): void => {
    cancel = clock.after(ms, () => {
      const quietMs = clock.monotonic() - Math.max(since, lastReceivedAt() ?? since);
      if (quietMs < timeoutMs) return waitForSilence(since, timeoutMs - quietMs);
      options.onTimeout();
      waitForReturn(lastReceivedAt());
    });
  };
  const waitForReturn = (before: number | undefined): void => {
    cancel = clock.after(returnCheckMs, () => {
      if (lastReceivedAt() === before) return waitForReturn(before);
      options.onReturn();
      waitForSilence(clock.monotonic(), timeoutMs);
    });
  };

  waitForSilence(clock.monotonic(), timeoutMs);
  return () => cancel();
}
