import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

// Below Linux's ephemeral range (32768…), so that no outgoing connection takes the port between our look and the
// server's bind; and below the phones' media range (16384…).
const LOWEST = 10_000;
const HIGHEST = 16_000;

/**
 * A port that is free on this address for TCP and UDP both. Debian's servers can't be asked which port 0 gave them,
 * so we look first; the choice is random, because other labs run beside this one.
 */
export async function freePort(address: string): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await isPortFree(address, port)) return port;
  }
  throw new Error(`found no free port on ${address} between ${LOWEST} and ${HIGHEST}`);
}

/** True when nobody holds this port, neither for TCP nor for UDP. */
export async function isPortFree(address: string, port: number): Promise<boolean> {
  return (await bindsTcp(address, port)) && (await bindsUdp(address, port));
}

/** Several different free ports on this address. */
export async function freePorts(address: string, count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort(address));
  return [...ports];
}

function bindsTcp(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: address, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function bindsUdp(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => {
      socket.close();
      resolve(false);
    });
    socket.bind({ address, port, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}
