import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { type Failure, ok, type Result } from '../../../../shared/errors/result.ts';
import { type Endpoint, endpointFailure, socketFailure } from '../../link/socket-failure.ts';
import type { Clock } from '../../../ports/clock.port.ts';
import { type FlowListener, hostPort, MESSAGE_LIMIT, type SipFlow } from './sip-flow.ts';

export interface WebSocketTarget {
  /** Connected already, TLS included for WSS. */
  readonly socket: Socket;
  readonly transport: 'ws' | 'wss';
  readonly endpoint: Endpoint;
  readonly path: string;
  /** The name that stands for us in Via and Contact: a browser wouldn't know its address (RFC 7118 section 5). */
  readonly invalidName: string;
  readonly timeoutMs: number;
}

/** The WebSocket handshake over a socket that stands, subprotocol `sip` (RFC 7118 section 4). */
export function openWebSocketFlow(
  target: WebSocketTarget,
  clock: Clock,
  listener: FlowListener,
): Promise<Result<SipFlow>> {
  const { endpoint, socket } = target;
  const webSocket = new WebSocket(`ws://${hostPort(endpoint.host, endpoint.port)}${target.path}`, 'sip', {
    createConnection: () => socket,
    handshakeTimeout: target.timeoutMs,
    maxPayload: MESSAGE_LIMIT,
    perMessageDeflate: false,
  });
  return new Promise((resolve) => {
    webSocket.once('open', () => resolve(ok(new WebSocketFlow(webSocket, target, clock, listener))));
    webSocket.once('error', (error) => resolve({ ok: false, error: handshakeFailure(error, endpoint) }));
  });
}

function handshakeFailure(error: Error, endpoint: Endpoint): Failure {
  const status = /^Unexpected server response: (\d+)$/.exec(error.message)?.[1];
  return status === undefined
    ? socketFailure(error, endpoint)
    : endpointFailure('net.reset', endpoint, `HTTP ${status}`);
}

class WebSocketFlow implements SipFlow {
  readonly transport: 'ws' | 'wss';
  readonly endpoint: Endpoint;
  readonly localAddress: string;
  readonly sentBy: string;
  readonly #webSocket: WebSocket;
  readonly #listener: FlowListener;
  readonly #clock: Clock;
  #lastHeard: number;
  #isClosed = false;

  constructor(webSocket: WebSocket, target: WebSocketTarget, clock: Clock, listener: FlowListener) {
    this.transport = target.transport;
    this.endpoint = target.endpoint;
    this.localAddress = target.socket.localAddress ?? '0.0.0.0';
    this.sentBy = target.invalidName;
    this.#webSocket = webSocket;
    this.#listener = listener;
    this.#clock = clock;
    this.#lastHeard = clock.monotonic();
    webSocket.on('message', (data, isBinary) => this.#received(data as Buffer, isBinary));
    webSocket.on('pong', () => (this.#lastHeard = clock.monotonic()));
    webSocket.on('error', (error) => this.#lost(socketFailure(error, target.endpoint)));
    webSocket.on('close', () => this.#lost(endpointFailure('net.reset', target.endpoint)));
  }

  send(text: string): Promise<void> {
    if (this.#isClosed) return Promise.reject(new Error('flow is closed'));
    return new Promise((resolve, reject) => {
      this.#webSocket.send(text, (error) => (error ? reject(error) : resolve()));
    });
  }

  ping(): void {
    if (!this.#isClosed && this.#webSocket.readyState === WebSocket.OPEN) this.#webSocket.ping();
  }

  lastHeard(): number {
    return this.#lastHeard;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#webSocket.close(1000);
  }

  /** One message a frame, text or binary (RFC 7118 section 5). */
  #received(data: Buffer, _isBinary: boolean): void {
    if (this.#isClosed) return;
    this.#lastHeard = this.#clock.monotonic();
    const text = data.toString('utf8');
    if (text.trim() !== '') this.#listener.onMessage(text);
  }

  #lost(error: Failure): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#webSocket.terminate();
    this.#listener.onLost(error);
  }
}
