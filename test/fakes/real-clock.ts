import type { Clock } from '../../src/main/ports/clock.port.ts';

/** The machine's clock behind the port, for tests that need real sockets and so real time. */
export const realClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, fn) {
    const timer = setTimeout(fn, ms);
    return () => clearTimeout(timer);
  },
};
