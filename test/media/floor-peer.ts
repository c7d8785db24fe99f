import { createSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

/** Somebody else's floor control server; its octets are written by hand from RFC 8855, not by our codec. */
export interface FloorPeer {
  readonly port: number;
  /** `a=` lines for a description. */
  readonly attributes: string;
  /** Primitives that came, by number. */
  readonly heard: readonly number[];
  /** Ends the turn of whoever was granted the floor. */
  revoke(): void;
  close(): void;
}

const conference = 0x0a0b0c0d;
const user = 513;
const floor = 5;
const requestId = 77;

/** Grants every request, after it has let it wait. */
export async function startFloorPeer(transport: 'udp' | 'tcp'): Promise<FloorPeer> {
  const heard: number[] = [];
  const version = transport === 'udp' ? 2 : 1;
  let say = (_octets: Buffer): void => undefined;
  let ownId = 900;
  const message = (primitive: number, transaction: number, isAnswer: boolean, payload: Buffer): Buffer => {
    const head = Buffer.alloc(12);
    head[0] = (version << 5) | (isAnswer && version === 2 ? 0x10 : 0);
    head[1] = primitive;
    head.writeUInt16BE(payload.length / 4, 2);
    head.writeUInt32BE(conference, 4);
    head.writeUInt16BE(transaction, 8);
    head.writeUInt16BE(user, 10);
    return Buffer.concat([head, payload]);
  };
  // FLOOR-REQUEST-INFORMATION (15) with OVERALL-REQUEST-STATUS (18, REQUEST-STATUS (5)) and FLOOR-REQUEST-STATUS (17).
  const status = (state: number): Buffer =>
    Buffer.from([31, 16, 0, requestId, 37, 8, 0, requestId, 11, 4, state, 0, 35, 4, 0, floor]);
  const notify = (state: number): void =>
    say(message(4, version === 2 ? (ownId += 1) : 0, false, status(state)));
  const hear = (octets: Buffer): void => {
    const primitive = octets[1] ?? 0;
    const transaction = octets.readUInt16BE(8);
    heard.push(primitive);
    const isRight =
      octets[0] === version << 5 && octets.readUInt32BE(4) === conference && octets.readUInt16BE(10) === user;
    if (!isRight) return;
    if (primitive === 11) say(message(12, transaction, true, Buffer.from([23, 4, 1, 2, 21, 4, 4, 6])));
    if (primitive === 7) say(message(8, transaction, true, Buffer.from([5, 4, 0, floor])));
    if (primitive === 2) say(message(4, transaction, true, status(6)));
    if (primitive !== 1) return;
    say(message(4, transaction, true, status(1)));
    notify(3);
  };
  const attributes = (setup: string): string =>
    `a=floorctrl:s-only\r\na=confid:${conference}\r\na=userid:${user}\r\na=floorid:${floor} mstrm:22\r\n${setup}`;
  if (transport === 'udp') {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    socket.on('message', (octets, from) => {
      say = (answer) => socket.send(answer, from.port, from.address);
      hear(octets);
    });
    const { port } = socket.address();
    return { port, attributes: attributes(''), heard, revoke: () => notify(7), close: () => socket.close() };
  }
  const connections = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on('error', () => undefined);
    // In pieces: a stream has no borders.
    say = (answer) => {
      socket.write(answer.subarray(0, 5));
      socket.write(answer.subarray(5));
    };
    socket.setNoDelay(true);
    let waiting = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      waiting = Buffer.concat([waiting, chunk]);
      while (waiting.length >= 12 && waiting.length >= 12 + 4 * waiting.readUInt16BE(2)) {
        const length = 12 + 4 * waiting.readUInt16BE(2);
        hear(waiting.subarray(0, length));
        waiting = waiting.subarray(length);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    attributes: attributes('a=setup:actpass\r\na=connection:new\r\n'),
    heard,
    revoke: () => notify(7),
    close() {
      for (const socket of connections) socket.destroy();
      server.close();
    },
  };
}
