import type { Entity, TopicName } from '../../shared/contract/topics.ts';

/** Where services say what is true now. The latest value of a key wins; clients hear of it in numbered batches. */
export interface Publisher {
  set<T extends TopicName>(topic: T, key: string, value: Entity<T>): void;
  remove(topic: TopicName, key: string): void;
  /** Removes every entity of the topic, e.g. on sign-out. */
  clear(topic: TopicName): void;
}
