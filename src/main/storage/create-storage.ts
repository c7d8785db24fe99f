import type { Result } from '../../shared/errors/result.ts';
import type { ChatStore } from '../ports/chat-store.port.ts';
import type { Log } from '../ports/log.port.ts';
import type { CallLogStore, IdentityStore, KeyValueStore, Storage } from '../ports/storage.port.ts';
import { storeMethods, type Handle } from './storage-protocol.ts';
import { startLastingWorker } from './lasting-worker.ts';
import { storeOver, type WorkerClient } from './worker-client.ts';

type Client = Pick<WorkerClient, 'request' | 'stop'>;

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
  const client = startLastingWorker(workerUrl, { folder, key }, log);
  const opened = await client.request({ kind: 'open-profile' });
  if (!opened.ok) {
    log.error('profile not opened', { code: opened.error.code, detail: opened.error.detail });
    await client.stop();
    return opened;
  }
  return { ok: true, value: storage(client, opened.value as Handle, log) };
}

function storage(client: Client, profile: Handle, log: Log): Storage {
  return {
    profile: storeOver<KeyValueStore>(
      asked(client, log),
      { handle: profile, store: 'keyValue' },
      storeMethods.keyValue,
    ),
    async openIdentity(address, { keepsChat = true } = {}) {
      const opened = await client.request({ kind: 'open-identity', address, keepsChat });
      if (!opened.ok) {
        log.error('identity not opened', { code: opened.error.code, detail: opened.error.detail });
        return opened;
      }
      return { ok: true, value: identityStore(client, opened.value as Handle, log) };
    },
    async deleteIdentity(address, { keepHistory }) {
      const deleted = await client.request({ kind: 'delete-identity', address, keepHistory });
      return deleted.ok ? { ok: true, value: undefined } : deleted;
    },
    close: () => client.stop(),
  };
}

function identityStore(client: Client, handle: Handle, log: Log): IdentityStore {
  const over = asked(client, log);
  return {
    keyValue: storeOver<KeyValueStore>(over, { handle, store: 'keyValue' }, storeMethods.keyValue),
    chat: storeOver<ChatStore>(over, { handle, store: 'chat' }, storeMethods.chat),
    callLog: storeOver<CallLogStore>(over, { handle, store: 'callLog' }, storeMethods.callLog),
    async close() {
      await client.request({ kind: 'close', handle });
    },
  };
}

const asked = (client: Client, log: Log) => ({
  log,
  request: (body: Parameters<Client['request']>[0]) => client.request(body),
});
