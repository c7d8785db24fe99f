import type { TraceSpan } from '../../shared/domain/trace.ts';

export type TraceOutcome = 'ok' | 'failed' | 'cancelled' | 'skipped';
export type TraceAttributes = Readonly<Record<string, string | number | boolean>>;

/** A running step. `end` may be called once; later calls are ignored. */
export interface Span {
  readonly id: number;
  /** Starts a step inside this one. */
  child(name: string, attributes?: TraceAttributes): Span;
  /** Adds facts: record, host, port, resolver, status. Never secrets. */
  note(attributes: TraceAttributes): void;
  /** `roundTrips`: dependent network round trips this step itself cost. */
  end(outcome: TraceOutcome, roundTrips?: number): void;
}

/** The product's trace (DESIGN 2): what Connection status shows, reports export and the bench counts. Bounded. */
export interface Trace {
  start(name: string, attributes?: TraceAttributes): Span;
  spans(): readonly TraceSpan[];
}
