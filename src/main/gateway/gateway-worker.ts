import { randomBytes } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { createGateway } from './gateway.ts';
import type { GatewayReply } from './gateway-protocol.ts';
import { serveGateway } from './gateway-server.ts';
import { createDtlsIdentity } from './loopback/dtls-endpoint.ts';
import { systemClock } from './system-clock.ts';

/** The line to main inside an Electron utility process; its messages come wrapped in events. */
interface UtilityPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

/** Entry of the gateway's own thread (Node host) or process (Electron): serves a gateway to whoever started it. */
function startGatewayPart(): void {
  const utilityPort = (process as { readonly parentPort?: UtilityPort }).parentPort;
  const post = (reply: GatewayReply) => (utilityPort ?? parentPort)?.postMessage(reply);
  const gateway = createGateway({
    clock: systemClock,
    randomBytes: (count) => randomBytes(count),
    fraction: () => randomBytes(4).readUInt32BE() / 0x100000000,
    identity: createDtlsIdentity(),
  });
  const receive = serveGateway(gateway, post);
  if (utilityPort) utilityPort.on('message', (event) => receive(event.data));
  else parentPort?.on('message', receive);
}

startGatewayPart();
