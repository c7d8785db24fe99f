import type { Socket } from 'node:dgram';
import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';

/** A UDP socket bound to exactly this address and port (0: any free one), shared with nobody. Rejects with the system's error. */
export function bindUdp(options: { readonly address: string; readonly port: number }): Promise<Socket> {
  const family = isIPv6(options.address) ? 6 : 4;
  const socket = createSocket({
    type: family === 6 ? 'udp6' : 'udp4',
    // Only address literals are ever sent to: spares the name look-up Node makes for each packet.
    lookup: (address, _options, done) => done(null, address, family),
  });
  return new Promise((resolve, reject) => {
    const onError = (error: Error) => {
      socket.close();
      reject(error);
    };
    socket.once('error', onError);
    socket.bind({ ...options, exclusive: true }, () => {
      socket.off('error', onError);
      // Later errors (an unreachable far end) come with single packets: media goes on or the time-out tells.
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}
