import type { WebSocket } from 'ws';
import type { Carrier } from '../../ports/carrier.port.ts';

/** A loopback WebSocket as a carrier: one JSON text a frame; anything else closes it. */
export function createWebSocketCarrier(socket: WebSocket): Carrier {
  return {
    send(frame) {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame));
    },
    onReceive(listener) {
      socket.on('message', (data, isBinary) => {
        if (isBinary) return socket.close(1003);
        let frame: unknown;
        try {
          // ws hands over Buffers unless its binaryType is changed.
          frame = JSON.parse((data as Buffer).toString('utf8'));
        } catch {
          return socket.close(1007);
        }
        listener(frame);
      });
    },
    onClose(listener) {
      socket.on('close', listener);
      // An error is followed by close; without a listener it would end the process.
      socket.on('error', () => {});
    },
    close: () => socket.close(),
  };
}
