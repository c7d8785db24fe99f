import { type ContractClient, createContractClient, type Wire } from '../../shared/contract/client.ts';
import { type TopicName, topicNames } from '../../shared/contract/topics.ts';
import { createEntityStore, type EntityStore } from './entity-store.ts';

/** Everything a screen needs of main: commands and what is true now. */
export interface Bridge {
  readonly call: ContractClient['call'];
  readonly store: EntityStore;
  /** The wire went down; the window tells the person and offers to reload. */
  onLost(listener: () => void): void;
}

/** Subscribes to every topic but the ones left out, and keeps the store up to date from then on. */
export async function createBridge(wire: Wire, leaveOut: readonly TopicName[] = []): Promise<Bridge> {
  const client = createContractClient(wire);
  const store = createEntityStore();
  await client.subscribe(
    topicNames.filter((topic) => !leaveOut.includes(topic)),
    store,
  );
  return { call: client.call, store, onLost: client.onClose };
}
