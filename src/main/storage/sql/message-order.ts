import type { Db } from '../database/engine.ts';
import type { Ord } from './message-row.ts';

/** Places for messages of one millisecond; the first one takes the middle. */
const PLACES = 1000;
const MIDDLE = PLACES / 2;
/** Many archives stamp whole seconds, so equals may spill into the milliseconds beside, for at most this long. */
const SPILL = 1000 * PLACES;
/** Left free behind equals that are held, for those of the same second that may still come between. */
export const HOLE = 20 * PLACES;
/** Keeps the order an exact number: the year 2255. */
const LATEST = 9_000_000_000_000;

/** Bounds of a place in an archive page: above `floor`, below `ceiling`. */
export interface Bounds {
  readonly floor: Ord;
  readonly ceiling: Ord;
}

/** Gives a message its place: its stamp, and among equal stamps where it belongs. */
export interface OrderPicker {
  /** For messages as they come: after all that have the same stamp. */
  next(at: number): Ord;
  /**
   * For an archive page, read from its newest message to its oldest. The neighbours say more than the stamps: those of
   * live messages are of our clock, those of the archive of its own.
   */
  between(at: number, bounds: Bounds): Ord;
}

export function createOrderPicker(db: Db): OrderPicker {
  const lastEqual = db
    .prepare<[number, number, number], number>(
      'SELECT ord FROM message WHERE ord >= ? AND ord < ? AND at = ? ORDER BY ord DESC LIMIT 1',
    )
    .pluck();
  const taken = db.prepare<[number], number>('SELECT 1 FROM message WHERE ord = ?').pluck();
  const free = (from: Ord, step: 1 | -1): Ord => {
    let ord = from;
    while (taken.get(ord) !== undefined) ord += step;
    return ord;
  };
  return {
    next(rawAt) {
      const at = clampInstant(rawAt);
      const start = at * PLACES;
      const equal = lastEqual.get(start, start + SPILL, at);
      return free(equal === undefined ? start + MIDDLE : equal + 1, 1);
    },
    between(rawAt, { floor, ceiling }) {
      const at = clampInstant(rawAt);
      const start = at * PLACES;
      const equal = lastEqual.get(start - SPILL, Math.min(start + SPILL, ceiling), at);
      const wanted = equal === undefined ? start + MIDDLE : equal + HOLE;
      return free(Math.min(Math.max(wanted, floor + 1), ceiling - 1), -1);
    },
  };
}

/** Stamps come from outside: whole, not negative, and small enough to make an exact order. */
export function clampInstant(at: number): number {
  return Number.isFinite(at) ? Math.min(LATEST, Math.max(1000, Math.floor(at))) : 1000;
}
