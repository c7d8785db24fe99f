import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { createDatabaseServer } from './serve-databases.ts';
import type { StorageCall, StorageWorkerData } from './storage-protocol.ts';

/** At most this many requests share one commit, so that none waits long for the others. */
const GROUP_LIMIT = 256;

/**
 * The worker's entry. When a request arrives, all that are already waiting behind it are taken with it: under load they
 * share one flush to the disk, alone each has its own. Answers go out after the commit.
 */
function main(): void {
  const port = parentPort;
  if (port === null) throw new Error('storage-worker runs only as a worker');
  const server = createDatabaseServer(workerData as StorageWorkerData);
  port.on('message', (first: StorageCall) => {
    const calls = [first];
    while (calls.length < GROUP_LIMIT) {
      const next: { message: StorageCall } | undefined = receiveMessageOnPort(port);
      if (next === undefined) break;
      calls.push(next.message);
    }
    for (const reply of server.serve(calls)) port.postMessage(reply);
    if (calls.some(({ request }) => request.kind === 'stop')) port.close();
  });
}

main();
