import { Worker } from 'node:worker_threads';
import { failure, type Failure, type Result } from '../../shared/errors/result.ts';
import type { Log } from '../ports/log.port.ts';
import { StorageError } from '../ports/storage.port.ts';
import type {
  Handle,
  StorageCall,
  StorageReply,
  StorageRequest,
  StorageWorkerData,
  StoreName,
} from './storage-protocol.ts';

/** Main's end of the worker: numbers requests, matches answers, and fails them all when the worker is gone. */
export interface WorkerClient {
  request(request: StorageRequest): Promise<Result<unknown>>;
  /** It has ended, asked to or not. */
  isGone(): boolean;
  /** Closes all databases and ends the worker. */
  stop(): Promise<void>;
}

export function startWorkerClient(workerUrl: URL, data: StorageWorkerData, log: Log): WorkerClient {
  const worker = new Worker(workerUrl, { workerData: data, name: 'storage' });
  const waiting = new Map<number, (result: Result<unknown>) => void>();
  let lastId = 0;
  let gone: Failure | undefined;

  const loseAll = (reason: string): void => {
    if (gone !== undefined) return;
    gone = failure('storage.unavailable', undefined, reason);
    for (const settle of waiting.values()) settle({ ok: false, error: gone });
    waiting.clear();
  };
  const exited = new Promise<void>((resolve) => {
    worker.on('exit', (code) => {
      if (waiting.size > 0) log.error('storage worker ended', { code, waiting: waiting.size });
      loseAll(`worker ended with ${code}`);
      resolve();
    });
  });
  worker.on('error', (error) => {
    log.error('storage worker failed', { reason: error instanceof Error ? error.message : 'unknown' });
    loseAll('worker failed');
  });
  worker.on('message', (reply: StorageReply) => {
    const settle = waiting.get(reply.id);
    waiting.delete(reply.id);
    settle?.(reply.ok ? { ok: true, value: reply.value } : { ok: false, error: reply.error });
  });

  function request(body: StorageRequest): Promise<Result<unknown>> {
    if (gone !== undefined) return Promise.resolve({ ok: false, error: gone });
    lastId += 1;
    const call: StorageCall = { id: lastId, request: body };
    return new Promise((resolve) => {
      waiting.set(call.id, resolve);
      worker.postMessage(call);
    });
  }

  return {
    request,
    isGone: () => gone !== undefined,
    async stop() {
      await request({ kind: 'stop' });
      await exited;
    },
  };
}

/** A store whose methods are asked of the worker. */
export function storeOver<T extends object>(
  { request, log }: { readonly request: WorkerClient['request']; readonly log: Log },
  target: { readonly handle: Handle; readonly store: StoreName },
  methods: Readonly<Record<keyof T, true>>,
): T {
  const { handle, store } = target;
  async function call(method: string, args: readonly unknown[]): Promise<unknown> {
    const result = await request({ kind: 'call', handle, store, method, args });
    if (result.ok) return result.value;
    log.error('storage request failed', {
      store,
      method,
      code: result.error.code,
      detail: result.error.detail,
    });
    throw new StorageError(result.error);
  }
  return Object.fromEntries(
    Object.keys(methods).map((method) => [method, (...args: readonly unknown[]) => call(method, args)]),
  ) as T;
}
