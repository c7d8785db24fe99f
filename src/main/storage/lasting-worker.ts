import { fail, type Result } from '../../shared/errors/result.ts';
import type { Log } from '../ports/log.port.ts';
import type { Handle, StorageRequest, StorageWorkerData } from './storage-protocol.ts';
import { startWorkerClient, type WorkerClient } from './worker-client.ts';

/** So often in a row a worker is started anew without one request answered between; then storage is given up. */
const MOST_STARTS = 5;

type Opening = Extract<StorageRequest, { kind: 'open-profile' | 'open-identity' }>;

/**
 * A worker that outlives its thread: when that dies, what waited fails, and the next request starts another with the same
 * databases open. Handles given out before stay good.
 */
export function startLastingWorker(
  workerUrl: URL,
  data: StorageWorkerData,
  log: Log,
): Pick<WorkerClient, 'request' | 'stop'> {
  return new LastingWorker(() => startWorkerClient(workerUrl, data, log), log);
}

class LastingWorker {
  private readonly start: () => WorkerClient;
  private readonly log: Log;
  private readonly openings = new Map<Handle, { request: Opening; handle: Handle }>();
  private client: WorkerClient;
  private reviving: Promise<Result<WorkerClient>> | undefined;
  private starts = 0;
  private lastHandle = 0;
  private isStopped = false;

  constructor(start: () => WorkerClient, log: Log) {
    this.start = start;
    this.log = log;
    this.client = start();
  }

  async request(request: StorageRequest): Promise<Result<unknown>> {
    const client = await this.living();
    if (!client.ok) return client;
    const result = await client.value.request(this.translated(request));
    if (!client.value.isGone()) this.starts = 0;
    if (request.kind === 'close') this.openings.delete(request.handle);
    if (result.ok && request.kind === 'call' && request.method === 'setKept') this.noteKept(request);
    if (!result.ok || (request.kind !== 'open-profile' && request.kind !== 'open-identity')) return result;
    this.lastHandle += 1;
    this.openings.set(this.lastHandle, { request, handle: result.value as Handle });
    return { ok: true, value: this.lastHandle };
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.reviving;
    if (!this.client.isGone()) await this.client.stop();
  }

  /** A worker that is started anew must not write what may not be kept. */
  private noteKept({ handle, args: [isKept] }: Extract<StorageRequest, { kind: 'call' }>): void {
    const opening = this.openings.get(handle);
    if (opening?.request.kind === 'open-identity')
      opening.request = { ...opening.request, keepsChat: isKept === true };
  }

  private translated(request: StorageRequest): StorageRequest {
    if (request.kind !== 'call' && request.kind !== 'close') return request;
    // A handle that nobody knows is the worker's to refuse.
    return { ...request, handle: this.openings.get(request.handle)?.handle ?? -1 };
  }

  private async living(): Promise<Result<WorkerClient>> {
    if (!this.client.isGone()) return { ok: true, value: this.client };
    if (this.isStopped || this.starts >= MOST_STARTS) return fail('storage.unavailable');
    this.reviving ??= this.revive().finally(() => {
      this.reviving = undefined;
    });
    return this.reviving;
  }

  private async revive(): Promise<Result<WorkerClient>> {
    this.starts += 1;
    this.log.warn('storage worker is started again', { attempt: this.starts });
    const client = this.start();
    for (const opening of this.openings.values()) {
      const opened = await client.request(opening.request);
      if (!opened.ok) {
        await client.stop();
        return opened;
      }
      opening.handle = opened.value as Handle;
    }
    this.client = client;
    return { ok: true, value: client };
  }
}
