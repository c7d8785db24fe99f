import { assertNever } from '../../../../shared/errors/assert-never.ts';
import type { Failure } from '../../../../shared/errors/result.ts';
import type { Verdict } from './judge-refusal.ts';
import type { Registrar } from './redirected-to.ts';
import { nextRetry } from '../../link/retry-policy.ts';
import { refreshDelay } from './refresh-delay.ts';

/*
 *            start                flow-open             accepted
 *   off ───────────► connecting ───────────► registering ─────────► registered ◄──────────┐
 *    ▲                ▲  │ ▲  flow-failed,    │  │ ▲ too-brief        │   │ refresh-due    │ accepted
 *    │ stop (from     │  │ └─ flow-lost: next ┘  │ └─ (again)         │   ▼                │
 *    │ every state)   │  │    server           refused: stop          │  refreshing ───────┘
 *    │                │  ▼ no server left        │                    │   │ flow-lost, refused: next server
 *    │      retry-due └─ waiting                 ▼                    │   │ refused: stop
 *    │                                        stopped ◄───────────────┼───┘
 *    └────── nudge: connecting from every state but off and stopped ──┘ flow-lost: connecting, same server first
 *                                                                        (a silent one last)
 *   registering, refreshing ── refused: elsewhere ──► connecting, to the server that was named
 *   registered ── stood-in ──► refreshing, over the connection that stood by at another server
 *   registered ── go-back ──► moving ── left, flow-lost ──► connecting, the better server first
 *
 * When to go back is decided by return.machine.ts. `docs/protocols/sip.md` has this diagram in full; a test compares the two.
 */

export type RegistrationState =
  | { readonly kind: 'off' }
  /** `tried` servers of this round, the present one included. */
  | {
      readonly kind: 'connecting';
      readonly server: number;
      readonly tried: number;
      readonly attempt: number;
      /** How often `server` and those it named have sent us elsewhere. */
      readonly hops?: number;
    }
  | {
      readonly kind: 'registering';
      readonly server: number;
      readonly tried: number;
      readonly attempt: number;
      readonly expires: number;
      readonly hops?: number;
    }
  | {
      readonly kind: 'registered';
      readonly server: number;
      readonly expires: number;
      readonly expiresAt: number;
    }
  | {
      readonly kind: 'refreshing';
      readonly server: number;
      readonly expires: number;
      readonly expiresAt: number;
      /** What the server wanted at least, when what we asked for was too brief. */
      readonly least?: number;
    }
  /** Unbinding, not for long. */
  | { readonly kind: 'leaving' }
  /** Unbinding at `server`, to register at the better one `to` (A9). */
  | { readonly kind: 'moving'; readonly server: number; readonly to: number }
  | { readonly kind: 'waiting'; readonly attempt: number; readonly retryAt: number; readonly cause: Failure }
  | { readonly kind: 'stopped'; readonly cause: Failure };

export type RegistrationEvent =
  | { readonly kind: 'start' }
  | { readonly kind: 'stop' }
  /** The server unbound us, or took too long. */
  | { readonly kind: 'left' }
  | { readonly kind: 'flow-open' }
  | { readonly kind: 'flow-failed'; readonly cause: Failure }
  | { readonly kind: 'flow-lost'; readonly cause: Failure }
  /** `expires`: seconds granted. */
  | { readonly kind: 'accepted'; readonly expires: number }
  | { readonly kind: 'refused'; readonly verdict: Verdict }
  | { readonly kind: 'refresh-due' }
  | { readonly kind: 'retry-due' }
  /** A better server has been steady for long enough. */
  | { readonly kind: 'go-back'; readonly server: number }
  /** The connection is lost, but another is registered at this server already. */
  | { readonly kind: 'stood-in'; readonly server: number }
  | { readonly kind: 'nudge' };

export type RegistrationEffect =
  /** `to`: whom that server named in its place. */
  | { readonly kind: 'open-flow'; readonly server: number; readonly to?: Registrar }
  | { readonly kind: 'close-flow' }
  | { readonly kind: 'send-register'; readonly expires: number }
  | { readonly kind: 'send-unregister' }
  | { readonly kind: 'set-timer'; readonly event: 'refresh-due' | 'retry-due' | 'left'; readonly ms: number }
  | { readonly kind: 'stop-timer' };

/** What the machine may know of the world at the moment of an event. */
export interface RegistrationWorld {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Uniform in [0, 1). */
  readonly fraction: number;
  readonly servers: number;
  /** Seconds to ask for. */
  readonly expires: number;
}

