import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../ports/clock.port.ts';

/** RFC 1350 section 5. */
const OPCODE = { read: 1, data: 3, acknowledge: 4, error: 5 } as const;
const FILE_NOT_FOUND = 1;
const BLOCK = 512;
const RESEND_MS = 1_000;
const TRIES = 3;

export interface TftpRequest {
  /** IP literal. */
  readonly address: string;
  readonly port: number;
  readonly file: string;
  readonly maxBytes: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Reads a file by TFTP in octet mode (RFC 1350). `undefined`: the server has no such file. The first answer fixes the
 * server's port (its transfer identifier); packets from elsewhere are ignored. Failures: net.timeout, net.reset,
 * http.too-large, http.bad-content, app.cancelled, without parameters: the caller knows the host.
 */
export function readByTftp(request: TftpRequest): Promise<Result<Uint8Array | undefined>> {
  return new Promise((resolve) => new TftpTransfer(request, resolve).start());
}

class TftpTransfer {
  private readonly request: TftpRequest;
  private readonly resolve: (result: Result<Uint8Array | undefined>) => void;
  private readonly socket: Socket;
  private readonly blocks: Buffer[] = [];
  private length = 0;
  private peerPort: number | undefined;
  private last: Buffer = Buffer.alloc(0);
  private triesLeft = TRIES;
  private cancelTimer: Cancel = () => undefined;
  private isOver = false;

  constructor(request: TftpRequest, resolve: (result: Result<Uint8Array | undefined>) => void) {
    this.request = request;
    this.resolve = resolve;
    this.socket = createSocket(isIPv6(request.address) ? 'udp6' : 'udp4');
  }

  start(): void {
    const { file, signal } = this.request;
    if (signal.aborted) return this.finish(fail('app.cancelled'));
    signal.addEventListener('abort', this.onAbort, { once: true });
    this.socket.on('message', (packet, from) => this.onPacket(packet, from));
    this.socket.on('error', () => this.finish(fail('net.reset')));
    this.send(Buffer.concat([Buffer.from([0, OPCODE.read]), Buffer.from(`${file}\0octet\0`, 'utf8')]));
  }

  private readonly onAbort = (): void => this.finish(fail('app.cancelled'));

  private send(packet: Buffer): void {
    this.last = packet;
    this.triesLeft = TRIES;
    this.resend();
  }

  private resend(): void {
    this.cancelTimer();
    if (this.triesLeft === 0) return this.finish(fail('net.timeout'));
    this.triesLeft -= 1;
    const { address, port, clock } = this.request;
    this.socket.send(this.last, this.peerPort ?? port, address, () => undefined);
    this.cancelTimer = clock.after(RESEND_MS, () => this.resend());
  }

  private onPacket(packet: Buffer, from: RemoteInfo): void {
    const isStranger =
      from.address !== this.request.address || (this.peerPort !== undefined && from.port !== this.peerPort);
    if (this.isOver || isStranger || packet.length < 4) return;
    this.peerPort = from.port;
    const opcode = packet.readUInt16BE(0);
    const number = packet.readUInt16BE(2);
    if (opcode === OPCODE.error)
      return this.finish(
        number === FILE_NOT_FOUND ? ok(undefined) : fail('http.bad-content', {}, `TFTP error ${number}`),
      );
    if (opcode !== OPCODE.data) return;
    this.onData(number, packet.subarray(4));
  }

  private onData(number: number, data: Buffer): void {
    // Block numbers are 16 bits and wrap on long files.
    const expected = (this.blocks.length + 1) & 0xffff;
    // A repeated block means that our acknowledgement was lost: the timer repeats it (RFC 1350 section 4).
    if (number !== expected) return;
    this.blocks.push(Buffer.from(data));
    this.length += data.length;
    if (this.length > this.request.maxBytes) return this.finish(fail('http.too-large'));
    this.send(Buffer.from([0, OPCODE.acknowledge, number >> 8, number & 0xff]));
    if (data.length < BLOCK) this.finish(ok(Buffer.concat(this.blocks)));
  }

  private finish(result: Result<Uint8Array | undefined>): void {
    if (this.isOver) return;
    this.isOver = true;
    this.cancelTimer();
    this.request.signal.removeEventListener('abort', this.onAbort);
    // The last acknowledgement is on its way; closing waits for what was handed to the system.
    this.socket.close();
    this.resolve(result);
  }
}
