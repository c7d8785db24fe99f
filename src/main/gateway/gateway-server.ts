import type { Result } from '../../shared/errors/result.ts';
import { fail } from '../../shared/errors/result.ts';
import type { MediaGatewayPort } from '../ports/media-gateway.port.ts';
import type { GatewayReply, GatewayRequest } from './gateway-protocol.ts';
import { isGatewayRequest } from './gateway-protocol.ts';

/** Serves a gateway over a channel; gives the function that takes messages. A request is always answered. */
export function serveGateway(
  gateway: MediaGatewayPort,
  post: (reply: GatewayReply) => void,
): (message: unknown) => void {
  gateway.onEvent((event) => post({ kind: 'event', event }));
  return (message) => {
    if (!isGatewayRequest(message)) return;
    void call(gateway, message).then((result) => post({ kind: 'reply', id: message.id, result }));
  };
}

async function call(gateway: MediaGatewayPort, request: GatewayRequest): Promise<Result<unknown>> {
  // The client is typed by the port, so the arguments fit the method by construction.
  const method = gateway[request.method] as (...args: readonly unknown[]) => Promise<Result<unknown>>;
  try {
    return await method(...request.args);
  } catch (error) {
    return fail('media.failed', undefined, error instanceof Error ? error.message : String(error));
  }
}
