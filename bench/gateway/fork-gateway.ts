import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createGatewayClient, type GatewayClient } from '../../src/main/gateway/gateway-client.ts';
import { silentLog } from '../../test/fakes/silent-log.ts';

/** The product's gateway in a process of its own, a worker beside its main thread, and main's client for it. */
export function forkGateway(): { readonly child: ChildProcess; readonly gateway: GatewayClient } {
  const child = fork(fileURLToPath(new URL('gateway-process.ts', import.meta.url)), [], {
    serialization: 'advanced',
  });
  const gateway = createGatewayClient({
    log: silentLog,
    start: () => ({
      post: (message) => void child.send(message as object),
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => void child.on('exit', (code) => listener(code ?? 1)),
      stop: () => child.disconnect(),
    }),
  });
  return { child, gateway };
}