export interface RegistrationStep {
  readonly state: RegistrationState;
  readonly effects: readonly RegistrationEffect[];
}

export function reduceRegistration(
  state: RegistrationState,
  event: RegistrationEvent,
  world: RegistrationWorld,
): RegistrationStep {
  switch (event.kind) {
    case 'start':
      return reconnect(0, []);
    case 'stop':
      return stop(state);
    case 'left':
      return left(state);
    case 'go-back':
      return state.kind === 'registered'
        ? {
            state: { kind: 'moving', server: state.server, to: event.server },
            effects: [{ kind: 'send-unregister' }, { kind: 'set-timer', event: 'left', ms: LEAVING_MS }],
          }
        : stay(state);
    case 'nudge':
      return state.kind === 'off' || state.kind === 'leaving' || state.kind === 'stopped'
        ? stay(state)
        : reconnect(0, [{ kind: 'stop-timer' }, { kind: 'close-flow' }]);
    case 'flow-open':
      return state.kind === 'connecting'
        ? {
            state: { ...state, kind: 'registering', expires: world.expires },
            effects: [{ kind: 'send-register', expires: world.expires }],
          }
        : stay(state);
    case 'flow-failed':
      return state.kind === 'connecting' ? next(state, event.cause, world) : stay(state);
    case 'flow-lost':
      return flowLost(state, event.cause, world);
    case 'accepted':
      return accepted(state, event.expires, world);
    case 'refused':
      return refused(state, event.verdict, world);
    case 'stood-in':
      return stoodIn(state, event.server, world);
    case 'refresh-due':
      return state.kind === 'registered'
        ? {
            state: { ...state, kind: 'refreshing' },
            effects: [{ kind: 'send-register', expires: world.expires }],
          }
        : stay(state);
    case 'retry-due':
      return state.kind === 'waiting'
        ? {
            state: { kind: 'connecting', server: 0, tried: 1, attempt: state.attempt + 1 },
            effects: [{ kind: 'open-flow', server: 0 }],
          }
        : stay(state);
    default:
      return assertNever(event);
  }
}

/** True while the registrar holds a binding of ours, as far as we know: calls can be made. */
export function isBound(
  state: RegistrationState,
): state is Extract<RegistrationState, { kind: 'registered' | 'refreshing' }> {
  return state.kind === 'registered' || state.kind === 'refreshing';
}

/** Rounds of attempts: 2, 4, 8 … 60 s apart, jittered (cisco-uc 12.3). */
const ROUNDS = { firstMs: 2_000, longestMs: 60_000 };

/** Servers that send us on more often than this send us in circles. */
const MOST_HOPS = 3;

/** What quitting may wait for the server's word. */
const LEAVING_MS = 2_000;

const stay = (state: RegistrationState): RegistrationStep => ({ state, effects: [] });

function left(state: RegistrationState): RegistrationStep {
  if (state.kind === 'leaving')
    return { state: { kind: 'off' }, effects: [{ kind: 'stop-timer' }, { kind: 'close-flow' }] };
  return state.kind === 'moving'
    ? reconnect(state.to, [{ kind: 'stop-timer' }, { kind: 'close-flow' }])
    : stay(state);
}

function stop(state: RegistrationState): RegistrationStep {
  // It is being unbound already.
  if (state.kind === 'moving') return { state: { kind: 'leaving' }, effects: [] };
  if (!isBound(state))
    return { state: { kind: 'off' }, effects: [{ kind: 'stop-timer' }, { kind: 'close-flow' }] };
  return {
    state: { kind: 'leaving' },
    effects: [{ kind: 'send-unregister' }, { kind: 'set-timer', event: 'left', ms: LEAVING_MS }],
  };
}

/** Over the connection that stood by: the binding there is renewed, and nobody sees anything. */
function stoodIn(state: RegistrationState, server: number, { expires }: RegistrationWorld): RegistrationStep {
  if (!isBound(state)) return stay(state);
  return {
    state: { ...state, kind: 'refreshing', server },
    effects: [{ kind: 'stop-timer' }, { kind: 'send-register', expires }],
  };
}

function reconnect(server: number, before: readonly RegistrationEffect[]): RegistrationStep {
  return {
    state: { kind: 'connecting', server, tried: 1, attempt: 1 },
    effects: [...before, { kind: 'open-flow', server }],
  };
}

