import type { Span, TraceAttributes } from '../../../ports/trace.port.ts';
import { Stop } from './stream-reader.ts';

/** What a step of the negotiation gives, and what it cost in dependent round trips. */
export interface Step<T> {
  readonly value: T;
  readonly roundTrips: number;
  readonly facts?: TraceAttributes;
  /** The step came to its end, but not to what it was for. */
  readonly isRefused?: boolean;
}

/** Runs a step inside a span that is ended however the step ends. */
export async function traced<T>(
  parent: Span | undefined,
  name: string,
  run: () => Promise<Step<T>>,
): Promise<T> {
  const span = parent?.child(name);
  try {
    const { value, roundTrips, facts, isRefused } = await run();
    if (facts) span?.note(facts);
    span?.end(isRefused === true ? 'failed' : 'ok', roundTrips);
    return value;
  } catch (error) {
    const isCancelled = error instanceof Stop && error.result.error.code === 'app.cancelled';
    span?.end(isCancelled ? 'cancelled' : 'failed');
    throw error;
  }
}
