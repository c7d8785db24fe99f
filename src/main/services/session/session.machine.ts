import { assertNever } from '../../../shared/errors/assert-never.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import type { ProductMode } from '../../../shared/domain/product-mode.ts';
import type { Session, SignInStep } from '../../../shared/domain/session.ts';
import type { SignOnQuestion } from '../authentication/sign-on-gate.ts';
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
  /** What spares a new installation the address (D2). */
  readonly suggested?: Extract<Session, { phase: 'signed-out' }>['suggested'];
}

export type LeaveReason = 'sign-out' | 'reset-keep-history' | 'reset';

export type SessionEvent =
  | { readonly kind: 'launched'; readonly returning: Returning; readonly startsFromCache: boolean }
  | {
      readonly kind: 'begin';
      readonly address: string;
      readonly at: number;
      /** By the computer, not by the person. */
      readonly isSuggested?: boolean;
    }
  /** Another suggestion than before; absent: none. */
  | { readonly kind: 'suggested'; readonly suggested?: Returning['suggested'] }
  /** The person types an address of their own. */
  | { readonly kind: 'turned-down' }
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
  /** The provider's page is shown, has ended, or (no question) is wanted no more. */
  | { readonly kind: 'sign-on'; readonly run: number; readonly question?: SignOnQuestion }
  | {
      readonly kind: 'sign-in-due';
      readonly run: number;
      readonly reason: 'soon' | 'ended';
      readonly error?: Failure;
    }
  | { readonly kind: 'signed-on-again'; readonly run: number }
  | {
      readonly kind: 'entered';
      readonly run: number;
      readonly address: string;
      readonly name: string;
      readonly mode: ProductMode;
      readonly isFromCache: boolean;
      readonly location?: 'inside' | 'outside';
    }
  | { readonly kind: 'refreshed'; readonly run: number; readonly hasNewConfiguration?: boolean }
  | { readonly kind: 'failed'; readonly run: number; readonly error: Failure }
  | { readonly kind: 'cancel' }
  /** The person accepts the changed configuration (D11). */
  | { readonly kind: 'take-over' }
  | { readonly kind: 'leave'; readonly reason: LeaveReason }
  | { readonly kind: 'left'; readonly run: number; readonly returning: Returning };

export type SessionEffect =
  | { readonly kind: 'sign-in'; readonly run: number; readonly address: string }
  | { readonly kind: 'start-from-cache'; readonly run: number; readonly goesOnline: boolean }
  /** Like a start from the cache, but the identity and all that is on the screen stay; services start anew. */
  | { readonly kind: 'take-over'; readonly run: number }
  /** Ends the present run and stops what it started; the identity is closed. */
  | { readonly kind: 'stop-run' }
  | { readonly kind: 'leave'; readonly run: number; readonly reason: LeaveReason };

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
    case 'suggested':
      return suggest(state, event.suggested);
    case 'turned-down':
      return turnDown(state);
    case 'open-offline':
      return openOffline(state);
    case 'cancel':
      return cancel(state);
    case 'take-over':
      return takeOver(state);
    case 'leave':
      return leave(state, event.reason);
    case 'left':
      return left({ ...state, returning: event.returning }, event.run);
    case 'password-given':
      return passwordGiven(state);
    case 'steps':
    case 'password-wanted':
    case 'sign-on':
    case 'sign-in-due':
    case 'signed-on-again':
    case 'entered':
    case 'refreshed':
    case 'failed':
      // A run that was replaced has nothing more to say.
      return event.run === state.run ? report(state, event) : stay(state);
    default:
      return assertNever(event);
  }
}

type Report = Exclude<Extract<SessionEvent, { run: number }>, { kind: 'left' }>;

