import { createSocket, type Socket } from 'node:dgram';
import {
  type Cut,
  createDelayLine,
  type DelayLine,
  type Endpoint,
  type Relay,
  type RelayOptions,
} from './relay.ts';

export interface UdpRelayOptions extends RelayOptions {
  /** Part of the datagrams lost each way, 0…1 (0). */
  readonly loss?: number;
  /** Where chance comes from; a test gives its own to lose the same datagrams each time. */
  readonly random?: () => number;
}

/** A UDP relay. Each client gets a socket of its own towards the server, as behind a NAT. */
export interface UdpRelay extends Relay {
  /** Datagrams that went through, either way. */
  readonly relayed: number;
  /** Datagrams that were lost, either way, by loss or by a cut. */
  readonly dropped: number;
  lose(part: number): void;
}

/** Relays datagrams. A cut of either kind drops them all: UDP has nothing to reset, and we can't send ICMP. */
export async function startUdpRelay(options: UdpRelayOptions): Promise<UdpRelay> {
  const address = options.address ?? '127.0.0.1';
  const random = options.random ?? Math.random;
  const clients = new Map<string, Socket>();
  const lines: DelayLine[] = [];
  let delayMs = options.delayMs ?? 0;
  let loss = options.loss ?? 0;
  let state: Cut | 'whole' = 'whole';
  let [relayed, dropped] = [0, 0];
  const line = (): DelayLine => {
    const made = createDelayLine(() => delayMs);
    lines.push(made);
    return made;
  };
  const pass = (through: DelayLine, send: () => void): void => {
    const isLost = state !== 'whole' || (loss > 0 && random() < loss);
    if (isLost) dropped += 1;
    else {
      relayed += 1;
      through.push(send);
    }
  };
  const front = await bind(address, options.port ?? 0);
  const upward = line();
  front.on('message', (datagram, from) => {
    pass(upward, () => {
      const key = `${from.address}:${from.port}`;
      const known = clients.get(key);
      const socket = known ?? openBack(front, from, address, pass, line());
      if (known === undefined) clients.set(key, socket);
      socket.send(datagram, options.target.port, options.target.address);
    });
  });
  return {
    address,
    port: front.address().port,
    target: options.target,
    get relayed() {
      return relayed;
    },
    get dropped() {
      return dropped;
    },
    delay: (ms) => void (delayMs = ms),
    lose: (part) => void (loss = part),
    cut: (how) => Promise.resolve(void (state = how)),
    restore: () => Promise.resolve(void (state = 'whole')),
    async close() {
      for (const made of lines) made.close();
      for (const socket of clients.values()) socket.close();
      await new Promise<void>((resolve) => front.close(() => resolve()));
    },
  };
}

type Pass = (through: DelayLine, send: () => void) => void;

/** The socket that stands for one client towards the server. Sending binds it; it isn't awaited, so that order is kept. */
function openBack(front: Socket, client: Endpoint, address: string, pass: Pass, downward: DelayLine): Socket {
  const socket = createSocket('udp4');
  socket.on('error', () => undefined);
  socket.on('message', (datagram) => pass(downward, () => front.send(datagram, client.port, client.address)));
  socket.bind({ address, port: 0, exclusive: true });
  return socket;
}

function bind(address: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.once('error', reject);
    socket.bind({ address, port, exclusive: true }, () => {
      socket.removeListener('error', reject);
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}
