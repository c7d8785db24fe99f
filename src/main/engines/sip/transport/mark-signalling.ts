import type { Socket } from 'node:net';

/** DSCP 24 (CS3), as Cisco's devices mark signalling (V5), in the upper six bits of the byte. */
const TYPE_OF_SERVICE = 24 << 2;

/** Marks what a stream sends. Undefined when that worked, else why not: some systems keep it to administrators. */
export function markSignalling(socket: Pick<Socket, 'setTypeOfService'>): string | undefined {
  try {
    socket.setTypeOfService(TYPE_OF_SERVICE);
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'not possible on this system';
  }
}
