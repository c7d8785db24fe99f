import type { Db } from '../database/engine.ts';
import type { Ord } from './message-row.ts';

/** Places for messages of one millisecond; the first one takes the middle. */
const PLACES = 1000;
const MIDDLE = PLACES / 2;
/** Many archives stamp whole seconds, so equals may spill into the milliseconds beside, for at most this long. */
const SPILL = 1000 * PLACES;
/** Keeps the order an exact number: the year 2255. */
const LATEST = 9_000_000_000_000;

/**
 * Gives a message its place: its stamp, and among equal stamps after what is there (messages as they come)
 * or before it (archive pages read backwards, newest message first).
 */
export function createOrderPicker(db: Db): (at: number, placement: 'after' | 'before') => Ord {
  const find = (direction: 'DESC' | 'ASC') =>
    db
      .prepare<[number, number, number], number>(
        `SELECT ord FROM message WHERE ord >= ? AND ord < ? AND at = ? ORDER BY ord ${direction} LIMIT 1`,
      )
      .pluck();
  const last = find('DESC');
  const first = find('ASC');
  const taken = db.prepare<[number], number>('SELECT 1 FROM message WHERE ord = ?').pluck();
  return (at, placement) => {
    const start = clampInstant(at) * PLACES;
    const isAfter = placement === 'after';
    const equal = isAfter
      ? last.get(start, start + SPILL, clampInstant(at))
      : first.get(start - SPILL, start + SPILL, clampInstant(at));
    const step = isAfter ? 1 : -1;
    let ord = equal === undefined ? start + MIDDLE : equal + step;
    while (taken.get(ord) !== undefined) ord += step;
    return ord;
  };
}

/** Stamps come from outside: whole, not negative, and small enough to make an exact order. */
export function clampInstant(at: number): number {
  return Number.isFinite(at) ? Math.min(LATEST, Math.max(1000, Math.floor(at))) : 1000;
}
