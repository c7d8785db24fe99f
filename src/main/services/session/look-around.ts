import type { Clock } from '../../ports/clock.port.ts';
import type { Reach } from '../../ports/reach.port.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { Trace } from '../../ports/trace.port.ts';
import { isWayOpen } from './network-move.ts';

/** How often a lost server makes us look whether this is another network. */
const PAUSE_MS = 10_000;

export interface LookAroundPorts {
  readonly clock: Clock;
  readonly reach: Reach;
  readonly trace: Trace;
}

/**
 * A running service lost its server: perhaps this is another network, though nothing said so. Asked before anything is
 * fetched, so that a server that is down doesn't make everybody fetch.
 */
export class LookAround {
  private readonly ports: LookAroundPorts;
  private readonly signal: AbortSignal;
  private lookedAt = Number.NEGATIVE_INFINITY;

  constructor(ports: LookAroundPorts, signal: AbortSignal) {
    this.ports = ports;
    this.signal = signal;
  }

  /** True: the way that this deployment is reached by is closed. False too where somebody looked just now. */
  async isElsewhere(deployment: Deployment): Promise<boolean> {
    const { clock, reach, trace } = this.ports;
    const now = clock.monotonic();
    if (this.signal.aborted || now - this.lookedAt < PAUSE_MS) return false;
    this.lookedAt = now;
    const span = trace.start('look-around');
    const isOpen = await isWayOpen(reach, deployment, { span, signal: this.signal });
    span.end('ok');
    return !isOpen;
  }

  /** There is another way now, that nobody has looked at yet. */
  reset(): void {
    this.lookedAt = Number.NEGATIVE_INFINITY;
  }
}
