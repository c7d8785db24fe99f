import { connect, type Socket } from 'node:net';
import type { Cancel, Clock } from '../../ports/clock.port.ts';
import type { Failure, Result } from '../../../shared/errors/result.ts';
import { abortFailure, type Endpoint, endpointFailure, socketFailure } from './socket-failure.ts';

/** RFC 8305 section 5: the next address is tried this long after the last one, or at once when that one failed. */
const NEXT_ADDRESS_MS = 250;

export interface RaceRequest {
  /** Name and port as asked for; used in failures. */
  readonly endpoint: Endpoint;
  /** IP literals, in the order to try. */
  readonly addresses: readonly string[];
  readonly clock: Clock;
  /** Ends the race (see `abortFailure`). */
  readonly signal: AbortSignal;
}

/** Connects to the first address that answers; the others are dropped. Fails with the first address's failure when none does. */
export function raceTcp(request: RaceRequest): Promise<Result<Socket>> {
  return new Promise((resolve) => new TcpRace(request, resolve).start());
}

class TcpRace {
  private readonly request: RaceRequest;
  private readonly resolve: (result: Result<Socket>) => void;
  private readonly running = new Set<Socket>();
  private next = 0;
  private firstFailure: Failure | undefined;
  private cancelNext: Cancel = () => undefined;
  private isOver = false;

  constructor(request: RaceRequest, resolve: (result: Result<Socket>) => void) {
    this.request = request;
    this.resolve = resolve;
  }

  start(): void {
    const { signal, endpoint } = this.request;
    if (signal.aborted) return this.finish({ ok: false, error: abortFailure(signal, endpoint) });
    signal.addEventListener('abort', this.onAbort, { once: true });
    this.tryNext();
  }

  private readonly onAbort = (): void => {
    this.finish({ ok: false, error: abortFailure(this.request.signal, this.request.endpoint) });
  };

  private tryNext(): void {
    this.cancelNext();
    const { addresses, endpoint, clock } = this.request;
    const address = addresses[this.next];
    this.next += 1;
    if (address === undefined) {
      const error = this.firstFailure ?? endpointFailure('net.name-not-found', endpoint);
      if (this.running.size === 0) this.finish({ ok: false, error });
      return;
    }
    const socket = connect({ host: address, port: endpoint.port, noDelay: true });
    this.running.add(socket);
    // The error listener stays for good: an error nobody listens to would end the process.
    socket.on('error', (error) => this.onFailed(socket, error));
    socket.once('connect', () => {
      this.running.delete(socket);
      this.finish({ ok: true, value: socket });
    });
    this.cancelNext = clock.after(NEXT_ADDRESS_MS, () => this.tryNext());
  }

  private onFailed(socket: Socket, error: unknown): void {
    if (this.isOver || !this.running.delete(socket)) return;
    this.firstFailure ??= socketFailure(error, this.request.endpoint);
    this.tryNext();
  }

  private finish(result: Result<Socket>): void {
    if (this.isOver) return;
    this.isOver = true;
    this.cancelNext();
    this.request.signal.removeEventListener('abort', this.onAbort);
    for (const socket of this.running) socket.destroy();
    this.resolve(result);
  }
}
