import type { Call } from '../../../shared/domain/call.ts';

/** An ended call stays this long, so that its reason can be read. */
export const ENDED_SHOWN_MS = 10_000;
/** So much longer while somebody points at it or has the keyboard in it: they may be reading. */
export const ENDED_HELD_MS = 20_000;

export interface CallsInView {
  /** Cards: running calls first, then ended ones, each oldest first. */
  readonly cards: readonly Call[];
  /** Incoming ones that ask for an answer, oldest first: at most three. */
  readonly toasts: readonly Call[];
  /** Further ones that ring behind those. */
  readonly hiddenCount: number;
}

const TOASTS_AT_MOST = 3;
const byStart = (a: Call, b: Call) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1);

/** Calls that somebody is in or waits for. */
export const isRunning = (call: Call) => call.state !== 'ended' && call.state !== 'ringing-in';

/** A caller who gave up, or whom we declined, is in the history; there is nothing more to say here. */
const hasSomethingToSay = (call: Call) =>
  call.direction === 'out' || call.connectedAt !== undefined || call.error !== undefined;

/**
 * What of the calls is shown where. A ringing call that may not disturb the person is a quiet card, not a toast.
 */
export function callsInView(calls: Iterable<Call>, isQuiet: (call: Call) => boolean): CallsInView {
  const sorted = [...calls].sort(byStart);
  const ringing = sorted.filter((call) => call.state === 'ringing-in');
  const loud = ringing.filter((call) => !isQuiet(call));
  const toasts = loud.slice(0, TOASTS_AT_MOST);
  return {
    cards: [
      ...sorted.filter((call) => isRunning(call) || (call.state === 'ringing-in' && isQuiet(call))),
      ...sorted.filter((call) => call.state === 'ended' && hasSomethingToSay(call)),
    ],
    toasts,
    hiddenCount: loud.length - toasts.length,
  };
}

/**
 * The calls there are, with those that ended a moment ago even when main has let go of them.
 * `before` is the previous result; times are ms since 1970.
 */
export function withEnded(
  before: ReadonlyMap<string, Call>,
  current: ReadonlyMap<string, Call>,
  now: number,
): ReadonlyMap<string, Call> {
  const isFresh = (call: Call) => now - (call.endedAt ?? now) < ENDED_SHOWN_MS;
  const kept = [...before].filter(
    ([id, call]) => !current.has(id) && call.state === 'ended' && isFresh(call),
  );
  const present = [...current].filter(([, call]) => call.state !== 'ended' || isFresh(call));
  return new Map([...kept, ...present]);
}

/** When the next ended call has been shown long enough, ms since 1970. */
export function nextExpiry(calls: Iterable<Call>): number | undefined {
  const times = [...calls].flatMap((call) =>
    call.state === 'ended' && call.endedAt !== undefined ? [call.endedAt + ENDED_SHOWN_MS] : [],
  );
  return times.length === 0 ? undefined : Math.min(...times);
}

/** The call that the window's keys are for: the one that is spoken in, else the one that was begun first. */
export function keyedCall(cards: readonly Call[]): Call | undefined {
  const running = cards.filter(isRunning);
  return running.find(({ state }) => state !== 'held') ?? running[0];
}

/** The call that a digit typed anywhere goes to: the one that takes tones now, if it is just one. */
export function toneTarget(calls: Iterable<Call>): Call | undefined {
  const taking = [...calls].filter((call) => call.can.includes('dtmf') && call.state !== 'held');
  return taking.length === 1 ? taking[0] : undefined;
}
