import type { CommandInput, CommandName, CommandOutput } from './commands.ts';
import { type ClientFrame, type ServerFrame, serverFrameSchema } from './envelope.ts';
import type { Entity, TopicName } from './topics.ts';
import { type ErrorCode, catalogue } from '../errors/catalogue.ts';
import { failure, type Failure, type Result } from '../errors/result.ts';

/** The near end of a wire, as a client sees it. */
export interface Wire {
  send(frame: ClientFrame): void;
  onReceive(listener: (frame: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** One change of an entity; `value` is absent when it is gone. */
export type EntityChange = {
  [T in TopicName]: { readonly topic: T; readonly key: string; readonly value?: Entity<T> };
}[TopicName];

/** The part of an AbortSignal that is used; shared code has neither the DOM's nor Node's types. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface StateListener {
  /** Everything true now; replaces whatever was held before. */
  snapshot(entities: readonly EntityChange[]): void;
  changes(changes: readonly EntityChange[]): void;
}

export interface ContractClient {
  /** Never rejects. Fails with `app.disconnected` when the wire is or goes down, `app.cancelled` when `signal` aborts. */
  call<N extends CommandName>(name: N, ...rest: CallArguments<N>): Promise<Result<CommandOutput<N>>>;
  /** Delivers the snapshot, then changes in order; on a gap it asks for a new snapshot by itself. */
  subscribe(topics: readonly TopicName[], listener: StateListener): Promise<Result<void>>;
  onClose(listener: () => void): void;
  close(): void;
}

type CallArguments<N extends CommandName> =
  undefined extends CommandInput<N>
    ? [input?: undefined, options?: { signal?: CancelSignal }]
    : [input: CommandInput<N>, options?: { signal?: CancelSignal }];

/** A typed client of the contract over any wire; used by the renderer, by control clients and by tests. */
export function createContractClient(wire: Wire): ContractClient {
  const waiting = new Map<number, (result: Result<unknown>) => void>();
  const closeListeners = new Set<() => void>();
  let nextId = 1;
  let isClosed = false;
  let subscription: { topics: readonly TopicName[]; listener: StateListener; revision: number } | undefined;

  const call = (name: CommandName, input: unknown, signal?: CancelSignal): Promise<Result<unknown>> => {
    if (isClosed) return Promise.resolve({ ok: false, error: failure('app.disconnected') });
    if (signal?.aborted) return Promise.resolve({ ok: false, error: failure('app.cancelled') });
    const id = nextId++;
    return new Promise((resolve) => {
      const cancel = () => wire.send({ t: 'cancel', id });
      signal?.addEventListener('abort', cancel, { once: true });
      waiting.set(id, (result) => {
        signal?.removeEventListener('abort', cancel);
        resolve(result);
      });
      wire.send({ t: 'call', id, name, ...(input !== undefined && { input }) });
    });
  };

  const takeSnapshot = async (): Promise<Result<void>> => {
    const current = subscription;
    if (!current) return { ok: true, value: undefined };
    const reply = (await call('state/subscribe', { topics: [...current.topics] })) as Result<
      CommandOutput<'state/subscribe'>
    >;
    if (!reply.ok) return reply;
    current.revision = reply.value.revision;
    current.listener.snapshot(reply.value.entities as EntityChange[]);
    return { ok: true, value: undefined };
  };

  const applyChanges = (frame: Extract<ServerFrame, { t: 'changes' }>) => {
    wire.send({ t: 'credit', batches: 1 });
    if (!subscription || Number.isNaN(subscription.revision)) return;
    if (frame.revision !== subscription.revision + 1) {
      subscription.revision = Number.NaN;
      // Without a snapshot this side would stand still for ever: better a lost connection, which is seen and mended.
      void takeSnapshot().then((taken) => taken.ok || wire.close());
      return;
    }
    subscription.revision = frame.revision;
    subscription.listener.changes(frame.changes as EntityChange[]);
  };

  const settle = (id: number, result: Result<unknown>) => {
    const resolve = waiting.get(id);
    waiting.delete(id);
    resolve?.(result);
  };

  wire.onReceive((raw) => {
    const parsed = serverFrameSchema.safeParse(raw);
    if (!parsed.success) return wire.close();
    const frame = parsed.data;
    if (frame.t === 'reply') settle(frame.id, { ok: true, value: frame.value });
    else if (frame.t === 'failure') settle(frame.id, { ok: false, error: asFailure(frame.error) });
    else applyChanges(frame);
  });
  wire.onClose(() => {
    isClosed = true;
    for (const resolve of waiting.values()) resolve({ ok: false, error: failure('app.disconnected') });
    waiting.clear();
    for (const listener of closeListeners) listener();
  });

  return {
    call: ((name: CommandName, input?: unknown, options?: { signal?: CancelSignal }) =>
      call(name, input, options?.signal)) as ContractClient['call'],
    subscribe(topics, listener) {
      subscription = { topics, listener, revision: Number.NaN };
      return takeSnapshot();
    },
    onClose: (listener) => void closeListeners.add(listener),
    close: () => wire.close(),
  };
}

/** A code that this side does not know (a newer main) is still shown as a failure. */
function asFailure(error: {
  code: string;
  params?: Record<string, string | number> | undefined;
  detail?: string | undefined;
}): Failure {
  const code = (Object.hasOwn(catalogue, error.code) ? error.code : 'app.fault') as ErrorCode;
  return failure(code, error.params, error.detail);
}
