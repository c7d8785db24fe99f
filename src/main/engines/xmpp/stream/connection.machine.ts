import { assertNever } from '../../../../shared/errors/assert-never.ts';
import type { Failure, Result } from '../../../../shared/errors/result.ts';
import type { XmppLink } from '../../../ports/xmpp.port.ts';
import { nextRetry } from '../../link/retry-policy.ts';

/*
 * The life of the link (docs/protocols/xmpp.md shows the same diagram):
 *
 *             connect                    established
 *   offline ──────────► connecting ─────────────────────► online ──┐ idle: probe
 *      ▲                 │  ▲   ▲  ◄───────────────────────  │  ▲  │ heard: probe answered
 *      │          failed │  │   └── probe unanswered ─────────┤  └──┘
 *      │                 ▼  │ retry due, nudge, again        │ lost
 *      │   stopped ◄── waiting ◄─────────────────────────────┘
 *      │   │ (cause that waiting can't cure, or both nodes failed: from connecting or online)
 *      │   └── again, and where both nodes failed a nudge: connecting
 *      └── disconnect, from everywhere
 *   move: from everywhere to connecting, the session kept to be resumed by the new way
 */
export type ConnectionState =
  | { readonly kind: 'offline' }
  | { readonly kind: 'connecting'; readonly attempt: number }
  /** `asked` after silence or with a message, `pressed` by a nudge, `patient` when bytes came but no answer yet. */
  | { readonly kind: 'online'; readonly probe: 'none' | 'asked' | 'pressed' | 'patient' }
  | { readonly kind: 'waiting'; readonly attempt: number }
  /** `resting`: a nudge, as of a new network, is reason enough to try again. */
  | { readonly kind: 'stopped'; readonly isResting: boolean };

export type ConnectionEvent =
  | { readonly kind: 'connect' }
  | { readonly kind: 'established'; readonly link: XmppLink & { readonly kind: 'online' } }
  /** The attempt failed at every target (`connecting`), or the stream ended (`online`). `now` in ms since 1970. */
  | {
      readonly kind: 'lost';
      readonly cause: Failure;
      readonly fraction: number;
      readonly now: number;
      /** What the account's guide says (A8); absent: the retry policy decides. */
      readonly verdict?: { readonly delayMs: number } | 'rest' | undefined;
    }
  /** A whole element came: bytes alone could be swallowed by one that never ends. */
  | { readonly kind: 'heard' }
  | { readonly kind: 'retry-due' }
  /** A message was written, and with it the question whether it has come: silence is now as telling as after a probe. */
  | { readonly kind: 'asked' }
  /** The idle timer fired; nothing came for so long. */
  | { readonly kind: 'idle-due'; readonly silentMs: number }
  /** The time for an answer is up; whether any bytes came meanwhile (a large stanza on a slow line). */
  | { readonly kind: 'probe-due'; readonly hasBytes: boolean }
  /** The network changed, or the machine woke; the attempt under way, if any, has lasted so long. */
  | { readonly kind: 'nudge'; readonly attemptMs: number }
  /** The person asks for it. */
  | { readonly kind: 'again' }
  /** The same session is to be reached by another way (D5). */
  | { readonly kind: 'move' }
  | { readonly kind: 'disconnect' };

export type TimerName = 'retry' | 'idle' | 'probe';

export type ConnectionEffect =
  /** Try the targets, resuming the last stream if that is possible. */
  | { readonly kind: 'attempt'; readonly attempt: number }
  /** Give up the attempt, or the stream, without a word: it is of no use. */
  | { readonly kind: 'drop' }
  /** End the stream properly. */
  | { readonly kind: 'close' }
  /** Make the server say something. */
  | { readonly kind: 'probe' }
  /** What was not acknowledged will never be known; what waits for answers gets none. */
  | { readonly kind: 'forget-session' }
  | { readonly kind: 'timer'; readonly name: TimerName; readonly ms: number }
  | { readonly kind: 'cancel-timer'; readonly name: TimerName }
  | { readonly kind: 'publish'; readonly link: XmppLink }
  /** Answers the call of `connect`, if it still waits. */
  | { readonly kind: 'answer'; readonly result: Result<void> };

export interface ConnectionStep {
  readonly state: ConnectionState;
  readonly effects: readonly ConnectionEffect[];
}

/** Silence after which the server is asked for a sign of life; and how long it may take, in general and when there is doubt. */
export const KEEP_ALIVE = {
  idleMs: 60_000,
  answerMs: 20_000,
  nudgedAnswerMs: 4_000,
  stuckAttemptMs: 3_000,
} as const;

export const initialConnection: ConnectionState = { kind: 'offline' };

const ALL_TIMERS: readonly ConnectionEffect[] = [
  { kind: 'cancel-timer', name: 'retry' },
  { kind: 'cancel-timer', name: 'idle' },
  { kind: 'cancel-timer', name: 'probe' },
];

/** One step of the connection machine: pure. Events that mean nothing in a state change nothing. */
export function connectionStep(state: ConnectionState, event: ConnectionEvent): ConnectionStep {
  switch (event.kind) {
    case 'connect':
      return begin(1, [{ kind: 'drop' }, { kind: 'forget-session' }]);
    case 'move':
      return begin(1, [{ kind: 'drop' }]);
    case 'established':
      return state.kind === 'connecting' ? online(event.link) : stay(state);
    case 'lost':
      return lost(state, event);
    case 'heard':
      return state.kind === 'online' && state.probe !== 'none' ? answered() : stay(state);
    case 'asked':
      return state.kind === 'online' && state.probe === 'none' ? asked() : stay(state);
    case 'retry-due':
      return state.kind === 'waiting' ? begin(state.attempt + 1) : stay(state);
    case 'idle-due':
      return state.kind === 'online' && state.probe === 'none' ? idle(state, event.silentMs) : stay(state);
    case 'probe-due':
      return unanswered(state, event.hasBytes);
    case 'nudge':
      return nudged(state, event.attemptMs);
    case 'again':
      return state.kind === 'waiting' || state.kind === 'stopped' ? begin(1) : stay(state);
    case 'disconnect':
      return disconnected(state);
    default:
      return assertNever(event);
  }
}

