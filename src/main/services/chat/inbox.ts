import type { Message } from '../../../shared/domain/conversation.ts';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { ArchivePlace, NewMessage, SavedMessages } from '../../ports/chat-store.port.ts';
import type { NickHolder } from '../../ports/room-chats.port.ts';
import type { ChatMessage, XmppEvent } from '../../ports/xmpp.port.ts';
import type { ChatContext } from './chat-ports.ts';
import { encryptionOf } from './encryption-policy.ts';
import type { Receipts } from './receipts.ts';
import { createStorePace } from './store-pace.ts';
import { createStoreProgress } from './store-progress.ts';
import { archiveIdOf, conversationOf, ownIds, roomArchiveIds, toNewMessage } from './incoming-message.ts';

/** At most this many events share a transaction. */
const BATCH = 1000;
const RETRY_MS = 5000;

export type InboxEvent = Extract<XmppEvent, { kind: 'message' | 'receipt' | 'displayed' }>;

export interface InboxHooks {
  /** The server has this message of ours: told by a receipt, a marker, a carbon or the archive. */
  readonly onProof: (stanzaId: string, conversationId: ConversationId) => void;
  /** Stored from the live stream, in order: the messages of a batch that our archive named; `fresh` were not held before. */
  readonly onArchived: (archiveIds: readonly string[], fresh: readonly string[]) => void;
  /** The same of a room's archive. */
  readonly onRoomArchived: (
    room: ConversationId,
    archiveIds: readonly string[],
    fresh: readonly string[],
  ) => void;
  /** Who has a nick in a room now. */
  readonly holder: (room: ConversationId, nick: string) => NickHolder | undefined;
}

/** Archive ids of what follows a page, where known; as in `ArchivePlace`. */
export interface PagePlace {
  readonly before?: string | readonly string[] | undefined;
  readonly isNewest?: boolean;
  readonly isOfOne?: boolean;
  /** Whose archive; absent: our own. */
  readonly by?: string;
}

/** Takes what arrives to the store in batches: whatever came while one batch was written is the next one. */
export interface Inbox {
  add(event: InboxEvent): void;
  /** Stores a page of our archive. `isRead` tells of each message whether it is no news. */
  savePage(
    messages: readonly ChatMessage[],
    place: PagePlace,
    isRead: (index: number) => boolean,
  ): Promise<SavedMessages>;
  /** Begins when everything that was added is stored and told, before anything else that comes is. */
  whenStored<T>(then: () => Promise<T>): Promise<T>;
  /** Resolves when everything that was added is stored. */
  drain(): Promise<void>;
  /** The same, but nothing is hurried by it; undefined: everything is stored. */
  stored(): Promise<void> | undefined;
  stop(): void;
}

