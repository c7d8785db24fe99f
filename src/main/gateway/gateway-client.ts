import type { Result } from '../../shared/errors/result.ts';
import { fail } from '../../shared/errors/result.ts';
import type { PartChannel } from '../ports/host.port.ts';
import type { Log } from '../ports/log.port.ts';
import type { GatewayEvent, MediaGatewayPort, MediaSessionId } from '../ports/media-gateway.port.ts';
import type { GatewayMethod, GatewayReply, GatewayRequest } from './gateway-protocol.ts';
import { gatewayMethods, isGatewayReply } from './gateway-protocol.ts';

export interface GatewayClientPorts {
  /** Starts the gateway's process or worker. */
  readonly start: () => PartChannel;
  readonly log: Log;
}

export interface GatewayClient extends MediaGatewayPort {
  /** Starts the process ahead of the first call, which then spares its 200 ms. */
  warmUp(): void;
  stop(): void;
}

interface Running {
  readonly channel: PartChannel;
  readonly waiting: Map<number, (result: Result<unknown>) => void>;
  readonly sessions: Set<MediaSessionId>;
}

/** Main's side of the gateway. A process that dies fails what was under way, is reported, and is started again when needed. */
export function createGatewayClient({ start, log }: GatewayClientPorts): GatewayClient {
  const listeners = new Set<(event: GatewayEvent) => void>();
  let running: Running | undefined;
  let lastId = 0;
  const emit = (event: GatewayEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const lose = (lost: Running): void => {
    if (running === lost) running = undefined;
    for (const settle of lost.waiting.values()) settle(fail('media.gateway-lost'));
    if (lost.sessions.size > 0) emit({ type: 'gateway-lost', sessionIds: [...lost.sessions] });
  };
  const ensure = (): Running => {
    if (running) return running;
    const started: Running = { channel: start(), waiting: new Map(), sessions: new Set() };
    running = started;
    started.channel.onMessage((message) => {
      if (isGatewayReply(message)) receive(started, message, emit);
    });
    started.channel.onExit((code) => {
      log.error('gateway ended', { code, sessions: started.sessions.size });
      lose(started);
    });
    return started;
  };
  const call = (method: GatewayMethod, args: readonly unknown[]): Promise<Result<unknown>> => {
    const { channel, waiting, sessions } = ensure();
    const id = ++lastId;
    const request: GatewayRequest = { kind: 'request', id, method, args };
    const [first] = args;
    return new Promise((resolve) => {
      waiting.set(id, (result) => {
        if (method === 'openSession' && result.ok)
          sessions.add((first as { sessionId: MediaSessionId }).sessionId);
        if (method === 'close') sessions.delete(first as MediaSessionId);
        resolve(result);
      });
      channel.post(request);
    });
  };
  const calls = Object.fromEntries(
    gatewayMethods.map((method) => [method, (...args: readonly unknown[]) => call(method, args)]),
  );
  return {
    // One entry for each name of the port; the other end answers with the port's own types.
    ...(calls as unknown as Omit<MediaGatewayPort, 'onEvent'>),
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    warmUp: () => void ensure(),
    stop() {
      const stopped = running;
      running = undefined;
      stopped?.channel.stop();
      for (const settle of stopped?.waiting.values() ?? []) settle(fail('media.gateway-lost'));
    },
  };
}

function receive(running: Running, message: GatewayReply, emit: (event: GatewayEvent) => void): void {
  if (message.kind === 'event') return emit(message.event);
  const settle = running.waiting.get(message.id);
  running.waiting.delete(message.id);
  settle?.(message.result);
}
