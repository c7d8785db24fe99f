import { assertNever } from '../../../../shared/errors/assert-never.ts';

/*
 * While a server of lower rank serves, the better ones are asked again and again; one that has answered for long enough is
 * gone back to, though never during a call (A9; cisco-uc 6.2 `connectionMonitorDuration`).
 *
 *            stand-in                 round-due                  answered, steady for long, no call
 *   off ───────────────► waiting ───────────────► probing ──────────────────────────────────► off (return)
 *    ▲                      ▲                       │ │ ▲
 *    │                      ├───────────────────────┘ └─┘ silent: the next better server
 *    │                      │ answered; silent and none left
 *    │                      └──► off (return), calls-over, where it is steady for long
 *    └── home, lost (from every state)
 */

/** The better server that answered in the last round, and since when it always has, monotonic ms. */
export interface Steady {
  readonly server: number;
  readonly since: number;
}

export type ReturnState =
  /** At the best server, or at none. */
  | { readonly kind: 'off' }
  /** Until the next round. `current` serves meanwhile. */
  | { readonly kind: 'waiting'; readonly current: number; readonly steady?: Steady }
  | {
      readonly kind: 'probing';
      readonly current: number;
      readonly asked: number;
      readonly steady?: Steady;
    };

export type ReturnEvent =
  /** Registered, or registered again, at `server`: the best one is 0. */
  | { readonly kind: 'registered'; readonly server: number }
  /** Registered no more. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'round-due' }
  | { readonly kind: 'answered' }
  | { readonly kind: 'silent' }
  /** The last call has ended. */
  | { readonly kind: 'calls-over' };

export type ReturnEffect =
  | { readonly kind: 'probe'; readonly server: number }
  | { readonly kind: 'set-timer'; readonly ms: number }
  | { readonly kind: 'stop' }
  | { readonly kind: 'return'; readonly server: number };

export interface ReturnWorld {
  /** Monotonic, ms. */
  readonly now: number;
  /** How long a better server must have answered, ms. */
  readonly monitorMs: number;
  readonly hasCalls: boolean;
}

export interface ReturnStep {
  readonly state: ReturnState;
  readonly effects: readonly ReturnEffect[];
}

export function reduceReturn(state: ReturnState, event: ReturnEvent, world: ReturnWorld): ReturnStep {
  switch (event.kind) {
    case 'registered':
      return registered(state, event.server, world);
    case 'lost':
      return off(state);
    case 'round-due':
      return state.kind === 'waiting'
        ? { state: { ...state, kind: 'probing', asked: 0 }, effects: [{ kind: 'probe', server: 0 }] }
        : stay(state);
    case 'answered':
      return state.kind === 'probing' ? answered(state, world) : stay(state);
    case 'silent':
      return state.kind === 'probing' ? silent(state, world) : stay(state);
    case 'calls-over':
      return state.kind === 'waiting' && isLongEnough(state.steady, world)
        ? goBack(state.steady.server)
        : stay(state);
    default:
      return assertNever(event);
  }
}

const OFF: ReturnState = { kind: 'off' };

/** Four rounds before a return are enough to call a server steady; more often than each second asks nobody. */
const roundMs = ({ monitorMs }: ReturnWorld): number => Math.max(monitorMs / 4, 1_000);

const stay = (state: ReturnState): ReturnStep => ({ state, effects: [] });

function off(state: ReturnState): ReturnStep {
  return state.kind === 'off' ? stay(state) : { state: OFF, effects: [{ kind: 'stop' }] };
}

function registered(state: ReturnState, server: number, world: ReturnWorld): ReturnStep {
  if (server === 0) return off(state);
  // A refresh at the same server changes nothing.
  if (state.kind !== 'off' && state.current === server) return stay(state);
  return {
    state: { kind: 'waiting', current: server },
    effects: [{ kind: 'set-timer', ms: roundMs(world) }],
  };
}

function answered(state: Extract<ReturnState, { kind: 'probing' }>, world: ReturnWorld): ReturnStep {
  const isSame = state.steady?.server === state.asked;
  const steady: Steady = isSame && state.steady ? state.steady : { server: state.asked, since: world.now };
  if (isLongEnough(steady, world) && !world.hasCalls) return goBack(steady.server);
  return {
    state: { kind: 'waiting', current: state.current, steady },
    effects: [{ kind: 'set-timer', ms: roundMs(world) }],
  };
}

function silent(state: Extract<ReturnState, { kind: 'probing' }>, world: ReturnWorld): ReturnStep {
  const asked = state.asked + 1;
  if (asked < state.current)
    return { state: { ...state, asked }, effects: [{ kind: 'probe', server: asked }] };
  return {
    state: { kind: 'waiting', current: state.current },
    effects: [{ kind: 'set-timer', ms: roundMs(world) }],
  };
}

const isLongEnough = (steady: Steady | undefined, world: ReturnWorld): steady is Steady =>
  steady !== undefined && world.now - steady.since >= world.monitorMs;

const goBack = (server: number): ReturnStep => ({
  state: OFF,
  effects: [{ kind: 'stop' }, { kind: 'return', server }],
});
