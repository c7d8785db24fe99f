import type { Db } from '../database/engine.ts';
import type { Ord } from './message-row.ts';

/** Where a message stands among those of its line: only which is greater counts. */
export type Place = number;

/** Of what a page brings, until all of the page is stored. */
export const UNPLACED = 0;
/** Left before each message that comes at the end: room for what turns out to have been said before it. */
export const STEP = 2 ** 26;
/** Between neighbours in an archive, where nothing else of the archive can come. */
export const CLOSE = 2 ** 8;
/** Room for a hundred million messages at either side. */
export const FIRST = 2 ** 52;

/** A message as it stands in its line. */
export interface Standing {
  readonly ord: Ord;
  readonly conversation: number;
  readonly place: Place;
  /** ms since 1970, by our clock or by the server's; of ours the earlier of both. */
  readonly at: number;
  /** Made here, the server has it, and no page had it yet. */
  readonly isUnmet: boolean;
  /** Made here, and the server has it. */
  readonly isSent: boolean;
  /** The archive has named it and it was not made here: the archive says where it stands. */
  readonly isLinked: boolean;
  readonly archiveId: string | null;
  /** Made here, and the server is not known to have it. */
  readonly isWaiting: boolean;
}

/** The lines: one of the account, with all conversations of two, and one of each room. */
export interface LineOrder {
  get(ord: Ord): Standing | undefined;
  /** After everything. */
  atEnd(line: number): Place;
  /** For what the server kept: after all that came, and by its stamp among what waits to be sent; none where there is no room. */
  amongWaiting(line: number, at: number): Place | { readonly noRoomBefore: Place };
  /** Those before this place, from the nearest on; of one conversation where that is named. */
  before(line: number, place: Place, conversation?: number): IterableIterator<Standing>;
  lowest(line: number): Place;
  /** The first of the archive that is stamped later. */
  laterThan(line: number, at: number): Place | undefined;
  move(ord: Ord, place: Place): void;
  /** Moves this place and all behind it up; gives those it moved. */
  makeRoom(line: number, place: Place): readonly Ord[];
}

type Flag = 'isLinked' | 'isWaiting' | 'isUnmet' | 'isSent';
interface Row extends Omit<Standing, Flag> {
  readonly isLinked: 0 | 1;
  readonly isOurs: 0 | 1;
  readonly isWaiting: 0 | 1;
  readonly isMet: 0 | 1;
}

const select = `
  SELECT ord, conversation, place, min(at, coalesce(archived_at, at)) AS at, archived_at IS NOT NULL AS isMet, own_id IS NOT NULL AS isOurs,
    archive_id AS archiveId, own_id IS NULL AND archive_id IS NOT NULL AS isLinked,
    own_id IS NOT NULL AND delivery IN ('queued', 'sending', 'failed') AS isWaiting FROM message`;

function toStanding({ isLinked, isOurs, isWaiting, isMet, ...row }: Row): Standing {
  const isSent = isOurs === 1 && isWaiting === 0;
  return {
    ...row,
    isLinked: isLinked === 1,
    isWaiting: isWaiting === 1,
    isSent,
    isUnmet: isSent && isMet === 0,
  };
}

export function createLineOrder(db: Db): LineOrder {
  const byOrd = db.prepare<[number], Row>(`${select} WHERE ord = ?`);
  const last = db.prepare<[number], number | null>('SELECT max(place) FROM message WHERE line = ?').pluck();
  const first = db
    .prepare<[number], number | null>('SELECT min(place) FROM message WHERE line = ? AND place > 0')
    .pluck();
  // One after the other: a statement that is still read from lets nothing else be written.
  const next = db.prepare<[number, number], Row>(
    `${select} WHERE line = ? AND place < ? ORDER BY place DESC LIMIT 1`,
  );
  const nextOf = db.prepare<[number, number], Row>(
    `${select} WHERE conversation = ? AND place < ? ORDER BY place DESC LIMIT 1`,
  );
  const later = db
    .prepare<[number, number], number | null>(
      'SELECT min(place) FROM message WHERE line = ? AND at > ? AND own_id IS NULL AND archive_id IS NOT NULL',
    )
    .pluck();
  const move = db.prepare<[number, number]>('UPDATE message SET place = ? WHERE ord = ?');
  const shift = db
    .prepare<[number, number, number], number>(
      'UPDATE message SET place = place + ? WHERE line = ? AND place >= ? RETURNING ord',
    )
    .pluck();

  function* before(line: number, place: Place, conversation?: number): IterableIterator<Standing> {
    const read = (at: Place) =>
      conversation === undefined ? next.get(line, at) : nextOf.get(conversation, at);
    for (let row = read(place); row !== undefined; row = read(row.place)) yield toStanding(row);
  }

  const atEnd = (line: number): Place => {
    const end = last.get(line) ?? undefined;
    return end === undefined ? FIRST : end + STEP;
  };

  return {
    get(ord) {
      const row = byOrd.get(ord);
      return row && toStanding(row);
    },
    atEnd,
    amongWaiting(line, at) {
      let above: Place | undefined;
      let below: Place | undefined;
      for (const each of before(line, Number.MAX_SAFE_INTEGER)) {
        if (!each.isWaiting || each.at <= at) {
          below = each.place;
          break;
        }
        above = each.place;
      }
      if (above === undefined) return atEnd(line);
      const room = below === undefined ? STEP : above - below;
      return room < 2 ? { noRoomBefore: above } : above - Math.min(CLOSE, Math.floor(room / 2));
    },
    before,
    lowest: (line) => first.get(line) ?? FIRST,
    laterThan: (line, at) => later.get(line, at) ?? undefined,
    move: (ord, place) => void move.run(place, ord),
    makeRoom: (line, place) => shift.all(STEP, line, place),
  };
}
