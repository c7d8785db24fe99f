import type { Clock } from '../../ports/clock.port.ts';

/** A phone may be replaced by a browser overnight. */
const KEPT_MS = 24 * 60 * 60 * 1_000;
const MOST = 1_000;

/** Who was found to be no browser: calls to them begin by the gateway for a day, without the refusal that told so. */
export class PlainTargets {
  readonly #clock: Clock;
  readonly #until = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note(address: string): void {
    this.#until.delete(address);
    this.#until.set(address, this.#clock.monotonic() + KEPT_MS);
    if (this.#until.size > MOST) this.#until.delete([...this.#until.keys()][0] ?? '');
  }

  has(address: string): boolean {
    const until = this.#until.get(address);
    return until !== undefined && until > this.#clock.monotonic();
  }
}
