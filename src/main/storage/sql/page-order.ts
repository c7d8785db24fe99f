import type { ArchivePlace, NewMessage } from '../../ports/chat-store.port.ts';
import type { ChatTables } from './chat-tables.ts';
import { type Place, type Standing, UNPLACED } from './line-order.ts';
import type { Ord } from './message-row.ts';
import { type LooseMessage, type PageMember, planPage } from './page-plan.ts';

/** A message of a page with its row, if it has one of its own. */
export interface PageRow {
  readonly item: NewMessage;
  readonly ord: Ord;
  readonly isNew: boolean;
}

export interface SettledPage {
  readonly moved: readonly Ord[];
  /** Archive id of the first message that pages before this one stand before. */
  readonly first?: string;
}

interface Member extends PageRow {
  readonly standing: Standing;
}

interface Around {
  readonly low: Place | undefined;
  readonly loose: readonly LooseMessage[];
}

/** Gives the messages of an archive page their places: the page is a block right before what follows it. */
export function createPageOrder({ lines, known, conversations }: ChatTables) {
  function placeOf(item: { id: string; by: string }, line: number): Standing | undefined {
    const ord = known.byArchiveId(item.id, item.by);
    const found = ord === undefined ? undefined : lines.get(ord);
    // A correction is found as the message that it changes, which stands elsewhere.
    const isItself = found?.isLinked === true && found.archiveId === item.id;
    return isItself && conversations.line(found.conversation) === line ? found : undefined;
  }

  function highOf(rows: readonly Member[], place: ArchivePlace, line: number): Place | undefined {
    const inPage = new Set(rows.map(({ ord }) => ord));
    const following = [place.before ?? []].flat().map((item) => placeOf(item, line));
    const last = following.findLastIndex((found) => found !== undefined && inPage.has(found.ord));
    const next = following.slice(last + 1).find((found) => found !== undefined);
    if (next !== undefined) return next.place;
    const end = rows.at(-1)?.standing.at ?? 0;
    const isOpen = place.isNewest === true || place.isOfOne === true;
    return isOpen ? undefined : lines.laterThan(line, end);
  }

  /** Down to the next message of the archive that is not in the page. */
  function around(
    rows: readonly Member[],
    place: ArchivePlace,
    line: number,
    high: Place | undefined,
  ): Around {
    const inPage = new Set(rows.map(({ ord }) => ord));
    const only = place.isOfOne === true ? rows[0]?.standing.conversation : undefined;
    const loose: LooseMessage[] = [];
    for (const each of lines.before(line, high ?? Number.MAX_SAFE_INTEGER, only)) {
      // Provisional: the page's own new ones.
      if (each.place === UNPLACED) break;
      const isInPage = inPage.has(each.ord);
      if (each.isLinked && !isInPage) return { low: each.place, loose: loose.reverse() };
      if (each.isLinked) continue;
      // The server has it, and newer pages did not: it is in an older one.
      const isOlder = place.isNewest === true ? each.isSent : each.isUnmet && place.isOfOne !== true;
      const isBefore = isOlder && !isInPage;
      loose.push({ place: each.place, at: each.at, isBefore });
    }
    return { low: undefined, loose: loose.reverse() };
  }

  /** Of several copies in an archive the first one counts. */
  function isMember({ item, standing }: Member, high: Place | undefined): boolean {
    const { stanzaId } = item.wire;
    const isCopy = standing.isLinked && stanzaId !== undefined && standing.archiveId !== stanzaId.id;
    if (!isCopy) return true;
    if (high === undefined || standing.place < high) return false;
    known.rename(standing.ord, stanzaId);
    return true;
  }

  function settleLine(line: number, all: readonly Member[], place: ArchivePlace): readonly Ord[] {
    const moved: Ord[] = [];
    // Each time a place more than the page can need is free where there was none.
    for (;;) {
      const current = all.map((row) => ({ ...row, standing: lines.get(row.ord) ?? row.standing }));
      const high = highOf(current, place, line);
      const rows = current.filter((row) => row.isNew || isMember(row, high));
      const { low, loose } = around(rows, place, line, high);
      const lowest = place.isOfOne === true ? { lowest: lines.lowest(line) } : {};
      const plan = planPage(rows.map(toMember), loose, { low, high, ...lowest });
      if (plan.kind === 'no-room') {
        moved.push(...lines.makeRoom(line, plan.before));
        continue;
      }
      for (const [ord, to] of plan.moves) lines.move(ord, to);
      return [...moved, ...plan.moves.keys()];
    }
  }

  return {
    /** `rows` in the page's order; new ones have no place yet. */
    settle(rows: readonly PageRow[], place: ArchivePlace): SettledPage {
      const seen = new Set<Ord>();
      const byLine = new Map<number, Member[]>();
      for (const row of rows) {
        const standing = lines.get(row.ord);
        if (standing === undefined || seen.has(row.ord)) continue;
        seen.add(row.ord);
        const line = conversations.line(standing.conversation);
        byLine.set(line, [...(byLine.get(line) ?? []), { ...row, standing }]);
      }
      const moved = [...byLine].flatMap(([line, members]) => settleLine(line, members, place));
      const first = rows.find(({ ord, item }) => {
        const standing = lines.get(ord);
        return standing?.isLinked === true && standing.archiveId === item.wire.stanzaId?.id;
      })?.item.wire.stanzaId?.id;
      return { moved, ...(first && { first }) };
    },
  };
}

const toMember = ({ ord, isNew, standing }: Member): PageMember => ({
  ord,
  at: standing.at,
  // What has an id of the archive only now, and was not made here, is the archive's from now on.
  isFixed: !standing.isLinked,
  ...(!isNew && { place: standing.place }),
});
