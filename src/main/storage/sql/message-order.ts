import type { Db } from '../database/engine.ts';
import type { Ord } from './message-row.ts';

/** Places for messages of one millisecond; the first one takes the middle. */
const PLACES = 1000;
const MIDDLE = PLACES / 2;
/** Many archives stamp whole seconds, so equals may spill into the milliseconds beside, for at most this long. */
const SPILL = 1000 * PLACES;
/** Keeps the order an exact number: the year 2255. */
const LATEST = 9_000_000_000_000;

/** Names the rows of messages: by stamp, so that the text index, which walks row ids, gives what was said last first. */
export interface OrderPicker {
  next(at: number): Ord;
}

export function createOrderPicker(db: Db): OrderPicker {
  const lastEqual = db
    .prepare<[number, number, number], number>(
      'SELECT ord FROM message WHERE ord >= ? AND ord < ? AND at = ? ORDER BY ord DESC LIMIT 1',
    )
    .pluck();
  const taken = db.prepare<[number], number>('SELECT 1 FROM message WHERE ord = ?').pluck();
  const free = (from: Ord): Ord => {
    let ord = from;
    while (taken.get(ord) !== undefined) ord += 1;
    return ord;
  };
  return {
    next(rawAt) {
      const at = clampInstant(rawAt);
      const start = at * PLACES;
      const equal = lastEqual.get(start, start + SPILL, at);
      return free(equal === undefined ? start + MIDDLE : equal + 1);
    },
  };
}

/** Stamps come from outside: whole, not negative, and small enough to make an exact order. */
export function clampInstant(at: number): number {
  return Number.isFinite(at) ? Math.min(LATEST, Math.max(1000, Math.floor(at))) : 1000;
}
