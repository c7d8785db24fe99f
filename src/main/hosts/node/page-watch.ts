import type { Cancel, Clock } from '../../ports/clock.port.ts';

/** What the server sees of the pages in the window. */
export interface PageWatch {
  came(): void;
  /** With the code of its WebSocket's end. */
  went(code: number): void;
}

/** What is left of a page that could not say `LEAVING`: the browser's word for it, or none (RFC 6455 section 7.4.1). */
const UNSAID: readonly number[] = [1001, 1006];
/** A browser that dies as a whole is known to be dead by then, and opened again for that. */
const WAIT_MS = 1_500;

/** Tells when the page has crashed in a browser that lives on: it stays a grey tab, with no sound, until somebody opens it anew. */
export function createPageWatch(clock: Clock, onCrashed: () => void): PageWatch {
  let pages = 0;
  let stop: Cancel = () => undefined;
  return {
    came() {
      pages += 1;
      stop();
    },
    went(code) {
      pages -= 1;
      if (UNSAID.includes(code) && pages === 0) stop = clock.after(WAIT_MS, onCrashed);
    },
  };
}
