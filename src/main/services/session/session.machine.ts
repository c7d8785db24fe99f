import { assertNever } from '../../../shared/errors/assert-never.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import type { ProductMode } from '../../../shared/domain/product-mode.ts';
import type { Session, SignInStep } from '../../../shared/domain/session.ts';
import { asEntity, freshSteps } from '../bootstrap/checklist.ts';

/**
 * The session's phases. Every run of a flow (sign-in, cached start) has a number; what a run reports after it was
 * replaced or cancelled is ignored. The diagram in docs/sign-in.md is checked against this file.
 */
export interface SessionState {
  readonly session: Session;
  /** Number of the present run; grows with each. */
  readonly run: number;
  /** Who signed in last, and whether their data can be opened without a server. */
  readonly returning: Returning;
}

export interface Returning {
  readonly address?: string;
  readonly name?: string;
  readonly canOpenOffline: boolean;
}

export type LeaveReason = 'sign-out' | 'reset-keep-history' | 'reset';

export type SessionEvent =
  | { readonly kind: 'launched'; readonly returning: Returning; readonly startsFromCache: boolean }
  | { readonly kind: 'begin'; readonly address: string; readonly at: number }
  | { readonly kind: 'open-offline' }
  | { readonly kind: 'steps'; readonly run: number; readonly steps: SignInStep[] }
  | {
      readonly kind: 'password-wanted';
      readonly run: number;
      readonly username: string;
      readonly error?: Failure;
      readonly at: number;
    }
  | { readonly kind: 'password-given' }
  | {
      readonly kind: 'entered';
      readonly run: number;
      readonly address: string;
      readonly name: string;
      readonly mode: ProductMode;
      readonly isFromCache: boolean;
    }
  | { readonly kind: 'refreshed'; readonly run: number; readonly hasNewConfiguration?: boolean }
  | { readonly kind: 'failed'; readonly run: number; readonly error: Failure }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'leave'; readonly reason: LeaveReason }
  | { readonly kind: 'left'; readonly returning: Returning };

export type SessionEffect =
  | { readonly kind: 'sign-in'; readonly run: number; readonly address: string }
  | { readonly kind: 'start-from-cache'; readonly run: number; readonly goesOnline: boolean }
  /** Ends the present run and stops what it started; the identity is closed. */
  | { readonly kind: 'stop-run' }
  | { readonly kind: 'leave'; readonly reason: LeaveReason };

export interface SessionChange {
  readonly state: SessionState;
  readonly effects: readonly SessionEffect[];
}

export const sessionStarting: SessionState = {
  session: { phase: 'starting' },
  run: 0,
  returning: { canOpenOffline: false },
};

export function changeSession(state: SessionState, event: SessionEvent): SessionChange {
  switch (event.kind) {
    case 'launched':
      return launched(state, event);
    case 'begin':
      return begin(state, event);
    case 'open-offline':
      return openOffline(state);
    case 'cancel':
      return cancel(state);
    case 'leave':
      return leave(state, event.reason);
    case 'left':
      return { state: signedOut({ ...state, returning: event.returning }), effects: [] };
    case 'password-given':
      return passwordGiven(state);
    case 'steps':
    case 'password-wanted':
    case 'entered':
    case 'refreshed':
    case 'failed':
      // A run that was replaced has nothing more to say.
      return event.run === state.run ? report(state, event) : stay(state);
    default:
      return assertNever(event);
  }
}

type Report = Extract<SessionEvent, { run: number }>;

function report(state: SessionState, event: Report): SessionChange {
  switch (event.kind) {
    case 'steps':
      return withSteps(state, event.steps);
    case 'password-wanted':
      return passwordWanted(state, event);
    case 'entered':
      return entered(state, event);
    case 'refreshed':
      return refreshed(state, event);
    case 'failed':
      return failed(state, event.error);
    default:
      return assertNever(event);
  }
}

function launched(state: SessionState, event: Extract<SessionEvent, { kind: 'launched' }>): SessionChange {
  if (state.session.phase !== 'starting') return stay(state);
  const next = { ...state, returning: event.returning };
  if (!event.startsFromCache) return { state: signedOut(next), effects: [] };
  const run = state.run + 1;
  return { state: { ...next, run }, effects: [{ kind: 'start-from-cache', run, goesOnline: true }] };
}

