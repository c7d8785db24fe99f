/** Stops a timer; calling it again does nothing. */
export type Cancel = () => void;

/** Time, so that tests can own it. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Milliseconds that never go backwards; for durations. */
  monotonic(): number;
  /** Runs `fn` once after `ms`; must not keep the process alive by itself. */
  after(ms: number, fn: () => void): Cancel;
}
