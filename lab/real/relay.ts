/** Where something listens. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

export interface RelayOptions {
  readonly target: Endpoint;
  /** 127.0.0.1 when not said. */
  readonly address?: string;
  /** A free one when not said. */
  readonly port?: number;
  /** Milliseconds each direction takes (0): half a round trip. */
  readonly delayMs?: number;
}

/** How a network goes away. */
export type Cut =
  /** Nothing arrives any more and nobody says so: cable pulled, Wi-Fi lost. */
  | 'silent'
  /** Connections are reset and new ones refused: the server's machine is there, the server isn't. */
  | 'refused';

/** A stretch of network in front of a server that can be slowed and cut. */
export interface Relay extends Endpoint {
  readonly target: Endpoint;
  cut(how: Cut): Promise<void>;
  /** Undoes a cut. After a silent one, what was under way goes on, as TCP's retransmissions would have it. */
  restore(): Promise<void>;
  /** From now on, each direction takes so long. */
  delay(ms: number): void;
  close(): Promise<void>;
}

/** Delivers in order, each thing `delayMs` after it came, however the delay changes meanwhile. */
export interface DelayLine {
  push(deliver: () => void, notBefore?: number): void;
  close(): void;
}

/** A delay line; `delayMs` is asked for each thing. Without a delay nothing waits for the next turn of the event loop. */
export function createDelayLine(delayMs: () => number): DelayLine {
  // First come, first delivered, whichever timer fires first: Node counts from the time its loop last looked at the
  // clock and in whole milliseconds, so on a busy machine two timers set for one moment may fire the wrong way round.
  const waiting: (() => void)[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let lastDue = 0;
  return {
    push(deliver, notBefore = 0) {
      const now = performance.now();
      lastDue = Math.max(now + delayMs(), notBefore, lastDue);
      if (lastDue <= now && waiting.length === 0) {
        deliver();
        return;
      }
      waiting.push(deliver);
      const timer = setTimeout(() => {
        timers.delete(timer);
        waiting.shift()?.();
      }, lastDue - now);
      timers.add(timer);
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      waiting.length = 0;
    },
  };
}
