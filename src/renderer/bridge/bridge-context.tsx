import { createContext, type ReactNode, useCallback, useContext, useMemo, useSyncExternalStore } from 'react';
import type { Entity, TopicName } from '../../shared/contract/topics.ts';
import type { Bridge } from './bridge.ts';
import { soleKey } from './entity-store.ts';
import { createSameBut } from './same-but.ts';

const BridgeContext = createContext<Bridge | undefined>(undefined);

export function BridgeProvider({
  bridge,
  children,
}: {
  readonly bridge: Bridge;
  readonly children: ReactNode;
}) {
  return <BridgeContext value={bridge}>{children}</BridgeContext>;
}

export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext);
  if (!bridge) throw new Error('useBridge outside BridgeProvider');
  return bridge;
}

/** One entity; wakes only when this one changes. */
export function useEntity<T extends TopicName>(topic: T, key: string): Entity<T> | undefined {
  const { store } = useBridge();
  const subscribe = useCallback((wake: () => void) => store.subscribe(topic, key, wake), [store, topic, key]);
  return useSyncExternalStore(subscribe, () => store.get(topic, key));
}

/**
 * One entity, without waking for changes of these fields: while only they change, the entity from before stays. For what is
 * drawn large and changes often in what it doesn't show, as a conversation does with each message.
 */
export function useEntityBut<T extends TopicName>(
  topic: T,
  key: string,
  unshown: readonly (keyof Entity<T>)[],
): Entity<T> | undefined {
  const { store } = useBridge();
  const subscribe = useCallback((wake: () => void) => store.subscribe(topic, key, wake), [store, topic, key]);
  const get = useMemo(
    () => createSameBut<Entity<T>>(() => store.get(topic, key), unshown),
    [store, topic, key, unshown],
  );
  return useSyncExternalStore(subscribe, get);
}

/** The entity of a topic that has just one. */
export function useOnly<T extends TopicName>(topic: T): Entity<T> | undefined {
  return useEntity(topic, soleKey);
}

/** The whole topic; wakes when anything of it changes, so not for long lists that change often. */
export function useEntities<T extends TopicName>(topic: T): ReadonlyMap<string, Entity<T>> {
  const { store } = useBridge();
  const subscribe = useCallback(
    (wake: () => void) => store.subscribe(topic, undefined, wake),
    [store, topic],
  );
  return useSyncExternalStore(subscribe, () => store.all(topic));
}
