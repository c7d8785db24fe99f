import type { Socket } from 'node:net';

/** The far end speaks no SOCKS5, or said no. */
export class SocksError extends Error {}

const NAME = 3;
const REPLY_LENGTH = 5;

/** Asks for the stream of this name (RFC 1928 with XEP-0065 section 5.3.2: no authentication, CONNECT, the name as address, port 0). */
export async function askForStream(socket: Socket, name: string): Promise<void> {
  const reader = new ByteReader(socket);
  try {
    socket.write(Buffer.from([5, 1, 0]));
    const [version, method] = await reader.take(2);
    if (version !== 5 || method !== 0) throw new SocksError('not without a password');
    socket.write(request(1, name));
    const head = await reader.take(REPLY_LENGTH);
    if (head[0] !== 5 || head[1] !== 0) throw new SocksError('refused');
    await reader.take(addressLength(head) + 2);
  } finally {
    reader.release();
  }
}

/** The other end of it: gives the name that was asked for, answered once `isWanted` says yes. */
export async function answerStream(socket: Socket, isWanted: (name: string) => boolean): Promise<string> {
  const reader = new ByteReader(socket);
  try {
    const [version, count = 0] = await reader.take(2);
    if (version !== 5) throw new SocksError('not SOCKS5');
    const methods = await reader.take(count);
    if (!methods.includes(0)) {
      socket.write(Buffer.from([5, 255]));
      throw new SocksError('wants a password');
    }
    socket.write(Buffer.from([5, 0]));
    const head = await reader.take(REPLY_LENGTH);
    if (head[0] !== 5 || head[1] !== 1 || head[3] !== NAME) throw new SocksError('not a stream');
    const rest = await reader.take(addressLength(head) + 2);
    const name = rest.subarray(0, -2).toString('latin1');
    if (!isWanted(name)) {
      socket.write(request(5, name));
      throw new SocksError('not ours');
    }
    socket.write(request(0, name));
    return name;
  } finally {
    reader.release();
  }
}

/** Request and reply have one form; the second octet is the command or the outcome. */
function request(command: number, name: string): Buffer {
  const address = Buffer.from(name, 'latin1');
  return Buffer.concat([Buffer.from([5, command, 0, NAME, address.length]), address, Buffer.alloc(2)]);
}

/** What is left of an address of which the first octet was taken with the head. */
function addressLength(head: Buffer): number {
  switch (head[3]) {
    case 1:
      return 3;
    case 4:
      return 15;
    case NAME:
      return head[4] ?? 0;
    default:
      throw new SocksError('unknown address');
  }
}

/** Takes exactly so many bytes; what came beyond goes back to the socket. */
class ByteReader {
  private readonly socket: Socket;
  private held = Buffer.alloc(0);
  private wanted: { length: number; give: (bytes: Buffer) => void; fail: (error: Error) => void } | undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', this.onData);
    socket.on('close', this.onClose);
  }

  take(length: number): Promise<Buffer> {
    return new Promise((give, fail) => {
      this.wanted = { length, give, fail };
      if (this.socket.destroyed) this.onClose();
      else this.settle();
    });
  }

  release(): void {
    this.socket.off('data', this.onData);
    this.socket.off('close', this.onClose);
    this.socket.pause();
    if (this.held.length > 0) this.socket.unshift(this.held);
  }

  private readonly onData = (chunk: Buffer): void => {
    this.held = Buffer.concat([this.held, chunk]);
    this.settle();
  };

  private readonly onClose = (): void => {
    this.wanted?.fail(new SocksError('closed'));
    this.wanted = undefined;
  };

  private settle(): void {
    if (!this.wanted || this.held.length < this.wanted.length) return;
    const { length, give } = this.wanted;
    this.wanted = undefined;
    const taken = this.held.subarray(0, length);
    this.held = this.held.subarray(length);
    give(taken);
  }
}
