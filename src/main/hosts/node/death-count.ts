import type { Clock } from '../../ports/clock.port.ts';

/** What dies so often within so long will not live the next time either. */
const MOST = 5;
const WITHIN_MS = 60_000;

/** Counts how often something has died lately. */
export interface DeathCount {
  /** One more: how many there were in the last minute; undefined: too many to try again. */
  next(): number | undefined;
}

export function createDeathCount(clock: Clock): DeathCount {
  let deaths: readonly number[] = [];
  return {
    next() {
      const now = clock.monotonic();
      deaths = [...deaths.filter((at) => now - at < WITHIN_MS), now];
      return deaths.length > MOST ? undefined : deaths.length;
    },
  };
}
