import { assertNever } from '../../../shared/errors/assert-never.ts';
import type { Failure } from '../../../shared/errors/result.ts';

/** From when on, by the server's clock in ms since 1970, and for how long. */
export interface Life {
  readonly from: number;
  readonly ms: number;
}

/** What is known of the tokens without the tokens themselves. */
export interface TokenLives {
  readonly access: Life;
  /** False in the implicit flow: only the person can get another one. */
  readonly isRenewable: boolean;
  /** Absent: the server did not say how long the refresh token lives. */
  readonly refresh?: Life;
}

/**
 * The life of one person's tokens (A2, cisco-uc 7.5, 7.6). Access tokens are renewed at 80 % of their life, the person is
 * asked at 75 % of the refresh token's. A renewal that fails for a passing reason is tried again; one that the server
 * refuses ends it: nothing is shown to any server any more until the person has signed in. All times are the server's.
 */
export type TokenState =
  | { readonly kind: 'held'; readonly lives: TokenLives; readonly wasTold: boolean }
  | {
      readonly kind: 'renewing';
      readonly lives: TokenLives;
      readonly wasTold: boolean;
      readonly attempt: number;
      /** A server refused the access token, so it is not given out though it is not over. */
      readonly isRefused: boolean;
    }
  | {
      readonly kind: 'waiting';
      readonly lives: TokenLives;
      readonly wasTold: boolean;
      readonly attempt: number;
      readonly isRefused: boolean;
      readonly retryAt: number;
      readonly error: Failure;
    }
  | { readonly kind: 'ended'; readonly error: Failure };

export type TokenEvent =
  | { readonly kind: 'received'; readonly lives: TokenLives; readonly at: number }
  /** Time has passed. */
  | { readonly kind: 'tick'; readonly at: number }
  /** Somebody needs a token and there is no usable one. */
  | { readonly kind: 'wanted'; readonly at: number }
  /** A server refused the newest access token. */
  | { readonly kind: 'refused'; readonly at: number }
  | {
      readonly kind: 'failed';
      readonly error: Failure;
      readonly at: number;
      /** 0 to 1: spreads the next try. */
      readonly fraction: number;
    };

export type TokenEffect =
  | { readonly kind: 'renew' }
  | { readonly kind: 'ask-soon' }
  | { readonly kind: 'end'; readonly error: Failure }
  /** Feed a tick then, at the latest. */
  | { readonly kind: 'wake'; readonly at: number };

export interface TokenChange {
  readonly state: TokenState;
  readonly effects: readonly TokenEffect[];
}

const RENEW_AT = 0.8;
const ASK_AT = 0.75;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 300_000;
/** Timers don't reach over weeks, and machines sleep: look again now and then. */
const LONGEST_SLEEP_MS = 6 * 3_600_000;
/** A token from the future: somebody turned a clock back. */
const SKEW_MS = 60_000;

export function tokensReceived(lives: TokenLives, at: number): TokenChange {
  return looked({ kind: 'held', lives, wasTold: false }, at);
}

export function changeTokens(state: TokenState, event: TokenEvent): TokenChange {
  if (event.kind === 'received')
    return looked({ kind: 'held', lives: event.lives, wasTold: wasTold(state, event.lives) }, event.at);
  if (state.kind === 'ended') return { state, effects: [] };
  switch (event.kind) {
    case 'tick':
      return looked(state, event.at);
    case 'wanted':
      return state.kind === 'renewing' ? { state, effects: [] } : renewing(state, false);
    case 'refused':
      return state.kind === 'renewing'
        ? { state: { ...state, isRefused: true }, effects: [] }
        : renewing(state, true);
    case 'failed':
      return state.kind === 'renewing' ? failed(state, event) : { state, effects: [] };
    default:
      return assertNever(event);
  }
}

/** The person was asked about a refresh token, so a renewal that leaves it as it is does not ask again. */
function wasTold(state: TokenState, { refresh }: TokenLives): boolean {
  return state.kind !== 'ended' && state.wasTold && refresh?.from === state.lives.refresh?.from;
}

/** Whether the access token may be shown to a server. */
export function isUsable(state: TokenState, at: number): boolean {
  switch (state.kind) {
    case 'held':
      return !isOver(state.lives.access, 1, at);
    case 'renewing':
    case 'waiting':
      return !state.isRefused && !isOver(state.lives.access, 1, at);
    case 'ended':
      return false;
    default:
      return assertNever(state);
  }
}

type Living = Exclude<TokenState, { kind: 'ended' }>;

/** What is due now. */
function looked(state: Living, at: number): TokenChange {
  const { lives } = state;
  if (!lives.isRenewable && isOver(lives.access, 1, at)) return ended({ code: 'auth.session-ended' });
  const isTime = lives.isRenewable && isOver(lives.access, RENEW_AT, at);
  const isDue = state.kind === 'held' ? isTime : state.kind === 'waiting' && at >= state.retryAt;
  const { refresh } = lives;
  const asks = !state.wasTold && refresh !== undefined && at >= refresh.from + refresh.ms * ASK_AT;
  const told: Living = asks ? { ...state, wasTold: true } : state;
  const next = isDue ? renewing(told, state.kind === 'waiting' && state.isRefused) : wake(told, at);
  return { state: next.state, effects: [...(asks ? [{ kind: 'ask-soon' } as const] : []), ...next.effects] };
}

function renewing(state: Living, isRefused: boolean): TokenChange {
  const { lives, wasTold } = state;
  if (!lives.isRenewable) return ended({ code: 'auth.session-ended' });
  const attempt = state.kind === 'waiting' ? state.attempt + 1 : 1;
  const stays = state.kind !== 'held' && state.isRefused;
  return {
    state: { kind: 'renewing', lives, wasTold, attempt, isRefused: isRefused || stays },
    effects: [{ kind: 'renew' }],
  };
}

function failed(
  state: Extract<TokenState, { kind: 'renewing' }>,
  { error, at, fraction }: Extract<TokenEvent, { kind: 'failed' }>,
): TokenChange {
  // The server's word; everything else (no network, a portal, a broken server) may pass.
  if (error.code === 'auth.session-ended' || error.code === 'auth.sign-on-not-allowed') return ended(error);
  const { lives, wasTold, attempt, isRefused } = state;
  const pause = Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempt - 1, 10), LONGEST_RETRY_MS);
  const retryAt = at + pause * (0.75 + fraction / 2);
  return wake({ kind: 'waiting', lives, wasTold, attempt, isRefused, retryAt, error }, at);
}

function ended(error: Failure): TokenChange {
  return { state: { kind: 'ended', error }, effects: [{ kind: 'end', error }] };
}

function wake(state: Living, at: number): TokenChange {
  const { access, refresh, isRenewable } = state.lives;
  const moments = [
    at + LONGEST_SLEEP_MS,
    ...(state.kind === 'held' ? [access.from + access.ms * (isRenewable ? RENEW_AT : 1)] : []),
    ...(state.kind === 'waiting' ? [state.retryAt] : []),
    ...(refresh && !state.wasTold ? [refresh.from + refresh.ms * ASK_AT] : []),
  ];
  return { state, effects: [{ kind: 'wake', at: Math.max(at, Math.min(...moments)) }] };
}

function isOver({ from, ms }: Life, share: number, at: number): boolean {
  return at >= from + ms * share || at < from - SKEW_MS;
}
