import type { Socket } from 'node:net';
import type { Result } from '../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../ports/clock.port.ts';

/** A spare that nobody takes is closed after this, before a server would do it unseen. */
const LONGEST_MS = 25_000;

interface Spare {
  readonly socket: Promise<Socket | undefined>;
  readonly cancel: Cancel;
}

/**
 * Connections made beside the first one to a host, so that questions put side by side later need not wait for a TCP and a TLS
 * handshake each (Q5). For a host that more will be asked; others are left in peace.
 */
export class SpareConnections {
  private readonly clock: Clock;
  private readonly spares = new Map<string, Spare[]>();
  /** Connections that stand or are being made, by origin. */
  private readonly live = new Map<string, number>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** A connection: a spare where there is one, else a new one. Where it is the first to this origin, `count` spares are made beside it. */
  async connect(origin: string, dial: () => Promise<Result<Socket>>, count: number): Promise<Result<Socket>> {
    for (let spare = this.take(origin); spare; spare = this.take(origin)) {
      const socket = await spare.socket;
      if (socket && !socket.destroyed) return { ok: true, value: socket };
    }
    const isFirst = (this.live.get(origin) ?? 0) === 0;
    const dialled = this.counted(origin, dial);
    if (isFirst) for (let made = 0; made < count; made += 1) this.put(origin, this.counted(origin, dial));
    return dialled;
  }

  close(): void {
    for (const origin of this.spares.keys())
      for (let spare = this.take(origin); spare; spare = this.take(origin)) drop(spare);
  }

  private take(origin: string): Spare | undefined {
    const spare = this.spares.get(origin)?.shift();
    spare?.cancel();
    return spare;
  }

  private put(origin: string, dialled: Promise<Result<Socket>>): void {
    const socket = dialled.then((result) => {
      if (!result.ok) return undefined;
      // Nobody reads it yet, so nobody else would hear that it broke.
      result.value.on('error', () => undefined);
      return result.value;
    });
    const queue = this.spares.get(origin) ?? [];
    const spare: Spare = {
      socket,
      cancel: this.clock.after(LONGEST_MS, () => {
        queue.splice(queue.indexOf(spare), 1);
        drop(spare);
      }),
    };
    queue.push(spare);
    this.spares.set(origin, queue);
  }

  private async counted(origin: string, dial: () => Promise<Result<Socket>>): Promise<Result<Socket>> {
    const change = (by: number) => this.live.set(origin, (this.live.get(origin) ?? 0) + by);
    change(1);
    const dialled = await dial();
    if (dialled.ok) dialled.value.once('close', () => change(-1));
    else change(-1);
    return dialled;
  }
}

function drop({ socket }: Spare): void {
  void socket.then((opened) => opened?.destroy());
}
