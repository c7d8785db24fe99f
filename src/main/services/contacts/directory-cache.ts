import * as z from 'zod/mini';
import { type Person, personSchema } from '../../../shared/domain/contact.ts';
import { ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Directory } from '../../ports/directory.port.ts';
import type { KeyValueStore } from '../../ports/storage.port.ts';
import { parseJson } from '../config-cache/parse-json.ts';

/** While a person types back and forth. */
const SEARCH_MS = 5 * 60_000;
const MOST_SEARCHES = 100;
/** Whose number it is changes rarely; after this it is asked again, and shown from here while the directory is away. */
const FOUND_MS = 24 * 3_600_000;
/** That it is nobody's is believed for this long. */
const MISSING_MS = 10 * 60_000;
const PREFIX = 'directory/';

const storedSchema = z.object({ at: z.number(), person: personSchema });

/** A directory that remembers: searches for minutes, in memory; who is behind a number or URI for a day, encrypted (C4). */
export interface DirectoryCache extends Directory {
  start(store: KeyValueStore): void;
  stop(): void;
}

export function createDirectoryCache(directory: Directory, clock: Clock): DirectoryCache {
  const searches = new Map<string, { readonly at: number; readonly people: readonly Person[] }>();
  const missing = new Map<string, number>();
  let store: KeyValueStore | undefined;

  async function stored(key: string): Promise<z.infer<typeof storedSchema> | undefined> {
    const text = await store?.get(PREFIX + key);
    const parsed = storedSchema.safeParse(parseJson(text));
    return parsed.success ? parsed.data : undefined;
  }

  async function resolve(
    key: string,
    ask: () => Promise<Result<Person | undefined>>,
  ): Promise<Result<Person | undefined>> {
    const now = clock.now();
    const known = await stored(key);
    if (known !== undefined && now - known.at < FOUND_MS) return ok(known.person);
    if (now - (missing.get(key) ?? -Infinity) < MISSING_MS) return ok(undefined);
    const answer = await ask();
    // An old name is better than none while the directory cannot be asked.
    if (!answer.ok) return known === undefined ? answer : ok(known.person);
    if (answer.value === undefined) missing.set(key, now);
    else await store?.set(PREFIX + key, JSON.stringify({ at: now, person: answer.value }));
    return answer;
  }

  return {
    async search(text, limit, signal) {
      const key = `${limit} ${text.trim().toLowerCase()}`;
      const known = searches.get(key);
      if (known !== undefined && clock.now() - known.at < SEARCH_MS) return ok(known.people);
      const answer = await directory.search(text, limit, signal);
      if (!answer.ok) return answer;
      searches.delete(key);
      searches.set(key, { at: clock.now(), people: answer.value });
      const oldest = searches.size > MOST_SEARCHES ? searches.keys().next().value : undefined;
      if (oldest !== undefined) searches.delete(oldest);
      return answer;
    },
    byNumber: (number, signal) => resolve(`number/${number}`, () => directory.byNumber(number, signal)),
    byUri: (uri, signal) => resolve(`uri/${uri.toLowerCase()}`, () => directory.byUri(uri, signal)),
    hasPhotos: () => directory.hasPhotos?.() === true,
    photo: async (address, signal) => directory.photo?.(address, signal) ?? ok(undefined),
    start(identityStore) {
      store = identityStore;
    },
    stop() {
      store = undefined;
      searches.clear();
      missing.clear();
    },
  };
}
