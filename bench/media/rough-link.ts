import type { Random } from '../../src/main/ports/random.port.ts';

/** A way that loses packets and holds others up, but keeps their order, as one path through a network does. */
export interface RoughLink {
  /** For `RtpPeerOptions.deliver`. */
  readonly deliver: (send: () => void) => void;
  /** Since it was asked the last time. */
  take(): { readonly given: number; readonly lost: number };
}

/** `loss`: 0 to 1. `jitterMs`: each packet is held up between nothing and so long. */
export function roughLink(loss: number, jitterMs: number, random: Random): RoughLink {
  let counts = { given: 0, lost: 0 };
  let earliest = 0;
  return {
    deliver(send) {
      counts.given += 1;
      if (random.fraction() < loss) {
        counts.lost += 1;
        return;
      }
      const now = performance.now();
      earliest = Math.max(earliest, now + random.fraction() * jitterMs);
      setTimeout(send, earliest - now);
    },
    take() {
      const taken = counts;
      counts = { given: 0, lost: 0 };
      return taken;
    },
  };
}
