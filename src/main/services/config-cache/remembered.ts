import * as z from 'zod/mini';
import type { Log } from '../../ports/log.port.ts';
import type { KeyValueStore } from '../../ports/storage.port.ts';
import { parseJson } from './parse-json.ts';

/** One remembered value: read with its schema, written as JSON. A damaged or outdated one counts as absent and is reported. */
export interface Remembered<T> {
  get(): Promise<T | undefined>;
  set(value: T): Promise<void>;
  forget(): Promise<void>;
}

export interface RememberedOptions<T> {
  readonly store: KeyValueStore;
  readonly log: Log;
  readonly key: string;
  /** Raised whenever the shape changes; values of another version are not read. */
  readonly version: number;
  readonly schema: z.ZodMiniType<T>;
}

export function createRemembered<T>({
  store,
  log,
  key,
  version,
  schema,
}: RememberedOptions<T>): Remembered<T> {
  const envelope = z.object({ version: z.literal(version), value: schema });
  return {
    async get() {
      const text = await store.get(key);
      if (text === undefined) return undefined;
      const parsed = envelope.safeParse(parseJson(text));
      if (parsed.success) return parsed.data.value;
      // The bare kind of the key: the rest may be an address.
      log.warn('remembered value not usable', { kind: key.split(':')[0] });
      return undefined;
    },
    set: (value) => store.set(key, JSON.stringify({ version, value })),
    forget: () => store.delete(key),
  };
}
