/** How far a queue has been stored, for those who must not promise more. */
export interface StoreProgress {
  noteAdded(): void;
  /** So many of the oldest are stored. */
  noteStored(count: number): void;
  /** Resolves when all that was added so far is stored; undefined: it is. */
  stored(): Promise<void> | undefined;
}

export function createStoreProgress(): StoreProgress {
  let added = 0;
  let done = 0;
  /** By what they wait for, which grows. */
  let waiting: readonly { readonly upTo: number; readonly resolve: () => void }[] = [];
  return {
    noteAdded: () => void (added += 1),
    noteStored(count) {
      done += count;
      for (const { upTo, resolve } of waiting) if (upTo <= done) resolve();
      waiting = waiting.filter(({ upTo }) => upTo > done);
    },
    stored() {
      if (done === added) return undefined;
      return new Promise((resolve) => {
        waiting = [...waiting, { upTo: added, resolve }];
      });
    },
  };
}
