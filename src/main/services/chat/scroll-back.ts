import type { Message } from '../../../shared/domain/conversation.ts';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { HistoryQuery } from '../../ports/chat-store.port.ts';
import { takeOlderPage } from './archive-plan.ts';
import type { CatchUp } from './catch-up.ts';
import type { ChatContext } from './chat-ports.ts';
import type { Inbox } from './inbox.ts';
import type { RoomDoors } from './room-doors.ts';

const DAY_MS = 86_400_000;
const PAGE = 50;
/** A page may hold nothing new; after this many the person waits no longer, and scrolls again. */
const PAGES_AT_ONCE = 3;

export interface HistoryPage {
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
}

/** Pages through a conversation: from the store as far as it reaches, then from the archive into the store (M13). */
export interface ScrollBack {
  history(query: HistoryQuery): Promise<HistoryPage>;
}

export function createScrollBack(
  context: ChatContext,
  inbox: Inbox,
  catchUp: CatchUp,
  rooms: RoomDoors,
): ScrollBack {
  const { store, xmpp } = context;
  const fetching = new Map<ConversationId, Promise<boolean>>();

  function canAsk(id: ConversationId): boolean {
    if (rooms.has(id)) return rooms.canReadOlder(id);
    if (context.history?.().isKept === false) return false;
    const link = xmpp.link();
    return link.kind === 'online' && link.features.archive && !catchUp.isComplete();
  }

  /** Reads one older page of the conversation into the store; false when there is no more or it failed. */
  async function fetchOlder(id: ConversationId): Promise<boolean> {
    if (rooms.has(id)) return rooms.readOlder(id);
    const state = await store.archiveState(id);
    if (state.reachedStart) return false;
    const before = state.oldest ?? (await store.oldestArchiveId(id)) ?? '';
    const page = await xmpp.archive({ with: id, before, limit: PAGE });
    if (!page.ok) return false;
    await inbox.savePage(page.value.messages, { before, isOfOne: true }, () => true);
    const plan = takeOlderPage(state, page.value);
    await store.setArchiveState(id, plan.state);
    return !plan.state.reachedStart;
  }

  function fetchOnce(id: ConversationId): Promise<boolean> {
    const running = fetching.get(id);
    if (running !== undefined) return running;
    const started = fetchOlder(id).finally(() => fetching.delete(id));
    fetching.set(id, started);
    return started;
  }

  /** What is older than chats are kept is not shown, though the archive may have brought it just now. */
  function recent(page: HistoryPage): HistoryPage & { readonly isCut: boolean } {
    const days = context.history?.().days;
    if (days === undefined) return { ...page, isCut: false };
    const horizon = context.clock.now() - days * DAY_MS;
    const messages = page.messages.filter(({ at }) => at >= horizon);
    const isCut = messages.length < page.messages.length;
    return { messages, hasOlder: page.hasOlder && !isCut, isCut };
  }

  return {
    async history(query) {
      let page = recent(await store.history(query));
      let isMore = canAsk(query.conversationId);
      // What is here is shown at once, and the window asks on; only an empty page waits for the network.
      for (let n = 0; n < PAGES_AT_ONCE && isMore && isEmpty(page, query); n += 1) {
        isMore = (await fetchOnce(query.conversationId)) && canAsk(query.conversationId);
        page = recent(await store.history(query));
      }
      if (page.hasOlder || page.isCut || !isMore) return { messages: page.messages, hasOlder: page.hasOlder };
      const { messages } = page;
      return { messages, hasOlder: !(await store.archiveState(query.conversationId)).reachedStart };
    },
  };
}

const isEmpty = (page: HistoryPage, query: HistoryQuery): boolean =>
  query.around === undefined && !page.hasOlder && page.messages.length === 0;
