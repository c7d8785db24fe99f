import type { Entity, TopicName } from '../../src/shared/contract/topics.ts';
import type { Publisher } from '../../src/main/ports/publisher.port.ts';

/** A Publisher that keeps what is true now, and everything that was published, in order. */
export interface MemoryPublisher extends Publisher {
  get<T extends TopicName>(topic: T, key: string): Entity<T> | undefined;
  all<T extends TopicName>(topic: T): readonly Entity<T>[];
  readonly log: readonly { readonly topic: TopicName; readonly key: string; readonly value: unknown }[];
}

export function memoryPublisher(): MemoryPublisher {
  const tables = new Map<TopicName, Map<string, unknown>>();
  const log: { topic: TopicName; key: string; value: unknown }[] = [];
  const table = (topic: TopicName): Map<string, unknown> => {
    const found = tables.get(topic) ?? new Map<string, unknown>();
    tables.set(topic, found);
    return found;
  };
  return {
    log,
    set(topic, key, value) {
      table(topic).set(key, value);
      log.push({ topic, key, value });
    },
    remove: (topic, key) => void table(topic).delete(key),
    clear: (topic) => table(topic).clear(),
    get: <T extends TopicName>(topic: T, key: string) => table(topic).get(key) as Entity<T> | undefined,
    all: <T extends TopicName>(topic: T) => [...table(topic).values()] as Entity<T>[],
  };
}
