import type { Message } from '../../../shared/domain/conversation.ts';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { ArchiveState } from '../../ports/chat-store.port.ts';
import type { Cancel } from '../../ports/clock.port.ts';
import type { ArchivePage } from '../../ports/xmpp.port.ts';
import {
  isUntouched,
  nextGap,
  takeGapPage,
  takeNewestPage,
  takeOlderPage,
  type PagePlan,
} from './archive-plan.ts';
import type { ChatContext } from './chat-ports.ts';
import type { Inbox, PagePlace } from './inbox.ts';

const PAGE = 100;
/** Between pages read in the background, so that what a person does goes first. */
const PAUSE_MS = 20;
const RETRY_MS = 30_000;

/** Which archive, and how much of it is read without being asked for. */
export interface ArchiveScope {
  /** A room's own archive; absent: the account's. */
  readonly of?: ConversationId;
  /** Small, so that the newest is on the screen soon after the session stands. */
  readonly newestPage: number;
  /** How much history a new installation fetches by itself; the rest comes when somebody scrolls back. */
  readonly backfill: number;
}

export const accountArchive: ArchiveScope = { newestPage: 50, backfill: 500 };

const nothingRead: ArchiveState = { gaps: [], reachedStart: false };

/** Reads what the archive got while we were away (M13): the newest page at once, then the gap behind it, backwards. */
export interface CatchUp {
  /** A stream stands; a resumed one has brought what was missed, so only gaps are left to read. */
  begin(isResumed: boolean): void;
  /** The stream is gone; what is not read yet is remembered as a gap. */
  pause(): void;
  /** Stops, and knows nothing any more of what was read: what is to be read begins at the newest end. */
  forget(): void;
  /** A live message came; it will be stored under this archive id. */
  noteArriving(archiveId: string): void;
  /** Live messages were stored, in this order; `fresh` were not held before. */
  noteLive(archiveIds: readonly string[], fresh: readonly string[]): void;
  /** Reads one page before what is held; false when there is no more, or it failed. */
  readOlder(limit: number): Promise<boolean>;
  /** Whether all of the archive is in the store. */
  isComplete(): boolean;
}

