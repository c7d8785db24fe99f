import { createStorage } from '../storage/create-storage.ts';
import type { Host } from '../ports/host.port.ts';
import type { Prompter } from '../ports/prompter.port.ts';
import { type Storage, StorageError } from '../ports/storage.port.ts';
import { createRoamingFile } from '../storage/roaming/roaming-file.ts';
import { createSplitStore, moveToRoaming } from '../storage/roaming/split-store.ts';
import { loadDatabaseKey } from './database-key.ts';

/**
 * Opens the encrypted databases. A damaged or foreign one is set aside by the storage and said; then a fresh one is made,
 * so that the app always starts. Throws only when nothing can be written at all: there is then nothing to show either.
 */
export async function openStorage(host: Host, prompter: Prompter): Promise<Storage> {
  const key = await loadDatabaseKey(host.secrets, host.folders.roaming);
  if (!key.ok) throw new Error(key.error.code);
  if (key.value.isReplaced)
    prompter.tell({
      tone: 'warning',
      text: { key: 'error.storage.wrong-key' },
      error: { code: 'storage.wrong-key' },
    });
  const options = {
    workerUrl: host.storageWorker,
    folder: host.folders.local,
    key: key.value.key,
    log: host.log.child('storage'),
  };
  const open = async (): Promise<Storage> => {
    const opened = await createStorage(options);
    if (opened.ok) return opened.value;
    prompter.tell({ tone: 'warning', text: { key: `error.${opened.error.code}` }, error: opened.error });
    const again = await createStorage(options);
    if (!again.ok) throw new Error(again.error.code);
    return again.value;
  };
  const storage = await open();
  if (await isReadable(storage)) return withRoaming(storage, host);
  // It has been noted as suspect: opened again it is examined and set aside.
  await storage.close();
  return withRoaming(await open(), host);
}

/** Damage deeper in the file shows when it is read, and whoever reads first would not start. The profile is small. */
async function isReadable({ profile }: Storage): Promise<boolean> {
  try {
    await profile.list('');
    return true;
  } catch (error) {
    return !(error instanceof StorageError && error.failure.code === 'storage.corrupt');
  }
}

/** Preferences and sealed passwords lie in the roaming folder, everything else on this computer (S2). */
async function withRoaming(storage: Storage, host: Host): Promise<Storage> {
  const log = host.log.child('roaming');
  const roaming = createRoamingFile(host.folders.roaming, log);
  await moveToRoaming(storage.profile, roaming).catch(() => log.warn('not moved'));
  return { ...storage, profile: createSplitStore(storage.profile, roaming) };
}
