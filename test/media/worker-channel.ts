import { Worker } from 'node:worker_threads';
import type { PartChannel } from '../../src/main/ports/host.port.ts';

/** The gateway's worker thread as the Node host starts it. `kill` ends it as a crash would. */
export function startGatewayWorker(): PartChannel & { kill(): void } {
  const worker = new Worker(new URL('../../src/main/gateway/gateway-worker.ts', import.meta.url));
  let isStopping = false;
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => void worker.on('message', listener),
    onExit: (listener) =>
      void worker.on('exit', (code) => {
        if (!isStopping) listener(code);
      }),
    stop() {
      isStopping = true;
      void worker.terminate();
    },
    kill: () => void worker.terminate(),
  };
}