function stay(state: ConnectionState): ConnectionStep {
  return { state, effects: [] };
}

function begin(attempt: number, before: readonly ConnectionEffect[] = []): ConnectionStep {
  return {
    state: { kind: 'connecting', attempt },
    effects: [
      ...ALL_TIMERS,
      ...before,
      { kind: 'publish', link: { kind: 'connecting', attempt } },
      { kind: 'attempt', attempt },
    ],
  };
}

function online(link: XmppLink & { kind: 'online' }): ConnectionStep {
  return {
    state: { kind: 'online', probe: 'none' },
    effects: [
      { kind: 'timer', name: 'idle', ms: KEEP_ALIVE.idleMs },
      { kind: 'publish', link },
      { kind: 'answer', result: { ok: true, value: undefined } },
    ],
  };
}

function lost(state: ConnectionState, event: ConnectionEvent & { kind: 'lost' }): ConnectionStep {
  if (state.kind !== 'connecting' && state.kind !== 'online') return stay(state);
  const attempt = state.kind === 'connecting' ? state.attempt : 1;
  const retry = event.verdict ?? nextRetry(attempt, event.cause.code, event.fraction);
  const answer: ConnectionEffect = { kind: 'answer', result: { ok: false, error: event.cause } };
  if (retry === 'stop' || retry === 'rest') {
    const link: XmppLink = { kind: 'stopped', cause: event.cause };
    return {
      state: { kind: 'stopped', isResting: retry === 'rest' },
      effects: [
        ...ALL_TIMERS,
        { kind: 'drop' },
        { kind: 'forget-session' },
        { kind: 'publish', link },
        answer,
      ],
    };
  }
  const link: XmppLink = { kind: 'waiting', attempt, retryAt: event.now + retry.delayMs, cause: event.cause };
  return {
    state: { kind: 'waiting', attempt },
    effects: [
      ...ALL_TIMERS,
      { kind: 'drop' },
      { kind: 'timer', name: 'retry', ms: retry.delayMs },
      { kind: 'publish', link },
      answer,
    ],
  };
}

function answered(): ConnectionStep {
  return {
    state: { kind: 'online', probe: 'none' },
    effects: [
      { kind: 'cancel-timer', name: 'probe' },
      { kind: 'timer', name: 'idle', ms: KEEP_ALIVE.idleMs },
    ],
  };
}

function unanswered(state: ConnectionState, hasBytes: boolean): ConnectionStep {
  if (state.kind !== 'online' || state.probe === 'none') return stay(state);
  if (state.probe === 'patient' || !hasBytes) return begin(1, [{ kind: 'drop' }]);
  return {
    state: { kind: 'online', probe: 'patient' },
    effects: [{ kind: 'timer', name: 'probe', ms: KEEP_ALIVE.answerMs }],
  };
}

function idle(state: ConnectionState, silentMs: number): ConnectionStep {
  const leftMs = KEEP_ALIVE.idleMs - silentMs;
  if (leftMs > 0) return { state, effects: [{ kind: 'timer', name: 'idle', ms: leftMs }] };
  return probing('asked', KEEP_ALIVE.answerMs);
}

function asked(): ConnectionStep {
  return {
    state: { kind: 'online', probe: 'asked' },
    effects: [
      { kind: 'cancel-timer', name: 'idle' },
      { kind: 'timer', name: 'probe', ms: KEEP_ALIVE.answerMs },
    ],
  };
}

function probing(probe: 'asked' | 'pressed', answerMs: number): ConnectionStep {
  return {
    state: { kind: 'online', probe },
    effects: [
      { kind: 'cancel-timer', name: 'idle' },
      { kind: 'probe' },
      { kind: 'timer', name: 'probe', ms: answerMs },
    ],
  };
}

function nudged(state: ConnectionState, attemptMs: number): ConnectionStep {
  switch (state.kind) {
    case 'online':
      // Nudges come in bursts: the first starts the clock, the others must not start it again.
      if (state.probe === 'pressed' || state.probe === 'patient') return stay(state);
      return probing('pressed', KEEP_ALIVE.nudgedAnswerMs);
    case 'waiting':
      return begin(1);
    case 'connecting':
      // It may be waiting for a network that is gone; a young attempt is left alone.
      return attemptMs >= KEEP_ALIVE.stuckAttemptMs ? begin(state.attempt, [{ kind: 'drop' }]) : stay(state);
    case 'stopped':
      return state.isResting ? begin(1) : stay(state);
    case 'offline':
      return stay(state);
    default:
      return assertNever(state);
  }
}

function disconnected(state: ConnectionState): ConnectionStep {
  if (state.kind === 'offline') return stay(state);
  const end: ConnectionEffect = { kind: state.kind === 'online' ? 'close' : 'drop' };
  const answer: ConnectionEffect = {
    kind: 'answer',
    result: { ok: false, error: { code: 'app.cancelled' } },
  };
  return {
    state: { kind: 'offline' },
    effects: [
      ...ALL_TIMERS,
      end,
      { kind: 'forget-session' },
      { kind: 'publish', link: { kind: 'offline' } },
      answer,
    ],
  };
}
