import type { EntityChange, StateListener } from '../../shared/contract/client.ts';
import { type Entity, ONLY, type TopicName, topics } from '../../shared/contract/topics.ts';

/**
 * What main has published, held by topic and key, with subscriptions fine enough that a change of one contact wakes one row.
 * The store holds no truth of its own: a snapshot replaces everything.
 */
export interface EntityStore extends StateListener {
  get<T extends TopicName>(topic: T, key: string): Entity<T> | undefined;
  /** The same Map until the topic changes; never modify it. */
  all<T extends TopicName>(topic: T): ReadonlyMap<string, Entity<T>>;
  /** Wakes when this entity changes; with no key, when anything of the topic does. Returns the unsubscribe function. */
  subscribe(topic: TopicName, key: string | undefined, listener: () => void): () => void;
  /** Each change as it comes, for streams that are not held here (messages, call log). */
  onChange<T extends TopicName>(
    topic: T,
    listener: (key: string, value: Entity<T> | undefined) => void,
  ): () => void;
}

export const soleKey = ONLY;

export function createEntityStore(): EntityStore {
  const tables = new Map<TopicName, Map<string, unknown>>();
  const waking = new Map<string, Set<() => void>>();
  const streaming = new Map<TopicName, Set<(key: string, value: unknown) => void>>();
  const empty = new Map<string, never>();

  const idOf = (topic: TopicName, key: string | undefined) =>
    key === undefined ? topic : `${topic}\n${key}`;
  const wake = (id: string) => {
    for (const listener of waking.get(id) ?? []) listener();
  };

  const apply = (changes: readonly EntityChange[], fresh: boolean) => {
    const touched = new Set<TopicName>();
    const woken = new Set<string>();
    if (fresh) {
      for (const [topic, table] of tables) for (const key of table.keys()) woken.add(idOf(topic, key));
      for (const topic of tables.keys()) touched.add(topic);
      tables.clear();
    }
    const copied = new Set<TopicName>();
    for (const { topic, key, value } of changes) {
      for (const listener of streaming.get(topic) ?? []) listener(key, value);
      // Streams are passed on but not held: they grow without bound.
      if (!topics[topic].inSnapshot) continue;
      // A new Map a batch, not a change: readers compare by identity.
      if (!copied.has(topic)) {
        tables.set(topic, new Map(tables.get(topic)));
        copied.add(topic);
      }
      const table = tables.get(topic) as Map<string, unknown>;
      if (value === undefined) table.delete(key);
      else table.set(key, value);
      touched.add(topic);
      woken.add(idOf(topic, key));
    }
    for (const id of woken) wake(id);
    for (const topic of touched) wake(topic);
  };

  return {
    snapshot: (entities) => apply(entities, true),
    changes: (changes) => apply(changes, false),
    get: (topic, key) => tables.get(topic)?.get(key) as never,
    all: (topic) => (tables.get(topic) ?? empty) as never,
    subscribe(topic, key, listener) {
      const id = idOf(topic, key);
      const listeners = waking.get(id) ?? new Set();
      waking.set(id, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) waking.delete(id);
      };
    },
    onChange(topic, listener) {
      const listeners = streaming.get(topic) ?? new Set();
      streaming.set(topic, listeners.add(listener as never));
      return () => void listeners.delete(listener as never);
    },
  };
}
