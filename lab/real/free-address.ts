import { isPortFree } from './free-port.ts';

/**
 * A loopback address on which all these ports are free, looked for from `127.0.0.<from>` upwards, none of `taken`. On
 * Linux the whole of 127/8 is ours, so each host of the lab can have the usual port numbers.
 */
export async function freeAddress(
  ports: readonly number[],
  from: number,
  taken: ReadonlySet<string> = new Set(),
): Promise<string> {
  for (let last = from; last < 255; last += 1) {
    const address = `127.0.0.${last}`;
    if (taken.has(address)) continue;
    const free = await Promise.all(ports.map((port) => isPortFree(address, port)));
    if (free.every(Boolean)) return address;
  }
  throw new Error(`no address from 127.0.0.${from} on has ports ${ports.join(', ')} free`);
}
