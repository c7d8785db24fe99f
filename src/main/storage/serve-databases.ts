import { existsSync } from 'node:fs';
import { failure, type Failure, type Result } from '../../shared/errors/result.ts';
import { deleteDatabaseFiles } from './database/set-aside.ts';
import { identityFile, profileFile } from './database/identity-file.ts';
import { suspect } from './database/suspicion.ts';
import {
  closeDatabase,
  openIdentityDatabase,
  openProfileDatabase,
  type OpenDatabase,
} from './identity-database.ts';
import { toFailure } from './storage-failure.ts';
import {
  storeMethods,
  type Handle,
  type StorageCall,
  type StorageReply,
  type StorageRequest,
  type StorageWorkerData,
} from './storage-protocol.ts';

type Call = Extract<StorageRequest, { kind: 'call' }>;
type OpenIdentity = Extract<StorageRequest, { kind: 'open-identity' }>;

/** Answers requests in the order they came. */
export interface DatabaseServer {
  /** All requests that are waiting; those to one database that follow each other share a commit. */
  serve(calls: readonly StorageCall[]): readonly StorageReply[];
}

export function createDatabaseServer({ folder, key }: StorageWorkerData): DatabaseServer {
  const open = new Map<Handle, OpenDatabase>();
  let lastHandle: Handle = 0;

  function openOnce(file: string, opener: typeof openProfileDatabase): Result<Handle> {
    for (const [handle, database] of open) if (database.file === file) return { ok: true, value: handle };
    const opened = opener({ file, key, now: Date.now() });
    if (!opened.ok) return opened;
    lastHandle += 1;
    open.set(lastHandle, opened.value);
    return { ok: true, value: lastHandle };
  }

  /** The same database with or without chat in it; one that is open already follows the newest word. */
  function openIdentity({ address, keepsChat = true }: OpenIdentity): Result<Handle> {
    const opened = openOnce(identityFile(folder, address), openIdentityDatabase);
    const database = opened.ok ? open.get(opened.value) : undefined;
    database?.db.transaction(() => database.stores.chat?.setKept(keepsChat, false)).immediate();
    return opened;
  }

  function close(handle: Handle): void {
    const database = open.get(handle);
    open.delete(handle);
    if (database !== undefined) closeDatabase(database);
  }

  function deleteIdentity(address: string, keepHistory: boolean): Result<void> {
    const file = identityFile(folder, address);
    for (const [handle, database] of open) if (database.file === file) close(handle);
    if (!keepHistory || !existsSync(file)) {
      deleteDatabaseFiles(file);
      return { ok: true, value: undefined };
    }
    const opened = openIdentityDatabase({ file, key, now: Date.now() });
    if (!opened.ok) return opened;
    opened.value.db.pragma('secure_delete = ON');
    opened.value.db.exec(
      'DELETE FROM key_value; DELETE FROM contact; DELETE FROM roster_state; DELETE FROM avatar',
    );
    closeDatabase(opened.value);
    return { ok: true, value: undefined };
  }

  function control(request: Exclude<StorageRequest, Call>): Result<unknown> {
    switch (request.kind) {
      case 'open-profile':
        return openOnce(profileFile(folder), openProfileDatabase);
      case 'open-identity':
        return openIdentity(request);
      case 'close':
        close(request.handle);
        return { ok: true, value: undefined };
      case 'delete-identity':
        return deleteIdentity(request.address, request.keepHistory);
      case 'stop':
        for (const handle of open.keys()) close(handle);
        return { ok: true, value: undefined };
    }
  }

  /** One commit for the group; a request that fails is undone alone, a commit that fails fails them all. */
  function callGroup(
    handle: Handle,
    group: readonly { id: number; request: Call }[],
  ): readonly StorageReply[] {
    const database = open.get(handle);
    if (database === undefined) {
      const error = failure('storage.unavailable', undefined, 'closed');
      return group.map(({ id }) => ({ id, ok: false, error }));
    }
    const { db, file } = database;
    const noteDamage = (error: Failure): Failure => {
      if (error.code === 'storage.corrupt') suspect(file);
      return error;
    };
    try {
      return db
        .transaction(() =>
          group.map(({ id, request }): StorageReply => {
            try {
              return { id, ok: true, value: db.transaction(() => run(database, request))() };
            } catch (error) {
              // Full disk and the like end the whole transaction; then nothing of the group can stand.
              if (!db.inTransaction) throw error;
              return { id, ok: false, error: noteDamage(toFailure(error)) };
            }
          }),
        )
        .immediate();
    } catch (error) {
      const reason = noteDamage(toFailure(error));
      return group.map(({ id }) => ({ id, ok: false, error: reason }));
    }
  }

  function serve(calls: readonly StorageCall[]): readonly StorageReply[] {
    const replies: StorageReply[] = [];
    let index = 0;
    while (index < calls.length) {
      const group = groupFrom(calls, index);
      if (group.length > 0) {
        replies.push(...callGroup(group[0]?.request.handle ?? 0, group));
        index += group.length;
        continue;
      }
      const call = calls[index];
      index += 1;
      if (call !== undefined && call.request.kind !== 'call') replies.push(answer(call.id, call.request));
    }
    return replies;
  }

  function answer(id: number, request: Exclude<StorageRequest, Call>): StorageReply {
    try {
      const result = control(request);
      return result.ok ? { id, ok: true, value: result.value } : { id, ok: false, error: result.error };
    } catch (error) {
      return { id, ok: false, error: toFailure(error) };
    }
  }

  return { serve };
}

/** The run of calls to one database that starts here. */
function groupFrom(calls: readonly StorageCall[], start: number): { id: number; request: Call }[] {
  const group: { id: number; request: Call }[] = [];
  for (const { id, request } of calls.slice(start)) {
    if (request.kind !== 'call' || (group[0] !== undefined && request.handle !== group[0].request.handle))
      break;
    group.push({ id, request });
  }
  return group;
}

function run({ stores }: OpenDatabase, { store, method, args }: Call): unknown {
  const target = stores[store] as Record<string, (...args: readonly unknown[]) => unknown> | undefined;
  const known: Readonly<Record<string, unknown>> = storeMethods[store];
  const implementation = Object.hasOwn(known, method) ? target?.[method] : undefined;
  if (implementation === undefined) throw new Error(`no such method: ${store}.${method}`);
  return implementation(...args);
}
