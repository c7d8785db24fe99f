import type { Cancel, Clock } from '../../../ports/clock.port.ts';

interface WithHeaders {
  getHeader(name: string): string | undefined;
  getHeaders(name: string): string[];
}

/** What we ask for, and the least that anybody may ask of us (RFC 4028 section 4). */
const WANTED_S = 1_800;
const LEAST_S = 90;
const LONGEST_S = 86_400;

interface Agreed {
  readonly seconds: number;
  readonly isOurs: boolean;
}

/**
 * The session timer of one call (RFC 4028): asked for in our INVITEs, kept in our answers. At half the time whoever has
 * the duty refreshes by a re-INVITE. When the other side has it and stays silent, we don't hang up on people who may hear
 * each other well: shortly before the end we refresh ourselves, and a call that is gone shows by the answer.
 */
export class SessionTimer {
  readonly #clock: Clock;
  readonly #refresh: () => void;
  #wanted = WANTED_S;
  #least = LEAST_S;
  #agreed: Agreed | undefined;
  #takesUpdate = false;
  #avoidsUpdate = false;
  #isOver = false;
  #stop: Cancel = () => {};

  constructor(clock: Clock, refresh: () => void) {
    this.#clock = clock;
    this.#refresh = refresh;
  }

  /** For an INVITE or re-INVITE of ours. */
  asks(): string[] {
    const { seconds, isOurs } = this.#agreed ?? { seconds: this.#wanted, isOurs: undefined };
    const duty = isOurs === undefined ? '' : `;refresher=${isOurs ? 'uac' : 'uas'}`;
    return [`Session-Expires: ${seconds}${duty}`, `Min-SE: ${this.#least}`];
  }

  /** A 422: true when it named a longer time, which is asked for next; once is enough. */
  isTooShort(response: WithHeaders): boolean {
    const least = secondsOf(response.getHeader('min-se'));
    if (least === undefined || least <= (this.#agreed?.seconds ?? this.#wanted)) return false;
    this.#wanted = least;
    this.#least = least;
    if (this.#agreed) this.#agreed = { ...this.#agreed, seconds: least };
    return true;
  }

  /** A 2xx to an INVITE, re-INVITE or UPDATE of ours. */
  answered(response: WithHeaders): void {
    this.#hear(response);
    const read = readSessionExpires(response);
    this.#agree(read && { seconds: read.seconds, isOurs: read.refresher !== 'uas' });
  }

  /** An INVITE, re-INVITE or UPDATE of theirs that we take: what our 2xx says. */
  asked(request: WithHeaders): string[] {
    this.#hear(request);
    const read = readSessionExpires(request);
    if (!read) {
      this.#agree(this.#agreed);
      return [];
    }
    const refresher = read.refresher ?? (knowsTimers(request) ? 'uac' : 'uas');
    const seconds = Math.max(read.seconds, LEAST_S);
    this.#agree({ seconds, isOurs: refresher === 'uas' });
    return [
      `Session-Expires: ${seconds};refresher=${refresher}`,
      ...(refresher === 'uac' ? ['Require: timer'] : []),
    ];
  }

  /** The far end takes UPDATE, as it said last. */
  get takesUpdate(): boolean {
    return this.#takesUpdate && !this.#avoidsUpdate;
  }

  /** It says so, and doesn't. */
  avoidUpdate(): void {
    this.#avoidsUpdate = true;
  }

  stop(): void {
    this.#isOver = true;
    this.#stop();
  }

  #hear(message: WithHeaders): void {
    const allowed = message.getHeaders('allow').join(',');
    if (allowed !== '') this.#takesUpdate = /\bUPDATE\b/i.test(allowed);
  }

  #agree(agreed: Agreed | undefined): void {
    this.#agreed = agreed;
    this.#stop();
    if (agreed && !this.#isOver) this.#stop = this.#clock.after(dueAfterMs(agreed), this.#refresh);
  }
}

/**
 * What an INVITE or UPDATE of theirs is refused with (422) that wants to be refreshed more often than anybody may ask (section
 * 9); undefined: nothing is wrong. Who doesn't know timers, and got one from a proxy, would not understand it.
 */
export function tooBrief(request: WithHeaders): string[] | undefined {
  const read = readSessionExpires(request);
  return read && read.seconds < LEAST_S && knowsTimers(request) ? [`Min-SE: ${LEAST_S}`] : undefined;
}

const knowsTimers = (request: WithHeaders): boolean =>
  /\btimer\b/i.test([...request.getHeaders('supported'), ...request.getHeaders('k')].join(','));

/** RFC 4028 section 10: half for whoever has the duty; for the other the lesser of 32 s and a third before the end. */
function dueAfterMs({ seconds, isOurs }: Agreed): number {
  return (isOurs ? seconds / 2 : seconds - Math.min(32, seconds / 3)) * 1_000;
}

function readSessionExpires(
  message: WithHeaders,
): { seconds: number; refresher: 'uac' | 'uas' | undefined } | undefined {
  const value = message.getHeader('session-expires') ?? message.getHeader('x');
  const seconds = secondsOf(value);
  if (value === undefined || seconds === undefined) return undefined;
  const refresher = /;\s*refresher\s*=\s*(uac|uas)\b/i.exec(value)?.[1]?.toLowerCase();
  return { seconds, refresher: refresher === 'uac' || refresher === 'uas' ? refresher : undefined };
}

function secondsOf(value: string | undefined): number | undefined {
  const seconds = Number(/^\s*(\d{1,9})/.exec(value ?? '')?.[1] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, LONGEST_S) : undefined;
}
