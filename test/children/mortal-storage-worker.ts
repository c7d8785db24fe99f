import { parentPort } from 'node:worker_threads';
import type { StorageCall } from '../../src/main/storage/storage-protocol.ts';

/** The storage worker, but it dies when asked for the key `die`: before it has looked at the request. */
parentPort?.on('message', ({ request }: StorageCall) => {
  if (request.kind === 'call' && request.args[0] === 'die') process.exit(3);
});
await import('../../src/main/storage/storage-worker.ts');
