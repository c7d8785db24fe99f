import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '../../../shared/errors/result.ts';
import type { Log } from '../../ports/log.port.ts';
import { type KeyValueStore, StorageError } from '../../ports/storage.port.ts';

const FILE = 'roaming.json';
type Values = Readonly<Record<string, string>>;

/**
 * A KeyValueStore in one file that the system may carry to the person's other computers. Every change reads the file first, so
 * that what another computer has written in the meantime stays; it is written beside, flushed and renamed, so that a power cut
 * leaves the old one or the new one. A file that cannot be read is set aside.
 */
export function createRoamingFile(folder: string, log: Log): KeyValueStore {
  const path = join(folder, FILE);
  // One after the other: two changes at once must not undo each other.
  let queue: Promise<unknown> = Promise.resolve();
  const later = <T>(work: () => Promise<T>): Promise<T> => {
    const done = queue.then(work).catch((error: unknown) => {
      log.warn('roaming file', { error: error instanceof Error ? error.name : 'unknown' });
      throw new StorageError(failure('storage.unavailable'));
    });
    queue = done.catch(() => undefined);
    return done;
  };

  async function read(): Promise<Values> {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '{}';
      throw error;
    });
    const values = parse(text);
    if (values) return values;
    log.warn('roaming file set aside');
    await rename(path, `${path}.damaged`);
    return {};
  }

  async function write(values: Values): Promise<void> {
    const beside = `${path}.new`;
    const file = await open(beside, 'w', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(values, null, 1)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
    await flushFolder(folder);
  }

  const change = (edit: (values: Map<string, string>) => void): Promise<void> =>
    later(async () => {
      const values = new Map(Object.entries(await read()));
      edit(values);
      await write(Object.fromEntries(values));
    });

  return {
    get: (key) => later(async () => new Map(Object.entries(await read())).get(key)),
    set: (key, value) => change((values) => void values.set(key, value)),
    delete: (key) => change((values) => void values.delete(key)),
    list: (prefix) =>
      later(async () =>
        Object.entries(await read())
          .filter(([key]) => key.startsWith(prefix))
          .map(([key, value]) => ({ key, value })),
      ),
  };
}

/** Texts by key, or nothing when it is anything else. */
function parse(text: string): Values | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.values(value).every((each) => typeof each === 'string') ? (value as Values) : undefined;
  } catch {
    return undefined;
  }
}

/** The rename itself on the disk; Windows has no such call and needs none. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
