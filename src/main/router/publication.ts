import { BATCH_LIMIT, type Change } from '../../shared/contract/envelope.ts';
import { type TopicName, topicNames, topics } from '../../shared/contract/topics.ts';
import type { Publisher } from '../ports/publisher.port.ts';

/** A client's view of the publication: what changed since it last took a batch. */
export interface Feed {
  /** The next batch, at most BATCH_LIMIT changes; empty when there is nothing new. */
  take(): readonly Change[];
  /** How many changes there were so far, those of one key each counted. */
  marked(): number;
  close(): void;
}

export interface Publication extends Publisher {
  /** Everything true now in these topics, and a feed of what changes afterwards. `onChange` is called when a feed turns non-empty. */
  open(subscribed: readonly TopicName[], onChange: () => void): { snapshot: Change[]; feed: Feed };
}

/**
 * Holds the latest value of every entity and, for each subscriber, the set of keys that changed and were not yet taken.
 * Coalescing falls out of the shape: however often a key changes between two batches, it is sent once, with its last value.
 */
export function createPublication(): Publication {
  const tables = new Map<TopicName, Map<string, unknown>>(topicNames.map((name) => [name, new Map()]));
  const feeds = new Set<OpenFeed>();
  const table = (topic: TopicName) => tables.get(topic) as Map<string, unknown>;

  const changed = (topic: TopicName, key: string, value: unknown) => {
    for (const feed of feeds) feed.mark(topic, key, value);
  };

  return {
    set(topic, key, value) {
      if (topics[topic].inSnapshot) table(topic).set(key, value);
      changed(topic, key, value);
    },
    remove(topic, key) {
      if (topics[topic].inSnapshot && !table(topic).delete(key)) return;
      changed(topic, key, undefined);
    },
    clear(topic) {
      for (const key of [...table(topic).keys()]) this.remove(topic, key);
    },
    open(subscribed, onChange) {
      const snapshot: Change[] = [];
      for (const topic of subscribed)
        for (const [key, value] of table(topic)) snapshot.push({ topic, key, value });
      const feed = openFeed(new Set(subscribed), onChange, () => feeds.delete(feed));
      feeds.add(feed);
      return { snapshot, feed };
    },
  };
}

interface OpenFeed extends Feed {
  mark(topic: TopicName, key: string, value: unknown): void;
}

function openFeed(subscribed: ReadonlySet<TopicName>, onChange: () => void, onClose: () => void): OpenFeed {
  // Insertion order is kept, and a key that changes again keeps its place: no key can starve.
  const pending = new Map<string, Change>();
  let marked = 0;
  return {
    mark(topic, key, value) {
      if (!subscribed.has(topic)) return;
      marked += 1;
      const wasEmpty = pending.size === 0;
      pending.set(`${topic}\n${key}`, value === undefined ? { topic, key } : { topic, key, value });
      if (wasEmpty) onChange();
    },
    take() {
      const batch: Change[] = [];
      for (const [id, change] of pending) {
        if (batch.length === BATCH_LIMIT) break;
        batch.push(change);
        pending.delete(id);
      }
      return batch;
    },
    marked: () => marked,
    close() {
      pending.clear();
      onClose();
    },
  };
}