// size: one archive's reading is one state that streams, pages and live messages meet; what decides is in archive-plan.ts.
export function createCatchUp(
  context: ChatContext,
  inbox: Inbox,
  archive: ArchiveScope = accountArchive,
): CatchUp {
  const { store, xmpp, clock } = context;
  const log = context.log.child('catch-up');
  const scope = archive.of ?? 'all';
  const of = archive.of === undefined ? {} : { of: archive.of };
  const by = archive.of === undefined ? {} : { by: archive.of };
  let state: ArchiveState | undefined;
  /** Counts streams; work for an older one stops. */
  let stream = 0;
  let isOpen = false;
  /** The newest page was read on this stream or the one it resumes, so live messages follow without a gap. */
  let isJoined = false;
  /** New messages of this stream, until its newest page is read: that stands before the first that came after it. */
  let firstLive: string[] = [];
  /** Messages of this stream that are not stored yet, in order. */
  let arriving = new Set<string>();
  /** Of the stream before, where that one followed the archive without a gap. */
  let earlier = new Set<string>();
  /** The newest of this stream that is stored. */
  let lastLive: string | undefined;
  let cancelTimer: Cancel | undefined;
  /** Once a start of the program, over as many streams as it takes. */
  let isBackfilled = false;

  async function setState(next: ArchiveState): Promise<void> {
    state = next;
    await store.setArchiveState(scope, next);
  }

  /** `plan` is asked twice: live messages may move the state on while the page is being stored. */
  async function keep(
    page: ArchivePage,
    place: PagePlace,
    plan: (state: ArchiveState, first?: string) => PagePlan,
    isHistory: boolean,
  ): Promise<readonly Message[]> {
    const { newFrom } = plan(state ?? nothingRead);
    const saved = await inbox.savePage(
      page.messages,
      { ...place, ...by },
      (index) => isHistory || index < newFrom,
    );
    // After the messages: a kill between the two reads the page again, which is harmless.
    await setState(plan(state ?? nothingRead, saved.first).state);
    return saved.stored.filter((message) => message.direction === 'in' && !message.isRead);
  }

  /** Ends at once when the stream goes, so that what was read by then is still told. */
  const pause = () =>
    new Promise<void>((resolve) => {
      const cancel = clock.after(PAUSE_MS, resolve);
      cancelTimer = () => {
        cancel();
        resolve();
      };
    });

  async function run(mine: number): Promise<void> {
    const isCurrent = () => isOpen && stream === mine;
    state ??= await store.archiveState(scope);
    const isFirst = isUntouched(state);
    const news: Message[] = [];
    const isRead =
      (isJoined || (await readNewest(isFirst, news, isCurrent))) && (await closeGaps(news, isCurrent));
    notify(news);
    // Also where an earlier stream was cut before it had done so.
    if (isRead && !isBackfilled) await backfill(isCurrent);
  }

  async function readNewest(isFirst: boolean, news: Message[], isCurrent: () => boolean): Promise<boolean> {
    const page = await xmpp.archive({ ...of, before: '', limit: archive.newestPage });
    if (!isCurrent()) return false;
    if (!page.ok) return retry(page.error.code, isCurrent);
    // What has come and waits was stamped before this: it has to stand for the page to find its place between.
    const saved = await inbox.whenStored(async () =>
      isCurrent()
        ? keep(
            page.value,
            { before: firstLive, isNewest: true },
            (now, first) => takeNewestPage(now, page.value, first),
            isFirst,
          )
        : [],
    );
    news.push(...saved);
    // Another stream may have begun while it was stored, and this page says nothing of what that one missed.
    if (!isCurrent()) return false;
    isJoined = true;
    join();
    return true;
  }

  async function closeGaps(news: Message[], isCurrent: () => boolean): Promise<boolean> {
    for (;;) {
      const gap = state && nextGap(state);
      if (gap === undefined) return true;
      await pause();
      if (!isCurrent()) return false;
      const page = await xmpp.archive({ ...of, before: gap.before, limit: PAGE });
      if (!isCurrent()) return false;
      if (!page.ok) return retry(page.error.code, isCurrent);
      const take = (now: ArchiveState, first?: string) => takeGapPage(now, gap, page.value, first);
      news.push(...(await keep(page.value, { before: gap.end ?? gap.before }, take, false)));
    }
  }

  async function backfill(isCurrent: () => boolean): Promise<void> {
    for (let count = 0; count < archive.backfill && isCurrent(); count += PAGE) {
      if (state === undefined || state.reachedStart || state.oldest === undefined) return;
      await pause();
      if (!isCurrent() || !(await readOlder(PAGE, isCurrent))) return;
    }
    isBackfilled = isCurrent();
  }

  async function readOlder(limit: number, isCurrent = () => true): Promise<boolean> {
    state ??= await store.archiveState(scope);
    if (state.reachedStart) return false;
    const before = state.oldest ?? '';
    const page = await xmpp.archive({ ...of, before, limit });
    if (!page.ok || !isCurrent()) return false;
    const place = { before: state.oldestEnd ?? before };
    await keep(page.value, place, (now, first) => takeOlderPage(now, page.value, first), true);
    return !state.reachedStart;
  }

  function retry(code: string, isCurrent: () => boolean): false {
    log.warn('archive not read', { code });
    cancelTimer = clock.after(RETRY_MS, () => {
      if (isCurrent()) start();
    });
    return false;
  }

  /** One notice for everything that came while we were away. */
  function notify(news: readonly Message[]): void {
    const ids = new Set(news.map((message) => message.conversationId));
    const conversations = [...ids].map((id) => context.view.get(id)).filter((each) => each !== undefined);
    const unread = conversations.filter((conversation) => conversation.unreadCount > 0);
    if (unread.length > 0) context.notifier.notifyMissed(news.length, unread);
  }

  function noteArriving(archiveId: string): void {
    arriving.add(archiveId);
  }

  function noteLive(archiveIds: readonly string[], fresh: readonly string[]): void {
    // A copy says nothing of where this stream begins.
    if (!isJoined) firstLive.push(...archiveIds.filter((id) => arriving.has(id) && fresh.includes(id)));
    // One of an earlier stream says nothing of how far this one follows the archive, only how far that one did.
    const last = archiveIds.findLast((id) => earlier.has(id));
    if (last !== undefined && !isJoined && state !== undefined)
      setState({ ...state, newest: last }).catch(report);
    const newest = archiveIds.findLast((id) => arriving.has(id));
    for (const id of archiveIds) {
      earlier.delete(id);
      arriving.delete(id);
    }
    if (newest === undefined) return;
    lastLive = newest;
    join();
  }

  /** Once the newest page is in the store, live messages follow it without a gap. */
  function join(): void {
    if (isJoined && state !== undefined && lastLive !== undefined)
      setState({ ...state, newest: lastLive }).catch(report);
  }

  function report(error: unknown): void {
    log.error('catch-up stopped', { reason: error instanceof Error ? error.message : 'unknown' });
  }

  function start(): void {
    run(stream).catch(report);
  }

  return {
    begin(isResumed) {
      stream += 1;
      isOpen = true;
      if (!isResumed) {
        if (isJoined) earlier = arriving;
        isJoined = false;
        firstLive = [];
        arriving = new Set();
        lastLive = undefined;
      }
      start();
    },
    pause() {
      isOpen = false;
      cancelTimer?.();
    },
    forget() {
      stream += 1;
      isOpen = false;
      cancelTimer?.();
      state = undefined;
      isJoined = false;
      isBackfilled = false;
    },
    noteArriving,
    noteLive,
    readOlder,
    isComplete: () => state !== undefined && state.reachedStart && state.gaps.length === 0,
  };
}