function accepted(state: RegistrationState, expires: number, world: RegistrationWorld): RegistrationStep {
  if (state.kind !== 'registering' && state.kind !== 'refreshing') return stay(state);
  return {
    state: { kind: 'registered', server: state.server, expires, expiresAt: world.now + expires * 1_000 },
    effects: [{ kind: 'set-timer', event: 'refresh-due', ms: refreshDelay(expires, world.fraction) }],
  };
}

function refused(state: RegistrationState, verdict: Verdict, world: RegistrationWorld): RegistrationStep {
  if (state.kind !== 'registering' && state.kind !== 'refreshing') return stay(state);
  if (verdict.kind === 'stop')
    return {
      state: { kind: 'stopped', cause: verdict.cause },
      effects: [{ kind: 'stop-timer' }, { kind: 'close-flow' }],
    };
  if (verdict.kind === 'try-next') return next(state, verdict.cause, world, verdict.leastMs);
  if (verdict.kind === 'elsewhere') return elsewhere(state, verdict, world);
  // RFC 3261 section 10.2.8: ask again with the minimum; a server that still isn't content is counted as failing.
  const { minExpires } = verdict;
  const asked = state.kind === 'registering' ? state.expires : (state.least ?? world.expires);
  if (minExpires <= asked) return next(state, verdict.cause, world);
  return {
    state: state.kind === 'registering' ? { ...state, expires: minExpires } : { ...state, least: minExpires },
    effects: [{ kind: 'send-register', expires: minExpires }],
  };
}

/** Goes where a redirection leads (RFC 3261 section 8.1.3.4). What is lost later is looked for at the account's own server again. */
function elsewhere(
  state: Extract<RegistrationState, { kind: 'registering' | 'refreshing' }>,
  { to, cause }: Extract<Verdict, { kind: 'elsewhere' }>,
  world: RegistrationWorld,
): RegistrationStep {
  const {
    tried,
    attempt,
    hops = 0,
  } = state.kind === 'registering' ? state : { tried: 1, attempt: 1, hops: 0 };
  if (hops >= MOST_HOPS) return next(state, cause, world);
  const { server } = state;
  return {
    state: { kind: 'connecting', server, tried, attempt, hops: hops + 1 },
    effects: [{ kind: 'close-flow' }, { kind: 'open-flow', server, to }],
  };
}

function flowLost(state: RegistrationState, cause: Failure, world: RegistrationWorld): RegistrationStep {
  switch (state.kind) {
    case 'registering':
      return next(state, cause, world);
    case 'registered': {
      // A connection that broke may be a passing thing; a server that says nothing has had its time.
      if (cause.code !== 'net.timeout' || world.servers === 1)
        return reconnect(state.server, [{ kind: 'stop-timer' }, { kind: 'close-flow' }]);
      const step = next(state, cause, world);
      return { ...step, effects: [{ kind: 'stop-timer' }, ...step.effects] };
    }
    case 'refreshing':
      return next(state, cause, world);
    case 'leaving':
    case 'moving':
      return left(state);
    default:
      return stay(state);
  }
}

/** The next server of this round, or a wait when each had its turn. */
function next(
  state: Extract<RegistrationState, { server: number }>,
  cause: Failure,
  world: RegistrationWorld,
  leastMs?: number,
): RegistrationStep {
  const { tried, attempt } = 'tried' in state ? state : { tried: 1, attempt: 1 };
  // Going on to a server without encryption would be what an attacker wants; the person is asked first (A10).
  const isForPerson = cause.code === 'tls.untrusted';
  if (tried < world.servers && !isForPerson) {
    const server = (state.server + 1) % world.servers;
    return {
      state: { kind: 'connecting', server, tried: tried + 1, attempt },
      effects: [{ kind: 'close-flow' }, { kind: 'open-flow', server }],
    };
  }
  const retry = nextRetry(attempt, cause.code, world.fraction, ROUNDS);
  // Time won't cure it.
  if (retry === 'stop')
    return { state: { kind: 'stopped', cause }, effects: [{ kind: 'stop-timer' }, { kind: 'close-flow' }] };
  const ms = Math.max(retry.delayMs, leastMs ?? 0);
  return {
    state: { kind: 'waiting', attempt, retryAt: world.now + ms, cause },
    effects: [{ kind: 'close-flow' }, { kind: 'set-timer', event: 'retry-due', ms }],
  };
}
