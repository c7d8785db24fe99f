import type { Socket } from 'node:dgram';
import { bindUdp } from '../../src/main/gateway/rtp/udp.ts';

/** Both ends of one call, as the meter sees them. */
export interface CallEnds {
  /** From the window towards the far end. */
  sendOut(packet: Buffer): void;
  /** From the far end towards the window. */
  sendIn(packet: Buffer): void;
  /** What must be done every few seconds for the call to stay up. */
  keepAlive(): void;
  close(): void;
}

/** A far end that is only a socket. */
export async function openSocket(onPacket: (packet: Buffer) => void): Promise<Socket> {
  const socket = await bindUdp({ address: '127.0.0.1', port: 0 });
  socket.on('message', onPacket);
  return socket;
}
