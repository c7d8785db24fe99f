import { createSocket } from 'node:dgram';

/** Run as a child process: passes UDP between pairs of ports, nothing else. The least a gateway could do. */
async function relay(calls: number): Promise<void> {
  const ports = [];
  for (let call = 0; call < calls; call += 1) ports.push(await relayPair());
  process.send?.(ports);
  process.on('disconnect', () => process.exit());
}

/** Whoever sends to one port first gets what comes to the other. */
async function relayPair(): Promise<readonly number[]> {
  const sockets = [createSocket('udp4'), createSocket('udp4')] as const;
  const peers: (number | undefined)[] = [undefined, undefined];
  for (const [index, socket] of sockets.entries()) {
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    socket.on('message', (packet, { port }) => {
      peers[index] = port;
      const other = peers[1 - index];
      if (other !== undefined) sockets[index === 0 ? 1 : 0].send(packet, other, '127.0.0.1');
    });
  }
  return sockets.map((socket) => socket.address().port);
}

await relay(Number(process.argv[2] ?? 1));
