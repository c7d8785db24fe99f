import * as z from 'zod/mini';
import { unescapeLocal } from '../../../shared/domain/jid.ts';
import { ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Directory } from '../../ports/directory.port.ts';
import type { Picture, Pictures } from '../../ports/pictures.port.ts';
import type { Policies } from '../../ports/policies.port.ts';
import type { IdentityStore, KeyValueStore } from '../../ports/storage.port.ts';
import { parseJson } from '../config-cache/parse-json.ts';

const DAY_MS = 24 * 3_600_000;
/** A photo is believed for a week, that there is none for a day. */
const FOUND_MS = 7 * DAY_MS;
const MISSING_MS = DAY_MS;
/** One that is shown is asked for anew each week, and gets a new date; this one nobody looked at. */
const FORGOTTEN_MS = 60 * DAY_MS;
/** Photos that are fetched at once: a list of people is opened, and each wants theirs. */
const AT_ONCE = 4;
const PREFIX = 'photo/';
const MARK = '~';

const storedSchema = z.object({ at: z.number(), hash: z.optional(z.string()) });
type Stored = z.infer<typeof storedSchema>;
type Shown = Pick<Picture, 'type' | 'bytes'>;

/** The directory's photos (C1, C4): fetched when they are first shown, kept encrypted, asked anew when they are old. */
export interface DirectoryPhotos {
  start(identity: IdentityStore): void;
  stop(): void;
  /** Stands in the place of a picture's hash until the photo is fetched; `undefined`: this deployment has none. */
  keyOf(address: string): string | undefined;
  /** By such a key. */
  get(key: string): Promise<Shown | undefined>;
  /** Hashes of those that are kept; what nobody has looked at for long is let go. Not while one is being fetched. */
  kept(): Promise<readonly string[] | undefined>;
}

export interface PhotoPorts {
  readonly directory: Pick<Directory, 'byUri' | 'photo' | 'hasPhotos'>;
  readonly pictures: Pictures;
  readonly policies: Pick<Policies, 'current'>;
  readonly clock: Clock;
}

export const isPhotoKey = (hash: string): boolean => hash.startsWith(MARK);

export function createDirectoryPhotos(ports: PhotoPorts): DirectoryPhotos {
  const { clock, directory } = ports;
  const underWay = new Map<string, Promise<Shown | undefined>>();
  const waiting: (() => void)[] = [];
  let running = 0;
  let identity: IdentityStore | undefined;
  let stopped = new AbortController();

  const template = (): string => ports.policies.current().text('UdsPhotoUriWithToken').trim();

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  }

  /** LDAP has the photo itself, or an attribute that its address is made of; with UDS the address is made of the user name. */
  async function load(address: string, signal: AbortSignal): Promise<Result<Picture | undefined>> {
    if (directory.hasPhotos?.() === true) {
      const told = await directory.photo?.(address, signal);
      if (told?.ok !== true) return told ?? ok(undefined);
      if (told.value?.kind !== 'address') return ok(told.value);
      return ports.pictures.fetch(told.value.address, signal);
    }
    if (template() === '') return ok(undefined);
    const person = await directory.byUri(address, signal);
    if (!person.ok) return person;
    if (!person.value) return ok(undefined);
    const uid = person.value.userName ?? unescapeLocal(address.split('@')[0] ?? '');
    return ports.pictures.fetch(template().replaceAll('%%uid%%', encodeURIComponent(uid)), signal);
  }

  async function find(address: string, own: IdentityStore): Promise<Shown | undefined> {
    const read = storedSchema.safeParse(parseJson(await own.keyValue.get(PREFIX + address)));
    const known = read.success ? read.data : undefined;
    if (known && clock.now() - known.at < (known.hash === undefined ? MISSING_MS : FOUND_MS))
      return pictureOf(known, own);
    const { signal } = stopped;
    const loaded = await inTurn(() => load(address, signal));
    if (signal.aborted) return undefined;
    // An old photo is better than none while nobody can be asked.
    if (!loaded.ok) return pictureOf(known, own);
    const picture = loaded.value;
    if (picture) await own.chat.saveAvatar(picture.hash, picture.type, picture.bytes);
    const stored: Stored = { at: clock.now(), ...(picture && { hash: picture.hash }) };
    await own.keyValue.set(PREFIX + address, JSON.stringify(stored));
    return picture;
  }

  return {
    start(given) {
      identity = given;
      stopped = new AbortController();
    },
    stop() {
      identity = undefined;
      stopped.abort();
      underWay.clear();
    },
    keyOf: (address) => (template() !== '' || directory.hasPhotos?.() === true ? MARK + address : undefined),
    async kept() {
      const hashes = identity && (await keptPhotos(identity.keyValue, clock.now()));
      return underWay.size === 0 ? hashes : undefined;
    },
    async get(key) {
      if (identity === undefined) return undefined;
      const address = key.slice(MARK.length);
      const asked = underWay.get(address) ?? find(address, identity).finally(() => underWay.delete(address));
      underWay.set(address, asked);
      return asked;
    },
  };
}

async function keptPhotos(store: KeyValueStore, now: number): Promise<readonly string[]> {
  const hashes: string[] = [];
  for (const { key, value } of await store.list(PREFIX)) {
    const read = storedSchema.safeParse(parseJson(value));
    if (!read.success || now - read.data.at > FORGOTTEN_MS) await store.delete(key);
    else if (read.data.hash !== undefined) hashes.push(read.data.hash);
  }
  return hashes;
}

async function pictureOf(known: Stored | undefined, own: IdentityStore): Promise<Shown | undefined> {
  return known?.hash === undefined ? undefined : own.chat.avatar(known.hash);
}
