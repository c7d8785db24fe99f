import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { NickHolder, RoomChats } from '../../ports/room-chats.port.ts';
import { type ArchiveScope, type CatchUp, createCatchUp } from './catch-up.ts';
import type { ChatContext } from './chat-ports.ts';
import type { Inbox } from './inbox.ts';
import type { Outbox } from './outbox.ts';

/** T10: shown at joining, and at most asked for at once. */
const NEWEST_PAGE = 15;
const OLDER_PAGE = 100;

/** Which rooms one is inside of: only there is anything sent, and the room's archive read. */
export interface RoomDoors extends RoomChats {
  has(id: ConversationId): boolean;
  /** Who has a nick there now; undefined outside, and of nobody. */
  holder(room: ConversationId, nick: string): NickHolder | undefined;
  /** Of every room, known ones and those in the store: a new stream begins outside of all. */
  closeAll(known?: readonly ConversationId[]): void;
  /** The stream is gone for now, or stands again as it was. */
  pause(): void;
  resume(): void;
  /** As `CatchUp.forget`, of every room. */
  forgetArchives(): void;
  noteArriving(id: ConversationId, archiveId: string): void;
  noteLive(id: ConversationId, archiveIds: readonly string[], fresh: readonly string[]): void;
  canReadOlder(id: ConversationId): boolean;
  readOlder(id: ConversationId): Promise<boolean>;
}

interface Door {
  readonly isOpen: boolean;
  readonly catchUp: CatchUp | undefined;
  readonly holder?: (nick: string) => NickHolder | undefined;
}

export function createRoomDoors(context: ChatContext, inbox: Inbox, outbox: Outbox): RoomDoors {
  const { store, view } = context;
  const doors = new Map<ConversationId, Door>();

  /** Where nothing is kept the room's archive is not read either. */
  const mayRead = (): boolean => context.history?.().isKept !== false;

  function close(id: ConversationId): void {
    const door = doors.get(id);
    door?.catchUp?.pause();
    doors.set(id, { isOpen: false, catchUp: door?.catchUp });
    outbox.dispatch({ type: 'door', conversationId: id, door: { kind: 'closed' } });
  }

  return {
    async ensure(id, title) {
      if (!doors.has(id)) close(id);
      view.show([await store.ensureConversation(id, 'room', title)]);
    },
    async draft(id, text) {
      const conversation = await store.setDraft(id, text);
      if (conversation !== undefined) view.show([conversation]);
    },
    async newestAt(id) {
      // What of ours is still on its way says nothing of how far we have heard the others.
      const { messages } = await store.history({ conversationId: id, limit: 50 });
      return messages.findLast(({ delivery }) => delivery !== 'queued' && delivery !== 'sending')?.at;
    },
    open(id, { hasArchive, holder }) {
      const scope: ArchiveScope = { of: id, newestPage: NEWEST_PAGE, backfill: 0 };
      const catchUp = hasArchive
        ? (doors.get(id)?.catchUp ?? createCatchUp(context, inbox, scope))
        : undefined;
      doors.set(id, { isOpen: true, catchUp, holder });
      // The history sent at joining is the proof of what was said before: it has to be taken in first.
      void inbox.drain().then(() => {
        if (doors.get(id)?.isOpen !== true) return;
        outbox.dispatch({ type: 'door', conversationId: id, door: { kind: 'open', hasArchive } });
        if (mayRead()) catchUp?.begin(false);
      });
    },
    close,
    has: (id) => doors.has(id),
    holder: (room, nick) => doors.get(room)?.holder?.(nick),
    closeAll(known = []) {
      for (const id of new Set([...doors.keys(), ...known])) close(id);
    },
    pause() {
      for (const { catchUp } of doors.values()) catchUp?.pause();
    },
    resume() {
      for (const { isOpen, catchUp } of doors.values()) if (isOpen && mayRead()) catchUp?.begin(true);
    },
    forgetArchives() {
      for (const { catchUp } of doors.values()) catchUp?.forget();
    },
    noteArriving: (id, archiveId) => doors.get(id)?.catchUp?.noteArriving(archiveId),
    noteLive: (id, archiveIds, fresh) => doors.get(id)?.catchUp?.noteLive(archiveIds, fresh),
    canReadOlder(id) {
      const door = doors.get(id);
      return mayRead() && door?.isOpen === true && door.catchUp !== undefined && !door.catchUp.isComplete();
    },
    readOlder: async (id) => (await doors.get(id)?.catchUp?.readOlder(OLDER_PAGE)) ?? false,
  };
}
