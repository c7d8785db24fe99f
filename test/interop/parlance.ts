import { createRoomsService } from '../../src/main/services/rooms/create-rooms.service.ts';
import type { XmppTarget } from '../../src/main/ports/xmpp.port.ts';
import type { ConversationId, MessageId } from '../../src/shared/domain/ids.ts';
import type { Message } from '../../src/shared/domain/conversation.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import { type ChatPerson, chatPerson } from '../fakes/chat-person.ts';
import { realClock } from '../fakes/real-clock.ts';
import { silentLog } from '../fakes/silent-log.ts';
import { temporaryStore } from '../fakes/temporary-store.ts';
import { type XmppTestClient, xmppTestClient } from '../fakes/xmpp-client.ts';

/** Parlance's engine, chat and rooms on a store, signed in at a server of any make. */
export interface Parlance {
  readonly client: XmppTestClient;
  readonly rooms: ReturnType<typeof createRoomsService>;
  readonly handlers: ChatPerson['service']['handlers'];
  messages(of: string): readonly Message[];
  message(of: string, body: string): Message | undefined;
  say(id: string, to: string, body: string, replyTo?: MessageId): Promise<void>;
  stop(): Promise<void>;
}

export interface ParlanceSetup {
  readonly ca: string;
  readonly target: XmppTarget;
  readonly username: string;
}

const context = { signal: new AbortController().signal };

/** Signs `username@example.test` in with the password `secret`. */
export async function startParlance({ ca, target, username }: ParlanceSetup): Promise<Parlance> {
  const address = `${username}@example.test`;
  const store = temporaryStore();
  const client = xmppTestClient({ ca, targets: [target], username, password: 'secret' });
  const chat = await chatPerson(client, store, address);
  const rooms = createRoomsService({
    traffic: client.xmpp.rooms,
    xmpp: client.xmpp,
    chats: chat.service.rooms,
    people: { nameOf: () => undefined },
    prompter: { ask: async () => true },
    publisher: chat.publisher,
    clock: realClock,
    random: { fraction: Math.random, bytes: (n) => new Uint8Array(n), uuid: () => crypto.randomUUID() },
    log: silentLog,
    ownName: () => username,
  });
  await rooms.start(store, address);
  unwrap(await client.connect());
  const { handlers } = chat.service;
  const messages: Parlance['messages'] = (of) =>
    store.sync.chat.history({ conversationId: of as ConversationId, limit: 500 }).messages;
  return {
    ...{ client, rooms, handlers, messages },
    message: (of, body) => messages(of).find((one) => one.body === body),
    async say(id, to, body, replyTo) {
      const more = replyTo === undefined ? {} : { replyTo };
      const message = { id: id as MessageId, conversationId: to as ConversationId, body, ...more };
      unwrap(await handlers['chat/send'](message, context));
    },
    async stop() {
      await rooms.stop();
      await chat.service.stop();
      await client.xmpp.disconnect();
    },
  };
}
