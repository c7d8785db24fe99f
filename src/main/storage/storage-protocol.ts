import type { Failure } from '../../shared/errors/result.ts';
import type { ChatStore } from '../ports/chat-store.port.ts';
import type { CallLogStore, KeyValueStore } from '../ports/storage.port.ts';

/** A store as the worker has it: the port's methods without promises. */
export type Sync<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => Promise<infer R> ? (...args: A) => R : never;
};

export type SyncChatStore = Sync<ChatStore>;
export type SyncKeyValueStore = Sync<KeyValueStore>;
export type SyncCallLogStore = Sync<CallLogStore>;

/** The stores of one database; the profile's has only `keyValue`. */
export interface SyncStores {
  readonly keyValue: SyncKeyValueStore;
  readonly chat?: SyncChatStore;
  readonly callLog?: SyncCallLogStore;
}

export type StoreName = keyof SyncStores;
/** A database open in the worker. */
export type Handle = number;

export type StorageRequest =
  | { readonly kind: 'open-profile' }
  | { readonly kind: 'open-identity'; readonly address: string; readonly keepsChat?: boolean }
  | {
      readonly kind: 'call';
      readonly handle: Handle;
      readonly store: StoreName;
      readonly method: string;
      readonly args: readonly unknown[];
    }
  | { readonly kind: 'close'; readonly handle: Handle }
  | { readonly kind: 'delete-identity'; readonly address: string; readonly keepHistory: boolean }
  /** Closes everything; the worker ends after its answer. */
  | { readonly kind: 'stop' };

/** Main → worker. */
export interface StorageCall {
  readonly id: number;
  readonly request: StorageRequest;
}

/** Worker → main, once a call, after its commit. */
export type StorageReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: Failure };

/** What the worker is started with. */
export interface StorageWorkerData {
  readonly folder: string;
  readonly key: Uint8Array;
}

/** Every method by name, complete by type: what a client offers and all that the worker will call. */
export const storeMethods = {
  keyValue: { get: true, set: true, delete: true, list: true } satisfies Record<keyof KeyValueStore, true>,
  callLog: {
    save: true,
    list: true,
    markAllSeen: true,
    unseenMissed: true,
    forgetBefore: true,
  } satisfies Record<keyof CallLogStore, true>,
  chat: {
    conversations: true,
    conversation: true,
    ensureConversation: true,
    setDraft: true,
    setPeerRead: true,
    markRead: true,
    owedMarkers: true,
    markerSent: true,
    oweReceipts: true,
    owedReceipts: true,
    receiptsSent: true,
    saveMessages: true,
    message: true,
    findByWireId: true,
    setDelivered: true,
    remove: true,
    forgetBefore: true,
    setKept: true,
    wipe: true,
    history: true,
    search: true,
    enqueue: true,
    enqueueCorrection: true,
    annotate: true,
    repliedTo: true,
    requeue: true,
    outbox: true,
    markSending: true,
    settleSent: true,
    settleFailed: true,
    conversationOf: true,
    archiveState: true,
    setArchiveState: true,
    oldestArchiveId: true,
    contacts: true,
    saveContacts: true,
    rosterVersion: true,
    avatar: true,
    avatarHashes: true,
    saveAvatar: true,
    pruneAvatars: true,
  } satisfies Record<keyof ChatStore, true>,
} as const;
