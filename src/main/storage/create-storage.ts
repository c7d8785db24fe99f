import type { Result } from '../../shared/errors/result.ts';
import type { ChatStore } from '../ports/chat-store.port.ts';
import type { Log } from '../ports/log.port.ts';
import type { CallLogStore, IdentityStore, KeyValueStore, Storage } from '../ports/storage.port.ts';
import { storeMethods, type Handle } from './storage-protocol.ts';
import { startWorkerClient, type WorkerClient } from './worker-client.ts';

export interface StorageOptions {
  /** Where `storage-worker` is, built or as source. */
  readonly workerUrl: URL;
  /** An existing folder that only its owner can read. */
  readonly folder: string;
  /** 32 random bytes, kept by the host's keychain. The same key serves all databases of the folder. */
  readonly key: Uint8Array;
  readonly log: Log;
}

/**
 * Starts the storage worker and opens the profile's database. Failures as in the Storage port: after wrong-key and
 * corrupt the bad file stands aside under a new name, so calling this again starts afresh.
 */
export async function createStorage({
  workerUrl,
  folder,
  key,
  log,
}: StorageOptions): Promise<Result<Storage>> {
  if (key.length !== 32) throw new RangeError('the storage key has 32 bytes');
  const client = startWorkerClient(workerUrl, { folder, key }, log);
  const opened = await client.request({ kind: 'open-profile' });
  if (!opened.ok) {
    log.error('profile not opened', { code: opened.error.code, detail: opened.error.detail });
    await client.stop();
    return opened;
  }
  return { ok: true, value: storage(client, opened.value as Handle, log) };
}

function storage(client: WorkerClient, profile: Handle, log: Log): Storage {
  return {
    profile: client.store<KeyValueStore>(profile, 'keyValue', storeMethods.keyValue),
    async openIdentity(address, { keepsChat = true } = {}) {
      const opened = await client.request({ kind: 'open-identity', address, keepsChat });
      if (!opened.ok) {
        log.error('identity not opened', { code: opened.error.code, detail: opened.error.detail });
        return opened;
      }
      return { ok: true, value: identityStore(client, opened.value as Handle) };
    },
    async deleteIdentity(address, { keepHistory }) {
      const deleted = await client.request({ kind: 'delete-identity', address, keepHistory });
      return deleted.ok ? { ok: true, value: undefined } : deleted;
    },
    close: () => client.stop(),
  };
}

function identityStore(client: WorkerClient, handle: Handle): IdentityStore {
  return {
    keyValue: client.store<KeyValueStore>(handle, 'keyValue', storeMethods.keyValue),
    chat: client.store<ChatStore>(handle, 'chat', storeMethods.chat),
    callLog: client.store<CallLogStore>(handle, 'callLog', storeMethods.callLog),
    async close() {
      await client.request({ kind: 'close', handle });
    },
  };
}
