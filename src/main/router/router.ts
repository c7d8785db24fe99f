import { type CommandName, commands } from '../../shared/contract/commands.ts';
import { type ClientFrame, clientFrameSchema } from '../../shared/contract/envelope.ts';
import type { TopicName } from '../../shared/contract/topics.ts';
import type { SoundPlace } from '../../shared/domain/sound-place.ts';
import { type Failure, failure, ok, type Result } from '../../shared/errors/result.ts';
import type { Carrier, ClientRole } from '../ports/carrier.port.ts';
import type { Clock } from '../ports/clock.port.ts';
import type { Handlers } from '../ports/handlers.port.ts';
import type { Log } from '../ports/log.port.ts';
import { StorageError } from '../ports/storage.port.ts';
import { createPump, type Pump } from './change-pump.ts';
import type { Publication } from './publication.ts';
import { mayCall, maySee } from './rights.ts';

/** `state/subscribe` is the router's own; every other command is a service's. */
export type ServiceHandlers = Omit<Handlers, 'state/subscribe'>;

export interface Router {
  /** Serves one client until its carrier closes. */
  attach(carrier: Carrier, role: ClientRole): void;
  /** Closes every client of the role. */
  closeAll(role: ClientRole): void;
}

/** More calls than this under way from one client are refused: no honest client needs them. */
const CALL_LIMIT = 256;

/**
 * Sender, then shape, then act. The carrier vouches for the sender; here a frame is parsed, the command found, its input
 * checked against the contract, and only then the service called. Whatever happens, a call gets exactly one reply.
 */
export function createRouter(ports: {
  readonly handlers: ServiceHandlers;
  readonly publication: Publication;
  /** Whose answers about the sound of calls count now. */
  readonly soundPlace: () => SoundPlace['page'];
  readonly clock: Clock;
  readonly log: Log;
}): Router {
  const clients = new Map<Carrier, ClientRole>();
  return {
    attach(carrier, role) {
      clients.set(carrier, role);
      const client = serve(carrier, role, ports);
      carrier.onReceive(client.receive);
      carrier.onClose(() => {
        clients.delete(carrier);
        client.dispose();
      });
    },
    closeAll(role) {
      for (const [carrier, its] of [...clients]) if (its === role) carrier.close();
    },
  };
}

function serve(carrier: Carrier, role: ClientRole, ports: Parameters<typeof createRouter>[0]) {
  const running = new Map<number, AbortController>();
  let pump: Pump | undefined;

  const subscribe = (subscribed: readonly TopicName[]) => {
    pump?.close();
    pump = createPump(ports.publication, ports.clock, subscribed, carrier.send);
    return ok({ revision: pump.revision, entities: pump.snapshot });
  };

  const act = async (
    frame: Extract<ClientFrame, { t: 'call' }>,
    signal: AbortSignal,
  ): Promise<Result<unknown>> => {
    if (!Object.hasOwn(commands, frame.name))
      return { ok: false, error: failure('app.unknown-command', {}, frame.name.slice(0, 80)) };
    const name = frame.name as CommandName;
    const input = commands[name].input.safeParse(frame.input);
    if (!input.success)
      return {
        ok: false,
        error: failure(
          'app.bad-request',
          {},
          `${name}: ${input.error.issues.map((i) => i.path.join('.')).join(', ')}`,
        ),
      };
    if (!mayCall(role, name, input.data, ports.soundPlace()))
      return { ok: false, error: failure('app.not-allowed') };
    if (name === 'state/subscribe') {
      const { topics } = input.data as { topics: TopicName[] };
      return maySee(role, topics) ? subscribe(topics) : { ok: false, error: failure('app.not-allowed') };
    }
    const handler = ports.handlers[name] as (
      argument: unknown,
      context: { signal: AbortSignal },
    ) => Promise<Result<unknown>>;
    return handler(input.data, { signal });
  };

  const call = async (frame: Extract<ClientFrame, { t: 'call' }>) => {
    if (running.size >= CALL_LIMIT || running.has(frame.id))
      return reply(frame.id, { ok: false, error: failure('app.bad-request') });
    const controller = new AbortController();
    running.set(frame.id, controller);
    let result: Result<unknown>;
    try {
      result = await act(frame, controller.signal);
    } catch (thrown) {
      result = { ok: false, error: readThrown(thrown, frame.name, ports.log) };
    }
    running.delete(frame.id);
    reply(
      frame.id,
      controller.signal.aborted && !result.ok ? { ok: false, error: failure('app.cancelled') } : result,
    );
  };

  const reply = (id: number, result: { ok: true; value: unknown } | { ok: false; error: Failure }) => {
    carrier.send(
      result.ok
        ? { t: 'reply', id, ok: true, value: result.value }
        : { t: 'failure', id, error: result.error },
    );
  };

  return {
    receive(raw: unknown) {
      const parsed = clientFrameSchema.safeParse(raw);
      if (!parsed.success) {
        ports.log.warn('frame refused');
        carrier.close();
        return;
      }
      const frame = parsed.data;
      if (frame.t === 'call') void call(frame);
      else if (frame.t === 'cancel') running.get(frame.id)?.abort();
      else pump?.credit(frame.batches);
    },
    dispose() {
      pump?.close();
      for (const controller of running.values()) controller.abort();
      running.clear();
    },
  };
}

/** A store that could not be read or written says why; anything else that a service throws is a bug of ours. */
function readThrown(thrown: unknown, command: string, log: Log): Failure {
  if (thrown instanceof StorageError) return thrown.failure;
  // The message may hold user data, so only the error's name goes out.
  const name = thrown instanceof Error ? thrown.name : typeof thrown;
  log.error('handler threw', {
    command,
    error: name,
    stack: thrown instanceof Error ? thrown.stack?.split('\n').slice(1, 4).join(' ') : undefined,
  });
  return failure('app.fault', {}, `${command}: ${name}`);
}
