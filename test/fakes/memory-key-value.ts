import type { KeyValueStore } from '../../src/main/ports/storage.port.ts';

/** A KeyValueStore in memory; what it holds can be looked at. */
export interface MemoryKeyValue extends KeyValueStore {
  readonly entries: Map<string, string>;
}

export function memoryKeyValue(): MemoryKeyValue {
  const entries = new Map<string, string>();
  return {
    entries,
    get: (key) => Promise.resolve(entries.get(key)),
    set: (key, value) => Promise.resolve(void entries.set(key, value)),
    delete: (key) => Promise.resolve(void entries.delete(key)),
    list: (prefix) =>
      Promise.resolve(
        [...entries].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => ({ key, value })),
      ),
  };
}
