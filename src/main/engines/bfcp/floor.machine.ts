import { assertNever } from '../../../shared/errors/assert-never.ts';

/** Who may show slides. */
export type FloorHolder = 'nobody' | 'us' | 'them';

/**
 * One floor between two people. Whoever asks last gets it: that is how people take turns in a conversation.
 * `ours` is our own claim; `theirs` a request that they hold at our server; `elsewhere` what their server says of others.
 *
 *   none ──take──▶ asking ──granted──▶ held ──give / revoked──▶ none
 */
export interface FloorState {
  /** Their server is asked; without one our word is enough. */
  readonly hasServer: boolean;
  readonly ours: 'none' | 'asking' | 'held';
  /** The number of our request at their server, once it is known. */
  readonly requestId?: number | undefined;
  /** The number of their request at our server. */
  readonly theirs?: number | undefined;
  readonly isHeldElsewhere: boolean;
  readonly lastRequestId: number;
}

export type FloorEvent =
  | { readonly kind: 'take' }
  | { readonly kind: 'give' }
  | { readonly kind: 'granted'; readonly requestId: number }
  /** Asked, and waiting: a chair decides, or somebody else is first. */
  | { readonly kind: 'queued'; readonly requestId: number }
  /** Denied, cancelled, released, revoked, or no answer. `requestId` absent: whatever is under way. */
  | { readonly kind: 'gone'; readonly requestId?: number }
  | { readonly kind: 'held-elsewhere'; readonly isSo: boolean }
  /** They ask our server. */
  | { readonly kind: 'asked' }
  | { readonly kind: 'released'; readonly requestId: number };

export type FloorEffect =
  | { readonly kind: 'ask' }
  | { readonly kind: 'release'; readonly requestId: number }
  /** Our answers to what they ask. */
  | { readonly kind: 'grant'; readonly requestId: number }
  | { readonly kind: 'deny' }
  | { readonly kind: 'confirm-release'; readonly requestId: number }
  | { readonly kind: 'no-such-request' }
  /** On our own: their turn is over. */
  | { readonly kind: 'revoke'; readonly requestId: number }
  /** What `take` came to. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused' };

export interface FloorStep {
  readonly state: FloorState;
  readonly effects: readonly FloorEffect[];
}

export function newFloor(hasServer: boolean): FloorState {
  return { hasServer, ours: 'none', isHeldElsewhere: false, lastRequestId: 0 };
}

export function holderOf(state: FloorState): FloorHolder {
  if (state.ours === 'held') return 'us';
  return state.theirs !== undefined || state.isHeldElsewhere ? 'them' : 'nobody';
}

export function reduceFloor(state: FloorState, event: FloorEvent): FloorStep {
  switch (event.kind) {
    case 'take':
      return take(state);
    case 'give':
      return give(state);
    case 'granted':
      return granted(state, event.requestId);
    case 'queued':
      return state.ours === 'asking' ? to({ ...state, requestId: event.requestId }) : to(state);
    case 'gone':
      return gone(state, event.requestId);
    case 'held-elsewhere':
      return to({ ...state, isHeldElsewhere: event.isSo });
    case 'asked':
      return asked(state);
    case 'released':
      return released(state, event.requestId);
    default:
      return assertNever(event);
  }
}

function take(state: FloorState): FloorStep {
  if (state.ours === 'held') return to(state, { kind: 'taken' });
  if (state.ours === 'asking') return to(state);
  if (state.hasServer) return to({ ...state, ours: 'asking', requestId: undefined }, { kind: 'ask' });
  return to({ ...state, ours: 'held', theirs: undefined }, ...endTheirs(state), { kind: 'taken' });
}

function give(state: FloorState): FloorStep {
  if (state.ours === 'none') return to(state);
  const { requestId } = state;
  const effects: FloorEffect[] = state.ours === 'asking' ? [{ kind: 'refused' }] : [];
  if (state.hasServer && requestId !== undefined) effects.push({ kind: 'release', requestId });
  return to({ ...state, ours: 'none', requestId: undefined }, ...effects);
}

function granted(state: FloorState, requestId: number): FloorStep {
  // Given up in the meantime: what nobody uses goes back.
  if (state.ours === 'none') return to(state, { kind: 'release', requestId });
  if (state.ours === 'held') return to(state);
  const next: FloorState = { ...state, ours: 'held', requestId, theirs: undefined, isHeldElsewhere: false };
  return to(next, ...endTheirs(state), { kind: 'taken' });
}

function gone(state: FloorState, requestId: number | undefined): FloorStep {
  const isOurs = requestId === undefined || state.requestId === undefined || requestId === state.requestId;
  if (!isOurs || state.ours === 'none') return to(state);
  const next: FloorState = { ...state, ours: 'none', requestId: undefined };
  return state.ours === 'asking' ? to(next, { kind: 'refused' }) : to(next);
}

/** Who asks while we ask too is told to wait: both would otherwise take it from each other. */
function asked(state: FloorState): FloorStep {
  if (state.ours === 'asking') return to(state, { kind: 'deny' });
  if (state.theirs !== undefined) return to(state, { kind: 'grant', requestId: state.theirs });
  const requestId = (state.lastRequestId % 0xffff) + 1;
  const effects: FloorEffect[] = [];
  if (state.hasServer && state.ours === 'held' && state.requestId !== undefined)
    effects.push({ kind: 'release', requestId: state.requestId });
  return to(
    { ...state, ours: 'none', requestId: undefined, theirs: requestId, lastRequestId: requestId },
    ...effects,
    { kind: 'grant', requestId },
  );
}

function released(state: FloorState, requestId: number): FloorStep {
  if (state.theirs !== requestId) return to(state, { kind: 'no-such-request' });
  return to({ ...state, theirs: undefined }, { kind: 'confirm-release', requestId });
}

function endTheirs({ theirs }: FloorState): FloorEffect[] {
  return theirs === undefined ? [] : [{ kind: 'revoke', requestId: theirs }];
}

function to(state: FloorState, ...effects: FloorEffect[]): FloorStep {
  return { state, effects };
}
