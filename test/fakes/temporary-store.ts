import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { IdentityStore } from '../../src/main/ports/storage.port.ts';
import { closeDatabase, openIdentityDatabase } from '../../src/main/storage/identity-database.ts';
import type { SyncStores } from '../../src/main/storage/storage-protocol.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const testKey = new Uint8Array(32).fill(7);

export interface TemporaryStore extends IdentityStore {
  /** The same stores without promises. */
  readonly sync: Required<SyncStores>;
  /** What the file itself holds. */
  onDisk(query: string): readonly unknown[];
  /** While true, every asynchronous call waits; as when the disk hangs. */
  hold(isHeld: boolean): void;
}

/**
 * The real engine on a real file, in this thread, without waiting for the disk: what service tests store in.
 * `folder` lets a test open the same database again, as after a restart.
 */
export function temporaryStore(folder: string = temporaryFolder()): TemporaryStore {
  const database = unwrap(openIdentityDatabase({ file: join(folder, 'test.db'), key: testKey, now: 0 }));
  database.db.pragma('synchronous = OFF');
  onTestFinished(() => closeDatabase(database));
  let held: Promise<void> = Promise.resolve();
  let release: () => void = () => {};
  const asynchronous = <T extends object>(store: object): T =>
    Object.fromEntries(
      Object.entries(store).map(([name, method]: [string, (...args: unknown[]) => unknown]) => [
        name,
        async (...args: unknown[]) => {
          await held;
          return database.db.transaction(() => method(...args)).immediate();
        },
      ]),
    ) as T;
  return {
    keyValue: asynchronous(database.stores.keyValue),
    chat: asynchronous(database.stores.chat),
    callLog: asynchronous(database.stores.callLog),
    sync: database.stores,
    onDisk: (query) => database.db.prepare(query).all(),
    hold(isHeld) {
      release();
      if (isHeld) held = new Promise((resolve) => (release = resolve));
    },
    close: () => Promise.resolve(closeDatabase(database)),
  };
}
