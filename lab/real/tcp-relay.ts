import { connect, createServer, type Server, type Socket } from 'node:net';
import { type Cut, createDelayLine, type Relay, type RelayOptions } from './relay.ts';

/** A TCP relay also counts, so that a test can see who connects. */
export interface TcpRelay extends Relay {
  /** Connections since the start. */
  readonly accepted: number;
  /** Connections now. */
  readonly open: number;
  /** Resets every connection there is; new ones go through. */
  reset(): void;
}

interface Link {
  readonly client: Socket;
  readonly server: Socket;
  drop(): void;
}

/**
 * Relays TCP byte by byte. With a delay, the three-way handshake costs its round trip too: the kernel has already
 * shaken hands when we see a connection, so the first bytes either way are held back as long.
 */
export async function startTcpRelay(options: RelayOptions): Promise<TcpRelay> {
  const address = options.address ?? '127.0.0.1';
  const links = new Set<Link>();
  let delayMs = options.delayMs ?? 0;
  let state: Cut | 'whole' = 'whole';
  let accepted = 0;
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (client) => {
    accepted += 1;
    const link = joinTo(
      client,
      options.target,
      () => delayMs,
      () => links.delete(link),
    );
    links.add(link);
    if (state === 'whole') flow(link);
  });
  const reset = (): void => {
    for (const link of links) link.drop();
    links.clear();
  };
  const port = await listen(server, address, options.port ?? 0);
  return {
    address,
    port,
    target: options.target,
    get accepted() {
      return accepted;
    },
    get open() {
      return links.size;
    },
    reset,
    delay: (ms) => void (delayMs = ms),
    async cut(how) {
      state = how;
      if (how === 'silent') return stopAll(links);
      reset();
      if (server.listening) await shut(server);
    },
    async restore() {
      state = 'whole';
      for (const link of links) flow(link);
      if (!server.listening) await listen(server, address, port);
    },
    async close() {
      reset();
      if (server.listening) await shut(server);
    },
  };
}

function joinTo(
  client: Socket,
  target: { readonly address: string; readonly port: number },
  delayMs: () => number,
  onGone: () => void,
): Link {
  const server = connect({ host: target.address, port: target.port, allowHalfOpen: true, noDelay: true });
  server.pause();
  const openAt = performance.now() + 2 * delayMs();
  const lines = [pipeDelayed(client, server, delayMs, openAt), pipeDelayed(server, client, delayMs, openAt)];
  const drop = (): void => {
    for (const line of lines) line.close();
    client.resetAndDestroy();
    server.resetAndDestroy();
    onGone();
  };
  client.on('error', drop);
  server.on('error', drop);
  let closed = 0;
  for (const socket of [client, server]) {
    socket.once('close', () => {
      closed += 1;
      if (closed === 2) onGone();
    });
  }
  return { client, server, drop };
}

function pipeDelayed(from: Socket, to: Socket, delayMs: () => number, openAt: number): { close(): void } {
  const line = createDelayLine(delayMs);
  from.on('data', (chunk) => line.push(() => void (to.destroyed || to.write(chunk)), openAt + delayMs()));
  from.on('end', () => line.push(() => void (to.destroyed || to.end()), openAt + delayMs()));
  return line;
}

function flow({ client, server }: Link): void {
  client.resume();
  server.resume();
}

function stopAll(links: ReadonlySet<Link>): void {
  for (const { client, server } of links) {
    client.pause();
    server.pause();
  }
}

function listen(server: Server, address: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port, exclusive: true }, () => {
      server.removeListener('error', reject);
      const bound = server.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : port);
    });
  });
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
