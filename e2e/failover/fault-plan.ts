import type { Random } from '../../src/main/ports/random.port.ts';

/** One way in which one server can go away, and come back. */
export interface Fault {
  /** For the record: `imp-a`, `tftp`. */
  readonly server: string;
  /** `kill`: connections are reset and refused. `hang`: nothing is answered, nothing is closed. */
  readonly how: 'kill' | 'hang';
  /** Where another server takes over: whether it has. The fault lasts until then; without this it lasts a moment. */
  hasMoved?(): boolean;
  /** How long after it the next one may come, ms: what a call says to its new server must not be lost a second time. */
  readonly settleMs?: number;
  strike(): Promise<void>;
  restore(): Promise<void>;
}

/**
 * `count` faults in random order: each of the list as often as any other, so that with as many as the list is long every one
 * of them strikes. The same seed gives the same order.
 */
export function planFaults<T>(faults: readonly T[], count: number, random: Random): readonly T[] {
  const planned: T[] = [];
  while (planned.length < count) {
    const round = faults.map((fault) => ({ fault, key: random.fraction() }));
    planned.push(...round.toSorted((a, b) => a.key - b.key).map(({ fault }) => fault));
  }
  return planned.slice(0, count);
}
