import type { Socket as UdpSocket } from 'node:dgram';
import { connect } from 'node:net';
import { headLength, messageLength } from '../../engines/bfcp/read-bfcp.ts';

/** Where floor control goes and comes from: whole messages, whatever carries them. */
export interface FloorTransport {
  send(octets: Buffer): void;
  close(): void;
}

export interface FloorTransportHandlers {
  readonly onMessage: (octets: Buffer) => void;
  /** The connection is gone; of UDP nobody can say so. */
  readonly onLost: () => void;
}

interface Place {
  readonly address: string;
  readonly port: number;
}

/** Nothing that two people say about a floor is longer; a stream that claims so is no floor control. */
const longest = 4_096;

/** Over the session's own socket, to where their description says; an address translator's port is followed. */
export function floorOverUdp(socket: UdpSocket, to: Place, handlers: FloorTransportHandlers): FloorTransport {
  let { port } = to;
  const onMessage = (octets: Buffer, from: { readonly address: string; readonly port: number }): void => {
    if (from.address !== to.address || octets.length > longest) return;
    port = from.port;
    handlers.onMessage(octets);
  };
  socket.on('message', onMessage);
  return {
    send: (octets) => socket.send(octets, port, to.address),
    close: () => void socket.off('message', onMessage),
  };
}

/** Over a connection that we open. */
export function floorOverTcp(
  localAddress: string,
  to: Place,
  handlers: FloorTransportHandlers,
): FloorTransport {
  const socket = connect({ host: to.address, port: to.port, localAddress });
  let waiting = Buffer.alloc(0);
  let isClosed = false;
  const end = (): void => {
    socket.destroy();
    if (isClosed) return;
    isClosed = true;
    handlers.onLost();
  };
  socket.on('error', end);
  socket.on('close', end);
  socket.on('data', (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    while (waiting.length >= headLength && !isClosed) {
      const length = messageLength(waiting);
      if (length > longest) return end();
      if (waiting.length < length) return;
      const message = waiting.subarray(0, length);
      waiting = waiting.subarray(length);
      handlers.onMessage(message);
    }
  });
  return {
    send: (octets) => void socket.write(octets),
    close() {
      isClosed = true;
      socket.destroy();
    },
  };
}
