import { createServer, type Server, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Clock } from '../../../ports/clock.port.ts';
import { answerStream } from './socks5.ts';

/** Where streams straight to this computer come in. */
export interface StreamPlace {
  /** 37200 in Cisco installations; any other where it is taken. */
  readonly port: number;
  /** This computer's addresses as others may reach them. */
  readonly addresses: () => readonly string[];
}

export const usualPlace: StreamPlace = { port: 37_200, addresses: ownAddresses };

const GREETING_MS = 10_000;
const MOST_ADDRESSES = 4;

/** Open only while a file is being offered, and only for the stream of this name. */
export interface StreamListener {
  readonly port: number;
  /** The far end's connection, once it has come. */
  readonly stream: Promise<Socket>;
  close(): void;
}

export async function listenForStream(
  place: StreamPlace,
  name: string,
  clock: Clock,
): Promise<StreamListener | undefined> {
  const came = Promise.withResolvers<Socket>();
  let isTaken = false;
  const greeting = new Set<Socket>();
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    greeting.add(socket);
    const cancel = clock.after(GREETING_MS, () => socket.destroy());
    answerStream(socket, (asked) => asked === name && !isTaken)
      .then(() => {
        isTaken = true;
        greeting.delete(socket);
        came.resolve(socket);
      })
      .catch(() => socket.destroy())
      .finally(cancel);
  });
  const port = (await listen(server, place.port)) ?? (await listen(server, 0));
  if (port === undefined) return undefined;
  return {
    port,
    stream: came.promise,
    close() {
      server.close();
      for (const socket of greeting) socket.destroy();
    },
  };
}

function listen(server: Server, port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const failed = (): void => resolve(undefined);
    server.once('error', failed);
    server.listen(port, () => {
      server.off('error', failed);
      server.on('error', () => undefined);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : undefined);
    });
  });
}

function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address))
    .map(({ address }) => address)
    .slice(0, MOST_ADDRESSES);
}
