import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { FileChats } from '../../ports/file-chats.port.ts';
import type { RoomChats } from '../../ports/room-chats.port.ts';
import type { IdentityStore } from '../../ports/storage.port.ts';
import { createChatHandlers, type ChatHandlers } from './chat-handlers.ts';
import type { ChatPorts } from './chat-ports.ts';
import { openChatSession, type ChatSession } from './chat-session.ts';

export interface ChatService {
  readonly handlers: ChatHandlers;
  readonly rooms: RoomChats;
  readonly files: FileChats;
  /** Shows rows of the store that somebody else has changed. */
  show(conversations: readonly Conversation[]): void;
  /** Reads the archive again from its newest end, or no longer: whether anything may be kept has changed. */
  followArchive(isRead: boolean): void;
  /** Takes an identity: everything stored is shown at once, with or without a network. `address`: own bare JID. */
  start(identity: IdentityStore, address: string): Promise<void>;
  /** Stores what has arrived and takes everything off the screen. To be awaited before the store is closed. */
  stop(): Promise<void>;
}

export function createChatService(ports: ChatPorts): ChatService {
  let session: ChatSession | undefined;
  async function stop(): Promise<void> {
    const closing = session;
    session = undefined;
    await closing?.close();
  }
  return {
    handlers: createChatHandlers(() => session),
    rooms: {
      ensure: async (id, title) => session?.rooms.ensure(id, title),
      draft: async (id, text) => session?.rooms.draft(id, text),
      newestAt: async (id) => session?.rooms.newestAt(id),
      open: (id, room) => session?.rooms.open(id, room),
      close: (id) => session?.rooms.close(id),
    },
    files: {
      post: async (message) => session?.files.post(message),
      note: (line) => session?.files.note(line),
      message: async (id) => session?.files.message(id),
    },
    show: (conversations) => session?.context.view.show(conversations),
    followArchive: (isRead) => session?.followArchive(isRead),
    async start(identity, address) {
      await stop();
      session = await openChatSession(ports, identity.chat, address);
    },
    stop,
  };
}
