import type { KeyValueStore } from '../../ports/storage.port.ts';

/** Keys that follow the person: whole ones, and beginnings that end in a colon. All others are this computer's. */
export const ROAMING_KEYS = [
  'settings',
  'last',
  'manual',
  'link',
  'own-domain',
  'credential:',
  'tokens:',
] as const;

const roams = (key: string): boolean =>
  ROAMING_KEYS.some((each) => (each.endsWith(':') ? key.startsWith(each) : key === each));

/** One store in two places (S2). */
export function createSplitStore(local: KeyValueStore, roaming: KeyValueStore): KeyValueStore {
  const of = (key: string) => (roams(key) ? roaming : local);
  return {
    get: (key) => of(key).get(key),
    set: (key, value) => of(key).set(key, value),
    delete: (key) => of(key).delete(key),
    list: async (prefix) => {
      const [here, there] = await Promise.all([local.list(prefix), roaming.list(prefix)]);
      return [...here, ...there];
    },
  };
}

/**
 * What an earlier version kept on this computer goes where it belongs. A value that is there already came with the person and
 * stays. Moved first, deleted afterwards: a crash between leaves it in both places.
 */
export async function moveToRoaming(local: KeyValueStore, roaming: KeyValueStore): Promise<void> {
  for (const each of ROAMING_KEYS) {
    for (const { key, value } of await local.list(each)) {
      if (!roams(key)) continue;
      if ((await roaming.get(key)) === undefined) await roaming.set(key, value);
      await local.delete(key);
    }
  }
}
