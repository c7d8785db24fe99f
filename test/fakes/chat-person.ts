import { createChatService, type ChatService } from '../../src/main/services/chat/create-chat.service.ts';
import type { IdentityStore } from '../../src/main/ports/storage.port.ts';
import { defaultSettings } from '../../src/shared/domain/settings.ts';
import { memoryPublisher, type MemoryPublisher } from './memory-publisher.ts';
import { realClock } from './real-clock.ts';
import { seededRandom } from './seeded-random.ts';
import { silentLog } from './silent-log.ts';
import type { XmppTestClient } from './xmpp-client.ts';

export interface ChatPerson {
  readonly service: ChatService;
  readonly publisher: MemoryPublisher;
}

/** The chat service over a real engine, started on this store. The clock may be a hurried one. */
export async function chatPerson(
  { xmpp }: Pick<XmppTestClient, 'xmpp'>,
  store: IdentityStore,
  address: string,
): Promise<ChatPerson> {
  const publisher = memoryPublisher();
  const service = createChatService({
    xmpp,
    clock: realClock,
    publisher,
    random: seededRandom(address.length),
    log: silentLog,
    people: { nameOf: () => undefined, onRenamed: () => () => undefined, noteRecent: () => undefined },
    notifier: { notify: () => undefined, notifyMissed: () => undefined },
    settings: { current: () => defaultSettings, onChange: () => () => undefined },
  });
  await service.start(store, address);
  return { service, publisher };
}
