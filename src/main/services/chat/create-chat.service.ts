import type { IdentityStore } from '../../ports/storage.port.ts';
import { createChatHandlers, type ChatHandlers } from './chat-handlers.ts';
import type { ChatPorts } from './chat-ports.ts';
import { openChatSession, type ChatSession } from './chat-session.ts';

export interface ChatService {
  readonly handlers: ChatHandlers;
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
    async start(identity, address) {
      await stop();
      session = await openChatSession(ports, identity.chat, address);
    },
    stop,
  };
}
