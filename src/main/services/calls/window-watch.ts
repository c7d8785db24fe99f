import { failure, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../ports/clock.port.ts';

export interface WindowWatchListener {
  /** The window will not do it: the call makes no sense. */
  onGiveUp(error: Failure): void;
  /** Ask it once more. */
  onRetry(): void;
}

/** The window's answer must come within this time of being needed. */
const DEADLINE_MS = 15_000;
/** A browser that died is opened again, on a busy machine slowly; until then people are still in their call. */
const RETURN_MS = 60_000;
/** A running call asks a failing window so often, after these pauses. */
const RETRY_PAUSES_MS = [0, 500, 2_000, 5_000];
/** A window that failed and is asked again gets so long before the person is told. */
const SECOND_CHANCE_MS = 5_000;

/** Knows whether the media window did its part, and what to do while it doesn't. */
export class WindowWatch {
  readonly #clock: Clock;
  readonly #listener: WindowWatchListener;
  #stopDeadline: Cancel = () => {};
  #stopPause: Cancel = () => {};
  #state: 'asked' | 'ready' | 'stopped' = 'asked';
  #isNeeded = false;
  #failure: Failure | undefined;
  #retries = 0;
  readonly #waiting = new Set<() => void>();

  constructor(clock: Clock, listener: WindowWatchListener) {
    this.#clock = clock;
    this.#listener = listener;
  }

  /** From now on the call needs sound. */
  need(): void {
    this.#isNeeded = true;
    this.#startDeadline();
  }

  ready(): void {
    if (this.#state === 'stopped') return;
    this.#state = 'ready';
    this.#failure = undefined;
    this.#retries = 0;
    this.#stopDeadline();
    this.#wake();
  }

  /** It was there and is gone; it has been asked again. */
  lost(): void {
    if (this.#state === 'stopped') return;
    this.#state = 'asked';
    this.#startDeadline(RETURN_MS);
  }

  /** `isRunning`: people are talking, so the call is kept while there is hope. */
  failed(error: Failure, isRunning: boolean): void {
    if (this.#state === 'stopped') return;
    this.#state = 'asked';
    this.#failure = error;
    this.#wake();
    const pause = RETRY_PAUSES_MS[this.#retries];
    if (isRunning && pause !== undefined) {
      this.#retries += 1;
      this.#stopPause = this.#clock.after(pause, () => this.#listener.onRetry());
    } else if (isRunning || this.#isNeeded) this.#listener.onGiveUp(error);
  }

  /** Waits a moment for the window. One that has failed before is asked again, and its second failure is the result. */
  async readyWithin(ms: number): Promise<Result<void>> {
    if (this.#state !== 'asked') return ok();
    const isSecondChance = this.#failure !== undefined;
    if (isSecondChance) {
      this.#failure = undefined;
      this.#listener.onRetry();
    }
    await this.#settled(isSecondChance ? SECOND_CHANCE_MS : ms);
    // Not there yet is no failure: it may still come, and signalling needn't wait for it.
    return this.#failure ? { ok: false, error: this.#failure } : ok();
  }

  stop(): void {
    this.#state = 'stopped';
    this.#stopDeadline();
    this.#stopPause();
    this.#wake();
  }

  #startDeadline(ms = DEADLINE_MS): void {
    this.#stopDeadline();
    if (!this.#isNeeded || this.#state !== 'asked') return;
    this.#stopDeadline = this.#clock.after(ms, () =>
      this.#listener.onGiveUp(failure('media.failed', undefined, 'the media window did not answer')),
    );
  }

  #settled(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        stopTimer();
        this.#waiting.delete(done);
        resolve();
      };
      const stopTimer = this.#clock.after(ms, done);
      this.#waiting.add(done);
    });
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
