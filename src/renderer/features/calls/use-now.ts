import { useEffect, useState } from 'react';
import { untilNextSecond } from './call-timer.ts';

/** The time, ms since 1970, renewed on each full second after `since`; stands still without one. */
export function useNow(since: number | undefined): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (since === undefined) return;
    const timer = setTimeout(() => setNow(Date.now()), untilNextSecond(Date.now() - since));
    return () => clearTimeout(timer);
  }, [since, now]);
  return Math.max(now, since ?? 0);
}
