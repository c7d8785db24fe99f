/** What the machine says about its network. Events are hints: services re-check by acting. */
export interface NetworkWatch {
  isOnline(): boolean;
  /** Addresses or routes changed, or the machine came back from sleep. Returns the unsubscribe function. */
  onChange(
    listener: (change: 'online' | 'offline' | 'changed' | 'resumed' | 'suspending') => void,
  ): () => void;
}