function report(state: SessionState, event: Report): SessionChange {
  switch (event.kind) {
    case 'steps':
      return withSteps(state, event.steps);
    case 'password-wanted':
      return passwordWanted(state, event);
    case 'sign-on':
      return signOn(state, event.question);
    case 'sign-in-due':
    case 'signed-on-again':
      return signInAgain(state, event);
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
  const session: Session = {
    phase: 'signing-in',
    address,
    startedAt: at,
    ...(event.isSuggested === true && { isSuggested: true }),
    steps: freshSteps(),
  };
  const isRunning = state.session.phase === 'signing-in' || state.session.phase === 'signed-in';
  return {
    state: { ...state, run, session },
    effects: [...(isRunning ? [{ kind: 'stop-run' } as const] : []), { kind: 'sign-in', run, address }],
  };
}

function suggest(state: SessionState, suggested: Returning['suggested']): SessionChange {
  const { suggested: _before, ...rest } = state.returning;
  const next = { ...state, returning: { ...rest, ...(suggested && { suggested }) } };
  const { session } = state;
  if (session.phase !== 'signed-out') return stay(next);
  const { suggested: _shown, ...shown } = session;
  return to(next, { ...shown, ...(suggested && { suggested }) });
}

/** The form for an address comes up empty; an attempt that nobody asked for ends. */
function turnDown(state: SessionState): SessionChange {
  const { phase } = state.session;
  if (phase !== 'signing-in' && phase !== 'signed-out') return stay(state);
  const { suggested: _turnedDown, ...returning } = state.returning;
  const isRunning = phase === 'signing-in';
  const run = isRunning ? state.run + 1 : state.run;
  return {
    state: signedOut({ session: { phase: 'starting' }, run, returning }),
    effects: isRunning ? [{ kind: 'stop-run' }] : [],
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
  const { address, steps } = session;
  const isSuggested = session.phase === 'signing-in' && session.isSuggested === true;
  return to(state, {
    phase: 'signing-in',
    address,
    startedAt,
    ...(isSuggested && { isSuggested }),
    steps,
    needs,
  });
}

/** On the sign-in screen it is what is needed; in the hub it belongs to the bar that asks to sign in again. */
function signOn(state: SessionState, question: SignOnQuestion | undefined): SessionChange {
  const { session } = state;
  const visit = question && {
    host: question.host,
    place: question.place,
    isOpen: question.isOpen,
    ...(question.error && { error: asEntity(question.error) }),
  };
  if (session.phase === 'signing-in') {
    const { needs, ...rest } = session;
    if (visit) return to(state, { ...rest, needs: { kind: 'single-sign-on', ...visit } });
    return needs?.kind === 'single-sign-on' ? to(state, rest) : stay(state);
  }
  if (session.phase !== 'signed-in' || !session.signInAgain) return stay(state);
  const { visit: _before, ...bar } = session.signInAgain;
  return to(state, { ...session, signInAgain: { ...bar, ...(visit && { visit }) } });
}

/** Nothing that is open in the hub is touched. */
function signInAgain(
  state: SessionState,
  event: Extract<SessionEvent, { kind: 'sign-in-due' | 'signed-on-again' }>,
): SessionChange {
  const { session } = state;
  if (session.phase !== 'signed-in') return stay(state);
  const { signInAgain: before, ...rest } = session;
  if (event.kind === 'signed-on-again') return before ? to(state, rest) : stay(state);
  // What has ended does not become less urgent.
  const reason = before?.reason === 'ended' ? 'ended' : event.reason;
  const { error } = event;
  const visit = before?.visit;
  const bar = { reason, ...(error && { error: asEntity(error) }), ...(visit && { visit }) };
  return to(state, { ...rest, signInAgain: bar });
}

function passwordGiven(state: SessionState): SessionChange {
  const { session } = state;
  if (session.phase !== 'signing-in' || session.needs?.kind !== 'password') return stay(state);
  const { needs: _given, ...rest } = session;
  return to(state, rest);
}

function entered(state: SessionState, event: Extract<SessionEvent, { kind: 'entered' }>): SessionChange {
  const { address, name, mode, isFromCache, location } = event;
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
    ...(location && { location }),
  };
  return { state: { ...state, returning, session }, effects: [] };
}

function refreshed(state: SessionState, event: Extract<SessionEvent, { kind: 'refreshed' }>): SessionChange {
  const { session } = state;
  if (session.phase !== 'signed-in') return stay(state);
  const hasNewConfiguration = session.hasNewConfiguration || event.hasNewConfiguration === true;
  return to(state, { ...session, isFromCache: false, hasNewConfiguration });
}

/** What was fetched behind the person's back is in the cache already: the hub stays, what runs below starts again from it. */
function takeOver(state: SessionState): SessionChange {
  const { session } = state;
  if (session.phase !== 'signed-in' || !session.hasNewConfiguration) return stay(state);
  const run = state.run + 1;
  const next: Session = { ...session, hasNewConfiguration: false, steps: freshSteps() };
  return { state: { ...state, run, session: next }, effects: [{ kind: 'take-over', run }] };
}

function failed(state: SessionState, error: Failure): SessionChange {
  return { state: signedOut({ ...state, run: state.run + 1 }, error), effects: [{ kind: 'stop-run' }] };
}

function cancel(state: SessionState): SessionChange {
  if (state.session.phase !== 'signing-in') return stay(state);
  return { state: signedOut({ ...state, run: state.run + 1 }), effects: [{ kind: 'stop-run' }] };
}

function leave(state: SessionState, reason: LeaveReason): SessionChange {
  // The run's number grows at once, so that nothing of it is heard while services stop.
  const next = { ...state, run: state.run + 1 };
  return { state: next, effects: [{ kind: 'stop-run' }, { kind: 'leave', run: next.run, reason }] };
}

/** A sign-in that was begun meanwhile stays on the screen. */
function left(state: SessionState, run: number): SessionChange {
  return run === state.run ? { state: signedOut(state), effects: [] } : stay(state);
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
      ...(returning.suggested && { suggested: returning.suggested }),
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
