import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Failure } from '../../../../shared/errors/result.ts';
import { type Endpoint, endpointFailure, socketFailure } from '../../link/socket-failure.ts';
import type { Clock } from '../../../ports/clock.port.ts';
import { type FlowListener, hostPort, type SipFlow } from './sip-flow.ts';
import { StreamFramer } from './stream-framer.ts';

/** SIP over a connected TCP or TLS socket. */
export class StreamFlow implements SipFlow {
  readonly transport: 'tcp' | 'tls';
  readonly endpoint: Endpoint;
  readonly localAddress: string;
  readonly sentBy: string;
  readonly #socket: Socket;
  readonly #clock: Clock;
  readonly #listener: FlowListener;
  readonly #framer = new StreamFramer();
  #lastHeard: number;
  #isClosed = false;

  constructor(options: {
    socket: Socket;
    transport: 'tcp' | 'tls';
    endpoint: Endpoint;
    clock: Clock;
    listener: FlowListener;
  }) {
    const { socket, endpoint } = options;
    this.transport = options.transport;
    this.endpoint = endpoint;
    this.localAddress = socket.localAddress ?? '0.0.0.0';
    this.sentBy = hostPort(this.localAddress, socket.localPort ?? 0);
    this.#socket = socket;
    this.#clock = options.clock;
    this.#listener = options.listener;
    this.#lastHeard = options.clock.monotonic();
    socket.on('data', (chunk: Buffer) => this.#received(chunk));
    socket.on('error', (error) => this.#lost(socketFailure(error, endpoint)));
    socket.on('close', () => this.#lost(endpointFailure('net.reset', endpoint)));
  }

  send(text: string): Promise<void> {
    if (this.#isClosed) return Promise.reject(new Error('flow is closed'));
    return new Promise((resolve, reject) => {
      this.#socket.write(text, (error) => (error ? reject(error) : resolve()));
    });
  }

  ping(): void {
    if (!this.#isClosed) this.#socket.write('\r\n\r\n');
  }

  askByStun(): void {
    // RFC 8489 section 5: a binding request without attributes; the answer counts as something heard, whatever it says.
    if (!this.#isClosed)
      this.#socket.write(Buffer.concat([Buffer.from([0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42]), randomBytes(12)]));
  }

  lastHeard(): number {
    return this.#lastHeard;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // Lets what was just written (an un-REGISTER, a BYE) leave before the connection goes.
    this.#socket.end();
    this.#clock.after(2_000, () => this.#socket.destroy());
  }

  #received(chunk: Buffer): void {
    if (this.#isClosed) return;
    this.#lastHeard = this.#clock.monotonic();
    for (const frame of this.#framer.push(chunk)) {
      if (frame.kind === 'message') this.#listener.onMessage(frame.text);
      else if (frame.kind === 'broken') this.#lost(endpointFailure('net.reset', this.endpoint, frame.why));
      if (this.#isClosed) return;
    }
  }

  #lost(error: Failure): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.destroy();
    this.#listener.onLost(error);
  }
}
