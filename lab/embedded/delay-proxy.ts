import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface DelayProxyOptions {
  readonly target: { readonly host: string; readonly port: number };
  /** Milliseconds each way. */
  readonly delayMs?: number;
  readonly host?: string;
  readonly port?: number;
}

export interface DelayProxy {
  readonly host: string;
  readonly port: number;
  /** Connections accepted so far, and how many are open. */
  readonly accepted: number;
  readonly open: number;
  setDelay(delayMs: number): void;
  /** Resets all connections. */
  cut(): void;
  /** From now on nothing passes, though connections stay open and new ones are accepted; `false` lets the held bytes go on. */
  setSilent(isSilent: boolean): void;
  /** Connections are accepted and reset at once. */
  setRefusing(isRefusing: boolean): void;
  setTarget(target: { readonly host: string; readonly port: number }): void;
  stop(): Promise<void>;
}

/**
 * A TCP relay that adds latency each way. The handshake counts too: on a real path the client could send
 * only after one round trip and the server would see the connection after one and a half, so the first bytes wait for that.
 */
export async function startDelayProxy(options: DelayProxyOptions): Promise<DelayProxy> {
  const host = options.host ?? '127.0.0.1';
  const pairs = new Set<Relay>();
  const state = {
    delayMs: options.delayMs ?? 0,
    isSilent: false,
    isRefusing: false,
    target: options.target,
    accepted: 0,
  };
  // A half-closed connection stays one until both ends are done.
  const server = createServer({ allowHalfOpen: true }, (client) => {
    state.accepted++;
    if (state.isRefusing) return void client.resetAndDestroy();
    const upstream = connect({ ...state.target, allowHalfOpen: true });
    const relay = new Relay(client, upstream, state, () => pairs.delete(relay));
    pairs.add(relay);
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, () => resolve((server.address() as AddressInfo).port));
  });
  return {
    host,
    port,
    get accepted() {
      return state.accepted;
    },
    get open() {
      return pairs.size;
    },
    setDelay: (delayMs) => void (state.delayMs = delayMs),
    cut: () => pairs.forEach((pair) => void pair.cut()),
    setSilent(isSilent) {
      state.isSilent = isSilent;
      if (!isSilent) for (const pair of pairs) pair.wake();
    },
    setRefusing: (isRefusing) => void (state.isRefusing = isRefusing),
    setTarget: (target) => void (state.target = target),
    async stop() {
      for (const pair of pairs) pair.cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

interface RelayState {
  readonly delayMs: number;
  readonly isSilent: boolean;
}

/** Both directions of one connection. */
class Relay {
  readonly #client: Socket;
  readonly #upstream: Socket;
  readonly #lanes: Lane[];

  constructor(client: Socket, upstream: Socket, state: RelayState, onClosed: () => void) {
    this.#client = client;
    this.#upstream = upstream;
    const startedAt = performance.now();
    this.#lanes = [
      new Lane(client, upstream, state, startedAt, 2),
      new Lane(upstream, client, state, startedAt, 3),
    ];
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      socket.setNoDelay(true);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        if (client.destroyed && upstream.destroyed) onClosed();
      });
    }
  }

  wake(): void {
    for (const lane of this.#lanes) lane.flush();
  }

  cut(): void {
    for (const lane of this.#lanes) lane.stop();
    this.#client.resetAndDestroy();
    this.#upstream.destroy();
  }
}

/** One direction: pieces leave in order, each when its time has come. */
class Lane {
  readonly #to: Socket;
  readonly #state: RelayState;
  readonly #queue: { readonly dueAt: number; readonly piece: Buffer | undefined }[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(from: Socket, to: Socket, state: RelayState, startedAt: number, handshakeTrips: number) {
    this.#to = to;
    this.#state = state;
    const push = (piece: Buffer | undefined): void => {
      const sentAt = Math.max(performance.now(), startedAt + handshakeTrips * state.delayMs);
      this.#queue.push({ dueAt: state.delayMs === 0 ? 0 : sentAt + state.delayMs, piece });
      this.flush();
    };
    from.on('data', (piece: Buffer) => push(piece));
    from.on('end', () => push(undefined));
  }

  flush(): void {
    clearTimeout(this.#timer);
    for (;;) {
      const [next] = this.#queue;
      if (!next || this.#state.isSilent) return;
      const wait = next.dueAt - performance.now();
      if (wait > 0.5) {
        this.#timer = setTimeout(() => this.flush(), wait);
        return;
      }
      this.#queue.shift();
      if (this.#to.destroyed) return;
      if (next.piece) this.#to.write(next.piece);
      else this.#to.end();
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#queue.length = 0;
  }
}
