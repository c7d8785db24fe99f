import type { Conversation, Message } from '../../src/shared/domain/conversation.ts';
import type { ConversationId, MessageId } from '../../src/shared/domain/ids.ts';
import type { HistoryState } from '../../src/shared/domain/history.ts';
import type { EncryptionPolicy } from '../../src/shared/domain/im-encryption.ts';
import { defaultSettings, type Settings } from '../../src/shared/domain/settings.ts';
import { createChatService } from '../../src/main/services/chat/create-chat.service.ts';
import { fakeXmpp, type FakeXmpp } from './fake-xmpp.ts';
import { manualClock } from './manual-clock.ts';
import { memoryPublisher } from './memory-publisher.ts';
import { seededRandom } from './seeded-random.ts';
import { silentLog } from './silent-log.ts';
import { temporaryStore, type TemporaryStore } from './temporary-store.ts';

export const alice = 'alice@example.test';
export const bob = 'bob@example.test' as ConversationId;

export interface ChatHarnessOptions {
  /** The same folder again is a restart. */
  readonly store?: TemporaryStore;
  readonly xmpp?: FakeXmpp;
  readonly names?: Map<string, string>;
  /** What our clock says, ms since 1970. */
  readonly startedAt?: number;
  readonly encryption?: EncryptionPolicy;
  /** What is kept of what is said. */
  readonly history?: HistoryState;
}

/** The chat service over the real store and fakes of everything else, started offline. */
export async function chatHarness(options: ChatHarnessOptions = {}) {
  const store = options.store ?? temporaryStore();
  const xmpp = options.xmpp ?? fakeXmpp();
  const timers = manualClock(options.startedAt);
  let drift = 0;
  const clock = { ...timers, now: () => timers.now() + drift };
  const publisher = memoryPublisher();
  const names = options.names ?? new Map<string, string>();
  const renamed = new Set<(address: string) => void>();
  const settings: { -readonly [K in keyof Settings]: Settings[K] } = { ...defaultSettings };
  const notified: string[] = [];
  const missed: number[] = [];
  const service = createChatService({
    xmpp,
    clock,
    publisher,
    random: seededRandom(),
    log: silentLog,
    people: {
      nameOf: (address) => names.get(address),
      onRenamed(listener) {
        renamed.add(listener);
        return () => renamed.delete(listener);
      },
      noteRecent: () => undefined,
    },
    notifier: {
      notify: (message) => void notified.push(message.body),
      notifyMissed: (count) => void missed.push(count),
    },
    settings: { current: () => settings, onChange: () => () => undefined },
    ...(options.encryption && { encryption: () => options.encryption as EncryptionPolicy }),
    ...(options.history && { history: () => options.history as HistoryState }),
  });
  await service.start(store, alice);
  const context = { signal: new AbortController().signal };
  const { handlers } = service;
  /** Lets everything that is ready run, and moves the time on. */
  const settle = async (ms = 0): Promise<void> => {
    for (let round = 0; round < 6; round += 1) {
      clock.advance(round === 0 ? ms : 0);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {
    service,
    store,
    xmpp,
    clock,
    publisher,
    settings,
    notified,
    missed,
    settle,
    /** The clock moves on, but nothing gets done. */
    letPass: (ms: number) => void (drift += ms),
    rename(address: string, name: string) {
      names.set(address, name);
      for (const listener of renamed) listener(address);
    },
    send: (id: string, body = `body ${id}`, conversationId = bob) =>
      handlers['chat/send']({ conversationId, body, id: id as MessageId }, context),
    history: (limit = 50, before?: number, conversationId = bob) =>
      handlers['chat/history']({ conversationId, limit, ...(before !== undefined && { before }) }, context),
    call: <N extends keyof typeof handlers>(
      name: N,
      argument: Parameters<(typeof handlers)[N]>[0],
    ): ReturnType<(typeof handlers)[N]> =>
      (handlers[name] as unknown as (a: unknown, c: unknown) => ReturnType<(typeof handlers)[N]>)(
        argument,
        context,
      ),
    conversation: (id: string = bob): Conversation | undefined => publisher.get('conversations', id),
    message: (id: string): Message | undefined => publisher.get('messages', id),
    /** Bodies in the order of the store. */
    stored: (id: ConversationId = bob): string[] =>
      store.sync.chat.history({ conversationId: id, limit: 10_000 }).messages.map((message) => message.body),
  };
}

export type ChatHarness = Awaited<ReturnType<typeof chatHarness>>;