function begin(state: SessionState, event: Extract<SessionEvent, { kind: 'begin' }>): SessionChange {
  const { address, at } = event;
  const run = state.run + 1;
  const session: Session = { phase: 'signing-in', address, startedAt: at, steps: freshSteps() };
  const isRunning = state.session.phase === 'signing-in' || state.session.phase === 'signed-in';
  return {
    state: { ...state, run, session },
    effects: [...(isRunning ? [{ kind: 'stop-run' } as const] : []), { kind: 'sign-in', run, address }],
  };
}

function openOffline(state: SessionState): SessionChange {
  if (state.session.phase !== 'signed-out' || !state.returning.canOpenOffline) return stay(state);
  const run = state.run + 1;
  return { state: { ...state, run }, effects: [{ kind: 'start-from-cache', run, goesOnline: false }] };
}

function withSteps(state: SessionState, steps: SignInStep[]): SessionChange {
  const { session } = state;
  if (session.phase !== 'signing-in' && session.phase !== 'signed-in') return stay(state);
  return to(state, { ...session, steps });
}

/** From the hub too: a remembered password that is no longer good brings the question back; data stays as it is. */
function passwordWanted(
  state: SessionState,
  event: Extract<SessionEvent, { kind: 'password-wanted' }>,
): SessionChange {
  const { session } = state;
  if (session.phase !== 'signing-in' && session.phase !== 'signed-in') return stay(state);
  const { username, error, at } = event;
  const startedAt = session.phase === 'signing-in' ? session.startedAt : at;
  const needs = {
    kind: 'password' as const,
    username,
    canRemember: true,
    ...(error && { error: asEntity(error) }),
  };
  return to(state, { phase: 'signing-in', address: session.address, startedAt, steps: session.steps, needs });
}

function passwordGiven(state: SessionState): SessionChange {
  const { session } = state;
  if (session.phase !== 'signing-in' || !session.needs) return stay(state);
  const { needs: _given, ...rest } = session;
  return to(state, rest);
}

function entered(state: SessionState, event: Extract<SessionEvent, { kind: 'entered' }>): SessionChange {
  const { address, name, mode, isFromCache } = event;
  const steps = 'steps' in state.session ? state.session.steps : freshSteps();
  const returning: Returning = { address, name, canOpenOffline: true };
  const session: Session = {
    phase: 'signed-in',
    address,
    name,
    mode,
    isFromCache,
    steps,
    hasNewConfiguration: false,
  };
  return { state: { ...state, returning, session }, effects: [] };
}

function refreshed(state: SessionState, event: Extract<SessionEvent, { kind: 'refreshed' }>): SessionChange {
  const { session } = state;
  if (session.phase !== 'signed-in') return stay(state);
  const hasNewConfiguration = session.hasNewConfiguration || event.hasNewConfiguration === true;
  return to(state, { ...session, isFromCache: false, hasNewConfiguration });
}

function failed(state: SessionState, error: Failure): SessionChange {
  return { state: signedOut(state, error), effects: [{ kind: 'stop-run' }] };
}

function cancel(state: SessionState): SessionChange {
  if (state.session.phase !== 'signing-in') return stay(state);
  return { state: signedOut({ ...state, run: state.run + 1 }), effects: [{ kind: 'stop-run' }] };
}

function leave(state: SessionState, reason: LeaveReason): SessionChange {
  // The run's number grows at once, so that nothing of it is heard while services stop.
  const next = { ...state, run: state.run + 1 };
  return { state: next, effects: [{ kind: 'stop-run' }, { kind: 'leave', reason }] };
}

function signedOut(state: SessionState, error?: Failure): SessionState {
  const { session, returning } = state;
  const typed = session.phase === 'signing-in' ? session.address : undefined;
  const lastAddress = typed ?? returning.address;
  return {
    ...state,
    session: {
      phase: 'signed-out',
      canOpenOffline: returning.canOpenOffline,
      ...(lastAddress !== undefined && { lastAddress }),
      ...(returning.name !== undefined && { lastName: returning.name }),
      ...(error && { error: asEntity(error) }),
      steps: error && 'steps' in session ? session.steps : [],
    },
  };
}

function to(state: SessionState, session: Session): SessionChange {
  return { state: { ...state, session }, effects: [] };
}

function stay(state: SessionState): SessionChange {
  return { state, effects: [] };
}
