import type { CommandOutput } from '../../../shared/contract/commands.ts';
import type { FileChats } from '../../ports/file-chats.port.ts';
import type { ChatStore } from '../../ports/chat-store.port.ts';
import type { ChatMessage, XmppEvent, XmppLink } from '../../ports/xmpp.port.ts';
import { createAnsweringDevices } from './answering-devices.ts';
import { createCatchUp } from './catch-up.ts';
import type { ChatContext, ChatPorts } from './chat-ports.ts';
import { createConversationView } from './conversation-view.ts';
import { archiveIdOf, conversationOf, stampOnArrival } from './incoming-message.ts';
import { createFileChats } from './file-chats.ts';
import { createInbox } from './inbox.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { createReceipts } from './receipts.ts';
import { createRefusals } from './refusals.ts';
import { createRoomDoors, type RoomDoors } from './room-doors.ts';
import { createReadMarkers, type ReadMarkers } from './read-markers.ts';
import { createScrollBack, type ScrollBack } from './scroll-back.ts';
import { createTyping, type Typing } from './typing.ts';

type Coverage = CommandOutput<'chat/coverage'>;

/** Chat of one signed-in identity, from its store being opened until it is let go. */
export interface ChatSession {
  readonly context: ChatContext;
  readonly outbox: Outbox;
  readonly typing: Typing;
  readonly markers: ReadMarkers;
  readonly scrollBack: ScrollBack;
  readonly rooms: RoomDoors;
  readonly files: FileChats;
  /** How much of what was said is here to be searched. */
  coverage(): Coverage;
  /** Reads the archives again from their newest end, or no longer. */
  followArchive(isRead: boolean): void;
  /** Stores what has arrived, then lets go. */
  close(): Promise<void>;
}

/** Publishes what the store holds, takes up the outbox, and follows the stream, which may be up already. */
export async function openChatSession(
  ports: ChatPorts,
  store: ChatStore,
  self: string,
): Promise<ChatSession> {
  const context: ChatContext = {
    ...ports,
    store,
    self,
    view: createConversationView(ports),
    stamp: monotoneNow(ports),
  };
  const devices = createAnsweringDevices(context);
  const outbox = createOutbox(context, devices, (room, nick) => rooms.holder(room, nick));
  const receipts = createReceipts(context);
  const refusals = createRefusals(context, outbox);
  const inbox = createInbox(context, receipts, {
    onProof: (stanzaId, conversationId) => outbox.dispatch({ type: 'accepted', stanzaId, conversationId }),
    onArchived: (archiveIds, fresh) => catchUp.noteLive(archiveIds, fresh),
    holder: (room, nick) => rooms.holder(room, nick),
    onRoomArchived: (room, archiveIds, fresh) => rooms.noteLive(room, archiveIds, fresh),
  });
  const catchUp = createCatchUp(context, inbox);
  const rooms = createRoomDoors(context, inbox, outbox);
  const typing = createTyping(context);
  const markers = createReadMarkers(context);

  function followLink(link: XmppLink): void {
    if (link.kind !== 'online') {
      outbox.dispatch({ type: 'offline' });
      catchUp.pause();
      rooms.pause();
      typing.reset();
      return;
    }
    const { isResumed, features } = link;
    if (isResumed) rooms.resume();
    else rooms.closeAll();
    outbox.dispatch({ type: 'online', isResumed, hasArchive: features.archive });
    void markers.pay();
    void receipts.pay();
    // Where nothing is kept the archive is not fetched either; what was sent meanwhile comes as offline messages.
    if (features.archive && ports.history?.().isKept !== false) catchUp.begin(isResumed);
  }

  function noteArriving(message: ChatMessage): void {
    const { via, room, peer, wire } = message;
    if (via === 'offline') return;
    if (room !== undefined && wire.stanzaId !== undefined)
      rooms.noteArriving(conversationOf(peer), wire.stanzaId.id);
    const archiveId = archiveIdOf(message, self);
    if (archiveId !== undefined) catchUp.noteArriving(archiveId);
  }

  function follow(event: XmppEvent): void {
    devices.follow(event);
    switch (event.kind) {
      case 'link':
        return followLink(event.link);
      case 'message': {
        const message = stampOnArrival(event.message, context.stamp());
        if (message.direction === 'in') typing.peer(conversationOf(message.peer), 'active');
        noteArriving(message);
        return inbox.add({ kind: 'message', message });
      }
      case 'receipt':
      case 'displayed':
        return inbox.add(event);
      case 'chat-state':
        return typing.peer(conversationOf(event.peer), event.state);
      case 'accepted':
        return outbox.dispatch({ type: 'accepted', stanzaId: event.stanzaId });
      case 'uncertain':
        return outbox.dispatch({ type: 'uncertain', stanzaIds: event.stanzaIds });
      case 'receipts-lost':
        return receipts.owe(event.receipts);
      case 'message-error':
        refusals.take(event);
        return;
      default:
      // Roster, presence and pictures are the contacts service's.
    }
  }

  const conversations = await store.conversations();
  context.view.show(conversations);
  for (const { address, lastMessage } of conversations) {
    if (lastMessage !== undefined) ports.people.noteRecent(address, lastMessage.at);
  }
  rooms.closeAll(conversations.filter(({ kind }) => kind === 'room').map(({ id }) => id));
  outbox.dispatch({ type: 'loaded', entries: await store.outbox() });
  const stopFollowing = ports.xmpp.on(follow);
  const stopHolding = ports.xmpp.acknowledgeWhen(() => inbox.stored());
  const link = ports.xmpp.link();
  if (link.kind === 'online') followLink({ ...link, isResumed: false });

  return {
    context,
    outbox,
    typing,
    markers,
    rooms,
    files: createFileChats(context, inbox, outbox),
    scrollBack: createScrollBack(context, inbox, catchUp, rooms),
    coverage() {
      if (ports.history?.().isKept === false) return 'this-run';
      const link = ports.xmpp.link();
      const hasArchive = link.kind === 'online' && link.features.archive;
      return hasArchive && !catchUp.isComplete() ? 'older-on-server' : 'whole';
    },
    followArchive(isRead) {
      catchUp.forget();
      rooms.forgetArchives();
      const now = ports.xmpp.link();
      if (!isRead || now.kind !== 'online') return;
      if (now.features.archive) catchUp.begin(false);
      rooms.resume();
    },
    async close() {
      stopFollowing();
      stopHolding();
      catchUp.pause();
      rooms.pause();
      typing.reset();
      outbox.stop();
      await inbox.drain();
      inbox.stop();
      context.view.close();
    },
  };
}

function monotoneNow({ clock }: ChatPorts): () => number {
  let last = 0;
  return () => (last = Math.max(last, clock.now()));
}
