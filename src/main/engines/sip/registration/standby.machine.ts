import { assertNever } from '../../../../shared/errors/assert-never.ts';
import { refreshDelay } from './refresh-delay.ts';

/*
 *        main registered            flow-open              accepted
 *   off ────────────────► opening ────────────► registering ───────► bound ── due: registers again
 *    ▲                     ▲   │ failed            │ failed            │ failed
 *    │ main lost, taken    │   └───────────────────┴───► waiting ◄─────┘
 *    └── (every state)     └─────────── due ────────────────┘
 */

/**
 * The second registration of a phone that has two ways (Expressway X14, cisco-uc 9.4). `main`: the server of the first;
 * the second is never there.
 */
export type StandbyState =
  | { readonly kind: 'off' }
  | { readonly kind: 'opening' | 'registering' | 'bound'; readonly main: number; readonly server: number }
  /** `server` was tried last. */
  | { readonly kind: 'waiting'; readonly main: number; readonly server: number };

export type StandbyEvent =
  /** The first registration stands at this server, which takes two; undefined: it doesn't. */
  | { readonly kind: 'main'; readonly server: number | undefined }
  | { readonly kind: 'flow-open' }
  /** No connection, none any more, or refused. */
  | { readonly kind: 'failed' }
  /** `expires`: seconds granted. */
  | { readonly kind: 'accepted'; readonly expires: number }
  | { readonly kind: 'due' }
  /** It is the first one now. */
  | { readonly kind: 'taken' };

export type StandbyEffect =
  | { readonly kind: 'open'; readonly server: number }
  | { readonly kind: 'register' }
  | { readonly kind: 'close' }
  | { readonly kind: 'set-timer'; readonly ms: number };

export interface StandbyStep {
  readonly state: StandbyState;
  readonly effects: readonly StandbyEffect[];
}

/** Nobody waits for it, and its server may be down for long. */
const AGAIN_MS = 30_000;

/** `servers`: how many there are; `fraction`: uniform in [0, 1). */
export function reduceStandby(
  state: StandbyState,
  event: StandbyEvent,
  { servers, fraction }: { readonly servers: number; readonly fraction: number },
): StandbyStep {
  switch (event.kind) {
    case 'main':
      return follow(state, event.server, servers);
    case 'taken':
      return { state: { kind: 'off' }, effects: [] };
    case 'flow-open':
      return state.kind === 'opening'
        ? { state: { ...state, kind: 'registering' }, effects: [{ kind: 'register' }] }
        : stay(state);
    case 'failed':
      return state.kind === 'off' || state.kind === 'waiting'
        ? stay(state)
        : {
            state: { ...state, kind: 'waiting' },
            effects: [{ kind: 'close' }, { kind: 'set-timer', ms: AGAIN_MS }],
          };
    case 'accepted':
      return state.kind === 'registering' || state.kind === 'bound'
        ? {
            state: { ...state, kind: 'bound' },
            effects: [{ kind: 'set-timer', ms: refreshDelay(event.expires, fraction) }],
          }
        : stay(state);
    case 'due':
      if (state.kind === 'waiting') return open(state.main, state.server, servers);
      return state.kind === 'bound' ? { state, effects: [{ kind: 'register' }] } : stay(state);
    default:
      return assertNever(event);
  }
}

const stay = (state: StandbyState): StandbyStep => ({ state, effects: [] });

function follow(state: StandbyState, main: number | undefined, servers: number): StandbyStep {
  if (main === undefined)
    return state.kind === 'off' ? stay(state) : { state: { kind: 'off' }, effects: [{ kind: 'close' }] };
  if (state.kind === 'off') return open(main, main, servers);
  if (state.main === main) return stay(state);
  if (state.server !== main) return stay({ ...state, main });
  const step = open(main, main, servers);
  return { ...step, effects: [{ kind: 'close' }, ...step.effects] };
}

/** The next one after `last` that isn't the first registration's. */
function open(main: number, last: number, servers: number): StandbyStep {
  const next = (last + 1) % servers;
  const server = next === main ? (next + 1) % servers : next;
  return server === main
    ? { state: { kind: 'off' }, effects: [] }
    : { state: { kind: 'opening', main, server }, effects: [{ kind: 'open', server }] };
}
