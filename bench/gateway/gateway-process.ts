import { createGatewayClient } from '../../src/main/gateway/gateway-client.ts';
import { serveGateway } from '../../src/main/gateway/gateway-server.ts';
import { silentLog } from '../../test/fakes/silent-log.ts';
import { startGatewayWorker } from '../../test/media/worker-channel.ts';

/** How long the main thread is busy, how often, ms: a long garbage collection or a large roster being parsed. */
const busy = { forMs: 100, everyMs: 500 };

/**
 * Run as a child process: the gateway as the app runs it, a worker beside main, served over the child's channel.
 * The message `busy` keeps main's thread busy from then on.
 */
function serve(): void {
  const gateway = createGatewayClient({ start: startGatewayWorker, log: silentLog });
  gateway.warmUp();
  const receive = serveGateway(gateway, (reply) => void process.send?.(reply));
  process.on('message', (message) => {
    if (message === 'busy') setInterval(keepBusy, busy.everyMs);
    else receive(message);
  });
  // The bench is gone: so are we.
  process.on('disconnect', () => process.exit());
}

function keepBusy(): void {
  const until = performance.now() + busy.forMs;
  while (performance.now() < until);
}

serve();
