import { BurstMeter } from '../../../shared/domain/burst-meter.ts';
import type { Cancel, Clock } from '../../ports/clock.port.ts';

/**
 * A transaction costs as much as writing forty messages. So what comes fast is gathered, until nothing more comes or for so
 * long at most; a message by itself is stored at once.
 */
const BURST = { many: 8, withinMs: 100 } as const;
const GATHER = { lullMs: 10, longestMs: 140 } as const;

/** Says when what is waiting is stored. */
export interface StorePace {
  /** Something was added to what waits. */
  noteAdded(): void;
  /** Begins with what waits, now or soon; after so long where that is given. */
  again(ms?: number): void;
  /** Whether more is likely to come in a moment. */
  isBurst(): boolean;
  /** Forgets what was to be begun. */
  cancel(): void;
}

export function createStorePace(clock: Clock, begin: () => void): StorePace {
  const meter = new BurstMeter(BURST);
  let isBurst = false;
  let lastAt = 0;
  let timer: Cancel | undefined;

  const after = (ms: number, then: () => void): void => {
    timer ??= clock.after(ms, () => {
      timer = undefined;
      then();
    });
  };
  const gather = (until: number): void => {
    const now = clock.monotonic();
    const quietAt = Math.min(until, lastAt + GATHER.lullMs);
    if (now < quietAt) after(quietAt - now, () => gather(until));
    else begin();
  };
  const again = (ms?: number): void => {
    if (ms === undefined && isBurst && timer === undefined) gather(clock.monotonic() + GATHER.longestMs);
    else after(ms ?? 0, begin);
  };
  return {
    noteAdded() {
      lastAt = clock.monotonic();
      isBurst = meter.note(1, lastAt);
    },
    again,
    isBurst: () => isBurst,
    cancel() {
      timer?.();
      timer = undefined;
    },
  };
}
