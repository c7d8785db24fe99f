import type { CallLogEntry } from '../../shared/domain/call.ts';
import type { Failure, Result } from '../../shared/errors/result.ts';
import type { ChatStore } from './chat-store.port.ts';

/** The only thing that methods of the stores reject with: storage.unavailable, storage.corrupt or app.fault. */
export class StorageError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.detail === undefined ? failure.code : `${failure.code}: ${failure.detail}`);
    this.name = 'StorageError';
    this.failure = failure;
  }
}

/** Small encrypted values: caches, settings, sealed credentials. Values are JSON texts that the reader checks with a schema. */
export interface KeyValueStore {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
  /** All entries whose key starts with `prefix`. */
  list(prefix: string): Promise<readonly { key: string; value: string }[]>;
}

/** Calls that have ended, newest first (V10). */
export interface CallLogStore {
  save(entry: CallLogEntry): Promise<void>;
  /** Entries that started before `before` (ms since 1970), newest first. */
  list(query: {
    before?: number;
    missedOnly: boolean;
    limit: number;
    /** Every word of it is in the name or the address, letter case and accents aside. */
    text?: string;
  }): Promise<{ entries: readonly CallLogEntry[]; hasOlder: boolean }>;
  markAllSeen(): Promise<readonly CallLogEntry[]>;
  unseenMissed(): Promise<number>;
  /** Removes calls that started before (ms since 1970); their ids. */
  forgetBefore(at: number): Promise<readonly string[]>;
}

/** Everything of one signed-in identity, in one encrypted database. */
export interface IdentityStore {
  readonly keyValue: KeyValueStore;
  readonly chat: ChatStore;
  readonly callLog: CallLogStore;
  close(): Promise<void>;
}

/**
 * Encrypted databases in a worker. Once a returned promise resolves, neither `kill -9` nor a power cut loses the write (Q3).
 * Failures of open: storage.wrong-key and storage.corrupt (the files were set aside under a new name, so that opening
 * again starts afresh; `detail` is that name), storage.newer-version (nothing touched), storage.unavailable.
 */
export interface Storage {
  /** Shared by all identities of this profile: last address, discovery caches, manual settings, sealed credentials. */
  readonly profile: KeyValueStore;
  /** Without `keepsChat` nothing that is said is written to any file; it is gone with the process. */
  openIdentity(address: string, options?: { readonly keepsChat?: boolean }): Promise<Result<IdentityStore>>;
  /** Deletes the identity's caches; history too unless kept (A11). The identity must be closed. */
  deleteIdentity(address: string, options: { keepHistory: boolean }): Promise<Result<void>>;
  close(): Promise<void>;
}
