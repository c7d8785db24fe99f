import type { Entity, TopicName } from '../../src/shared/contract/topics.ts';
import { ONLY, topicNames } from '../../src/shared/contract/topics.ts';
import type { EntityChange } from '../../src/shared/contract/client.ts';

/** What main would publish for a screen, by topic. */
export type Entities = { readonly [T in TopicName]?: readonly Entity<T>[] };

const keyOf = (entity: object): string => {
  const { id, callId, name, state } = entity as Readonly<Record<string, unknown>>;
  const key = id ?? callId ?? (state === undefined ? undefined : name);
  return typeof key === 'string' ? key : ONLY;
};

/** The snapshot that the store takes. */
export function asChanges(entities: Entities): readonly EntityChange[] {
  return topicNames.flatMap((topic) =>
    (entities[topic] ?? []).map((value) => ({ topic, key: keyOf(value), value }) as EntityChange),
  );
}
