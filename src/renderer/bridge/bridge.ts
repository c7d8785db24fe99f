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

/** Subscribes to the topics, every one if none are named, and keeps the store up to date from then on. Undefined: main gave no snapshot. */
export async function createBridge(
  wire: Wire,
  topics: readonly TopicName[] = topicNames,
): Promise<Bridge | undefined> {
  const client = createContractClient(wire);
  const store = createEntityStore();
  performance.mark('state-asked');
  const subscribed = await client.subscribe(topics, store);
  return subscribed.ok ? { call: client.call, store, onLost: client.onClose } : undefined;
}
