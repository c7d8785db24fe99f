import { createSocket, type Socket } from 'node:dgram';

export interface TftpServer {
  readonly host: string;
  readonly port: number;
  /** File names asked for. */
  readonly requests: string[];
  stop(): Promise<void>;
}

const DATA = 3;
const ACK = 4;
const ERROR = 5;
const BLOCK = 512;
const RETRY_MS = 500;

/** Reads of RFC 1350 in octet mode (no options, RFC 2347 is not offered); one socket a transfer, as the RFC wants. */
export async function startTftpServer(options: {
  readonly host: string;
  readonly port: number;
  readonly read: (name: string) => string | Buffer | undefined;
}): Promise<TftpServer> {
  const requests: string[] = [];
  const transfers = new Set<Transfer>();
  const socket = createSocket('udp4');
  await new Promise<void>((resolve, reject) =>
    socket.once('error', reject).bind(options.port, options.host, resolve),
  );
  socket.on('error', () => undefined);
  socket.on('message', (packet, from) => {
    if (packet.length < 4 || packet.readUInt16BE(0) !== 1)
      return void socket.send(errorPacket(4, 'Illegal TFTP operation'), from.port, from.address);
    const [name = '', mode = ''] = packet.toString('latin1', 2).split('\0');
    requests.push(name);
    const content = mode.toLowerCase() === 'octet' ? options.read(name.replace(/^\/+/, '')) : undefined;
    if (content === undefined)
      return void socket.send(errorPacket(1, 'File not found'), from.port, from.address);
    transfers.add(
      new Transfer(options.host, Buffer.from(content), from.port, from.address, (done) =>
        transfers.delete(done),
      ),
    );
  });
  return {
    host: options.host,
    port: socket.address().port,
    requests,
    async stop() {
      for (const transfer of transfers) transfer.end();
      await new Promise<void>((resolve) => socket.close(() => resolve()));
    },
  };
}

/** One file on its way to one client, block by block; a block is repeated a few times. */
class Transfer {
  readonly #socket: Socket;
  readonly #content: Buffer;
  readonly #port: number;
  readonly #address: string;
  readonly #onEnd: (transfer: Transfer) => void;
  #block = 1;
  #tries = 0;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(
    host: string,
    content: Buffer,
    port: number,
    address: string,
    onEnd: (transfer: Transfer) => void,
  ) {
    this.#content = content;
    this.#port = port;
    this.#address = address;
    this.#onEnd = onEnd;
    this.#socket = createSocket('udp4');
    this.#socket.on('error', () => this.end());
    this.#socket.on('message', (packet) => this.#onPacket(packet));
    this.#socket.bind(0, host, () => this.#send());
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#socket.close();
    this.#onEnd(this);
  }

  #onPacket(packet: Buffer): void {
    if (packet.length < 4 || packet.readUInt16BE(0) === ERROR) return this.end();
    if (packet.readUInt16BE(0) !== ACK || packet.readUInt16BE(2) !== (this.#block & 0xffff)) return;
    // A block shorter than 512 bytes was the last one (RFC 1350 section 6).
    if (this.#block * BLOCK > this.#content.length) return this.end();
    this.#block++;
    this.#tries = 0;
    this.#send();
  }

  #send(): void {
    if (this.#isOver) return;
    clearTimeout(this.#timer);
    if (++this.#tries > 5) return this.end();
    const head = Buffer.alloc(4);
    head.writeUInt16BE(DATA, 0);
    head.writeUInt16BE(this.#block & 0xffff, 2);
    const data = this.#content.subarray((this.#block - 1) * BLOCK, this.#block * BLOCK);
    this.#socket.send(Buffer.concat([head, data]), this.#port, this.#address, () => undefined);
    this.#timer = setTimeout(() => this.#send(), RETRY_MS).unref();
  }
}

function errorPacket(code: number, text: string): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(ERROR, 0);
  head.writeUInt16BE(code, 2);
  return Buffer.concat([head, Buffer.from(`${text}\0`, 'latin1')]);
}
