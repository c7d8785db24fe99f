import type { ArchiveGap, ArchiveState } from '../../ports/chat-store.port.ts';
import type { ArchivePage } from '../../ports/xmpp.port.ts';

/**
 * What is known of an archive after a page of it (XEP-0313), as pure functions. Pages are read newest first, so that the
 * window shows today before last month; what lies between today and what we held is remembered as a gap until it is read.
 *
 *   held ── newest │ gap.after … not read … gap.before │ the page just read ── newest'
 */
export interface PagePlan {
  readonly state: ArchiveState;
  /** Messages of the page from this index on are news, unless they are in the store. */
  readonly newFrom: number;
}

/** Nothing of this archive was ever read; an archive that was empty then has reached its start. */
export const isUntouched = (state: ArchiveState): boolean =>
  state.newest === undefined && !state.reachedStart;

/** After the newest page of all; `end` is the first of its messages that the page before it stands before. */
export function takeNewestPage(state: ArchiveState, page: ArchivePage, end?: string): PagePlan {
  const newest = newestId(page) ?? state.newest;
  const first = firstId(page);
  const known = state.newest === undefined ? -1 : positionOf(page, state.newest);
  if (isUntouched(state) || first === undefined) {
    // The first time ever all of it is history, nothing of it news.
    return {
      newFrom: page.messages.length,
      state: {
        ...state,
        ...(newest !== undefined && { newest }),
        ...(first !== undefined && { oldest: first }),
        ...(end !== undefined && { oldestEnd: end }),
        reachedStart: state.reachedStart || page.isComplete || first === undefined,
      },
    };
  }
  const closes = known >= 0 || page.isComplete;
  const gap = gapOf(state.newest ?? '', first, end);
  return {
    newFrom: newsFrom(state, page),
    state: {
      ...state,
      ...(newest !== undefined && { newest }),
      gaps: closes ? state.gaps : withGap(state.gaps, gap),
    },
  };
}

/** The gap to close next: the newest. */
export const nextGap = (state: ArchiveState): ArchiveGap | undefined => state.gaps.at(-1);

/** After the page before `gap.before`. */
export function takeGapPage(state: ArchiveState, gap: ArchiveGap, page: ArchivePage, end?: string): PagePlan {
  const known = positionOf(page, gap.after);
  const others = state.gaps.filter((each) => each.before !== gap.before);
  const first = firstId(page);
  const isClosed = known >= 0 || page.isComplete || first === undefined;
  const gaps = isClosed ? others : withGap(others, gapOf(gap.after, first, end ?? gap.end));
  // The start was reached without meeting what we held: the server has forgotten it, and all before it.
  const reachedStart = state.reachedStart || (known < 0 && isClosed);
  return { newFrom: newsFrom(state, page), state: { ...state, gaps, reachedStart } };
}

/** After the page before `oldest`. */
export function takeOlderPage(state: ArchiveState, page: ArchivePage, end?: string): PagePlan {
  const first = firstId(page);
  return {
    newFrom: page.messages.length,
    state: {
      ...state,
      ...(first !== undefined && { oldest: first }),
      ...(end !== undefined && { oldestEnd: end }),
      reachedStart: page.isComplete || first === undefined,
    },
  };
}

/** What is said about another message has an id, but no place of its own. */
const hasPlace = ({ wire, about }: ArchivePage['messages'][number]): boolean =>
  wire.stanzaId !== undefined && about === undefined;

/** Of a message, not the page's ids: those may name an item that is no message, which is never seen again. */
function newestId(page: ArchivePage): string | undefined {
  return page.messages.findLast(hasPlace)?.wire.stanzaId?.id ?? page.lastId;
}

function firstId(page: ArchivePage): string | undefined {
  return page.messages.find(hasPlace)?.wire.stanzaId?.id ?? page.firstId;
}

/** Of two that end before the same message the one that is known longer reaches back further: it is read for both. */
const withGap = (gaps: readonly ArchiveGap[], gap: ArchiveGap): readonly ArchiveGap[] =>
  gaps.some(({ before }) => before === gap.before) ? gaps : [...gaps, gap];

const gapOf = (after: string, before: string, end: string | undefined): ArchiveGap => ({
  after,
  before,
  ...(end !== undefined && { end }),
});

/** A page may reach back over an older gap; what was held before the oldest one is no news. */
function newsFrom(state: ArchiveState, page: ArchivePage): number {
  return positionOf(page, state.gaps[0]?.after ?? state.newest ?? '') + 1;
}

function positionOf(page: ArchivePage, archiveId: string): number {
  return page.messages.findLastIndex((message) => message.wire.stanzaId?.id === archiveId);
}