export function createInbox(context: ChatContext, receipts: Receipts, hooks: InboxHooks): Inbox {
  const { store, clock, view, self } = context;
  const log = context.log.child('inbox');
  let waiting: InboxEvent[] = [];
  let working: Promise<void> | undefined;
  let isStopped = false;
  const progress = createStoreProgress();
  /** Somebody waits until everything is stored. */
  let urgent = 0;
  const pace = createStorePace(clock, () => void work());

  function work(): Promise<void> {
    pace.cancel();
    working ??= takeAll().then((isRetried) => {
      working = undefined;
      // What was added between its last look and now found it working, and was not scheduled.
      if (waiting.length > 0 && !isStopped) pace.again(isRetried ? RETRY_MS : undefined);
    });
    return working;
  }

  async function takeAll(): Promise<boolean> {
    let isRetried = false;
    do isRetried = waiting.length > 0 && !(await takeBatch());
    while (waiting.length > 0 && !isRetried && !mayGather());
    return isRetried;
  }

  const mayGather = (): boolean => pace.isBurst() && urgent === 0 && waiting.length < BATCH;

  async function takeBatch(): Promise<boolean> {
    const batch = waiting.slice(0, BATCH);
    waiting = waiting.slice(BATCH);
    try {
      await storeBatch(batch);
      progress.noteStored(batch.length);
      return true;
    } catch (error) {
      // A full or locked disk: kept here and tried again, for the server has forgotten them.
      log.error('batch not stored', {
        size: batch.length,
        reason: error instanceof Error ? error.message : 'unknown',
      });
      waiting = [...batch, ...waiting];
      return false;
    }
  }

  async function storeBatch(batch: readonly InboxEvent[]): Promise<void> {
    const messages = batch
      .filter((event) => event.kind === 'message')
      .map((event) => event.message)
      .filter((message) => !isRefused(message));
    const missed = messages.filter((message) => message.via === 'offline');
    const live = messages.filter((message) => message.via !== 'offline');
    // Offline messages were sent earlier than anything live; each part is one transaction.
    if (missed.length > 0) notifyMissed(await save(missed));
    const saved = live.length > 0 ? await save(live) : undefined;
    if (saved) notifyLive(saved);
    const fresh = saved?.archived ?? [];
    await receipts.answer(messages);
    await noteReceipts(batch);
    await noteDisplayed(batch);
    const archived = live.map((message) => archiveIdOf(message, self)).filter((id) => id !== undefined);
    if (archived.length > 0) hooks.onArchived(archived, fresh);
    for (const [room, ids] of roomArchiveIds(live)) hooks.onRoomArchived(room, ids, fresh);
  }

  async function save(messages: readonly ChatMessage[]): Promise<SavedMessages> {
    return show(await store.saveMessages(convert(messages, () => false)), messages);
  }

  /** Under a policy of encryption only, what comes in plain is not taken (T9); what we said ourselves stays. */
  const isRefused = ({ direction, room, peer }: ChatMessage): boolean =>
    direction === 'in' &&
    room === undefined &&
    encryptionOf(context, conversationOf(peer)).receiving === 'refused';

  function authorSince({ room, peer }: ChatMessage): number | undefined {
    const holder = room && hooks.holder(conversationOf(peer), room.nick);
    return holder?.cameAfterUs ? holder.since : undefined;
  }

  function convert(messages: readonly ChatMessage[], isRead: (index: number) => boolean): NewMessage[] {
    return messages
      .map((message, index) =>
        isRefused(message)
          ? undefined
          : toNewMessage(message, {
              ...{ self, now: context.stamp(), isRead: isRead(index) },
              authorSince: message.via === 'live' ? authorSince(message) : undefined,
              ...(context.encryptedLine && { encrypted: context.encryptedLine }),
            }),
      )
      .filter((message) => message !== undefined);
  }

  function show(saved: SavedMessages, messages: readonly ChatMessage[]): SavedMessages {
    view.show(saved.conversations);
    view.hideMessages(saved.removed);
    view.showMessages(saved.stored);
    view.showMessages(saved.changed);
    for (const conversation of saved.conversations) {
      const at = conversation.lastMessage?.at;
      if (at !== undefined) context.people.noteRecent(conversation.address, at);
    }
    for (const message of messages) {
      for (const id of ownIds(message, self)) hooks.onProof(id, conversationOf(message.peer));
    }
    return saved;
  }

  const isNews = (message: Message): boolean => message.direction === 'in' && !message.isRead;

  function notifyLive(saved: SavedMessages): void {
    for (const message of saved.stored.filter(isNews)) {
      const conversation = view.get(message.conversationId);
      if (conversation !== undefined) context.notifier.notify(message, conversation);
    }
  }

  function notifyMissed(saved: SavedMessages): void {
    const news = saved.stored.filter(isNews);
    const ids = new Set(news.map((message) => message.conversationId));
    if (news.length > 0)
      context.notifier.notifyMissed(
        news.length,
        saved.conversations.filter(({ id }) => ids.has(id)),
      );
  }

  async function noteReceipts(batch: readonly InboxEvent[]): Promise<void> {
    const items = batch
      .filter((event) => event.kind === 'receipt')
      .map((event) => ({ conversationId: conversationOf(event.peer), wireId: event.messageId }));
    if (items.length === 0) return;
    for (const { wireId, conversationId } of items) hooks.onProof(wireId, conversationId);
    view.showMessages(await store.setDelivered(items));
  }

  /** A marker moves a line (XEP-0333), so only the last one of each conversation and direction counts. */
  async function noteDisplayed(batch: readonly InboxEvent[]): Promise<void> {
    const last = new Map<string, Extract<InboxEvent, { kind: 'displayed' }>>();
    for (const event of batch)
      if (event.kind === 'displayed') last.set(`${event.direction} ${event.peer}`, event);
    for (const { peer, messageId, direction } of last.values()) {
      const id = conversationOf(peer);
      if (direction === 'in') hooks.onProof(messageId, id);
      const moved =
        direction === 'in'
          ? await store.setPeerRead(id, messageId)
          : await store.markRead(id, { upTo: messageId, owesMarker: false });
      if (moved === undefined) continue;
      view.show([moved.conversation]);
      view.showMessages(moved.changed);
    }
  }

  async function whenStored<T>(then: () => Promise<T>): Promise<T> {
    urgent += 1;
    try {
      await work();
      while (working !== undefined) await working;
    } finally {
      urgent -= 1;
    }
    return then();
  }

  return {
    add(event) {
      waiting.push(event);
      progress.noteAdded();
      pace.noteAdded();
      if (working === undefined && !isStopped) pace.again();
    },
    async savePage(messages, { before, isNewest, isOfOne, by = self }, isRead) {
      const place: ArchivePlace = {
        ...(isNewest !== undefined && { isNewest }),
        ...(isOfOne !== undefined && { isOfOne }),
        ...(before !== undefined && { before: [before].flat().map((id) => ({ id, by })) }),
      };
      return show(await store.saveMessages(convert(messages, isRead), place), messages);
    },
    stored: () => progress.stored(),
    drain: () => whenStored(() => Promise.resolve()),
    whenStored,
    stop() {
      isStopped = true;
      pace.cancel();
    },
  };
}
