import type { Failure } from '../../../../shared/errors/result.ts';

/** Carries the failure of what a stream runs on through Node's streams. */
export class CarrierError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}
