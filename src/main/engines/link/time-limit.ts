import type { Clock } from '../../ports/clock.port.ts';
import { TIMED_OUT } from './socket-failure.ts';

/** A signal that fires at the time limit or with the caller's signal, whichever comes first. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** Stops the timer and lets go of the caller's signal; call it in any case. */
  release(): void;
}

export function timeLimit(clock: Clock, timeoutMs: number, outer: AbortSignal | undefined): TimeLimit {
  const controller = new AbortController();
  const cancelTimer = clock.after(timeoutMs, () => controller.abort(TIMED_OUT));
  const onOuter = (): void => controller.abort('cancelled');
  if (outer?.aborted) onOuter();
  else outer?.addEventListener('abort', onOuter, { once: true });
  return {
    signal: controller.signal,
    release() {
      cancelTimer();
      outer?.removeEventListener('abort', onOuter);
    },
  };
}
