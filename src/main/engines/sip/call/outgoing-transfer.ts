import { ok, type Result } from '../../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../../ports/clock.port.ts';
import { ASKED, reduceTransfer, type TransferEvent, type TransferState } from './transfer.machine.ts';

/** A target that rings this long and longer is not going to answer; servers give up before. */
const LONGEST_MS = 180_000;

/** One REFER of ours: what is heard of it, and the promise of its outcome. */
export class OutgoingTransfer {
  readonly outcome: Promise<Result<void>>;
  readonly #hangUp: () => void;
  #state: TransferState = ASKED;
  #settle: (result: Result<void>) => void = () => {};
  readonly #stopTimer: Cancel;

  constructor(clock: Clock, hangUp: () => void) {
    this.#hangUp = hangUp;
    this.outcome = new Promise((resolve) => (this.#settle = resolve));
    this.#stopTimer = clock.after(LONGEST_MS, () => this.heard({ kind: 'silence' }));
  }

  get isOver(): boolean {
    return this.#state.kind === 'over';
  }

  heard(event: TransferEvent): void {
    const step = reduceTransfer(this.#state, event);
    this.#state = step.state;
    if (this.isOver) this.#stopTimer();
    for (const effect of step.effects) {
      if (effect.kind === 'hang-up') this.#hangUp();
      else this.#settle(effect.error ? { ok: false, error: effect.error } : ok());
    }
  }
}
