import { type Failure, failure } from '../../../../shared/errors/result.ts';
import {
  type CallEffect,
  type CallEvent,
  type Confirmed,
  end,
  type Exchange,
  refusalStatus,
  stay,
  type Step,
  withHold,
} from './call-state.ts';

/*
 * Renegotiation inside a call that stands (RFC 3261 section 14, RFC 3311).
 *
 *              renegotiate        described         200          applied
 *   nobody ───────────────► making ─────────► sent ─────► applying ──────► nobody
 *     │ ▲                     ▲                │ 491: roll back
 *     │ │                     └─ glare-over ── glare ── peer-offer ──► answering (ours waits)
 *     │ │ other refusal: roll back, what was agreed stands; 481, or 408 from afar: the call is over,
 *     │ │ but not right after moved: then it is cut off from signalling, and its media goes on
 *     │ │
 *     │ └──────────────────────── acked (or UPDATE: at once) ───────────┐
 *     │ peer-offer             described: 200                           │
 *     └──────────► answering ─────────────────► acking ─────────────────┤
 *                     │ media-failed: 488          │ acked with answer  │
 *                     └──► nobody                  └──────► applying ───┘
 *
 * An offer of theirs while one of ours is open is refused with 491, one while theirs is open with 500 (RFC 3261 section 14.2).
 */

/** More collisions than this in a row aren't chance. */
const MOST_TRIES = 4;

const NOBODY: Exchange = { by: 'nobody' };

export function reduceConfirmed(state: Confirmed, event: CallEvent): Step {
  switch (event.kind) {
    case 'renegotiate':
      return renegotiating({ ...state, isWanted: true });
    case 'moved':
      return moved(state);
    case 'described':
      return described(state, event.sdp);
    case 'media-failed':
      return mediaFailed(state, event.error);
    case 'applied':
      return applied(state);
    case 'reinvite-accepted':
      return accepted(state, event.sdp);
    case 'reinvite-refused':
      return refused(state, event);
    case 'glare-over':
      return isStep(state, 'us', 'glare')
        ? {
            state: withExchange(state, { ...state.exchange, step: 'making' }),
            effects: [{ kind: 'create-offer' }],
          }
        : stay(state);
    case 'peer-offer':
      return heard(state, event);
    case 'acked':
      return acked(state, event.sdp);
    case 'ack-timeout':
      return isStep(state, 'them', 'acking') ? renegotiating(withExchange(state, NOBODY)) : stay(state);
    case 'bye':
      return end('peer', event, unsettled(state));
    case 'hang-up':
      return end('local', {}, [{ kind: 'send-bye' }, ...unsettled(state)]);
    default:
      return stay(state);
  }
}

/** Starts our own re-INVITE if one is wanted and nobody else is at it. */
export function renegotiating(state: Confirmed): Step {
  if (!state.isWanted || state.exchange.by !== 'nobody') return stay(state);
  return {
    state: { ...state, isWanted: false, exchange: { by: 'us', step: 'making', tries: 1 } },
    effects: [{ kind: 'create-offer' }],
  };
}

function described(state: Confirmed, sdp: string): Step {
  const { exchange } = state;
  if (exchange.by === 'us' && exchange.step === 'making')
    return {
      state: withExchange(state, { ...exchange, step: 'sent' }),
      effects: [{ kind: 'send-reinvite', sdp }],
    };
  if (exchange.by !== 'them' || exchange.step !== 'answering') return stay(state);
  const held = exchange.offer === undefined ? { state, effects: [] } : withHold(state, exchange.offer);
  const effects: readonly CallEffect[] = [{ kind: 'accept-offer', sdp, by: exchange.how }, ...held.effects];
  // An UPDATE has no ACK: its answer is the end of it.
  if (exchange.how === 'reinvite')
    return { state: withExchange(held.state, { ...exchange, step: 'acking' }), effects };
  const next = renegotiating(withExchange(held.state, NOBODY));
  return { state: next.state, effects: [...effects, ...next.effects] };
}

function mediaFailed(state: Confirmed, error: Failure): Step {
  const { exchange } = state;
  if (exchange.by === 'us')
    return { state: withExchange(state, NOBODY), effects: [{ kind: 'rollback' }, { kind: 'settle', error }] };
  if (exchange.by !== 'them') return stay(state);
  // Their answer to an offer of ours in a 200: nothing is agreed, so there is no call to go on with.
  if (exchange.step === 'applying') return end('local', { error }, [{ kind: 'send-bye', error }]);
  const next = renegotiating(withExchange(state, NOBODY));
  return {
    state: next.state,
    effects: [
      { kind: 'refuse-offer', status: refusalStatus(error), by: exchange.how },
      { kind: 'rollback' },
      ...next.effects,
    ],
  };
}

function applied(state: Confirmed): Step {
  const { exchange } = state;
  if (exchange.by === 'nobody' || exchange.step !== 'applying') return stay(state);
  const held = withHold(withExchange(state, NOBODY), exchange.answer);
  const next = renegotiating(held.state);
  return {
    state: next.state,
    effects: [
      ...(exchange.by === 'us' ? [{ kind: 'settle' } as const] : []),
      ...held.effects,
      ...next.effects,
    ],
  };
}

function accepted(before: Confirmed, sdp: string | undefined): Step {
  if (!isStep(before, 'us', 'sent')) return stay(before);
  const { path, ...state } = before;
  const back: readonly CallEffect[] =
    path === undefined ? [] : [{ kind: 'emit', event: { kind: 'signalling', isCut: false } }];
  if (sdp !== undefined)
    return {
      state: withExchange(state, { by: 'us', step: 'applying', answer: sdp }),
      effects: [{ kind: 'send-ack' }, ...back, { kind: 'apply-answer', sdp }],
    };
  return {
    state: withExchange(state, NOBODY),
    effects: [
      { kind: 'send-ack' },
      ...back,
      { kind: 'rollback' },
      { kind: 'settle', error: failure('media.bad-sdp', undefined, 'no answer') },
    ],
  };
}

function refused(state: Confirmed, event: Extract<CallEvent, { kind: 'reinvite-refused' }>): Step {
  const { exchange } = state;
  if (exchange.by !== 'us' || exchange.step !== 'sent') return stay(state);
  if (state.path === 'moved' && event.status !== 491) return cut(state, event.error);
  if (event.isGone)
    return end('network', { error: event.error }, [
      { kind: 'send-bye' },
      { kind: 'settle', error: event.error },
    ]);
  if (event.status === 491 && exchange.tries < MOST_TRIES)
    return {
      state: withExchange(state, { ...exchange, step: 'glare', tries: exchange.tries + 1 }),
      effects: [{ kind: 'rollback' }, { kind: 'wait-after-glare' }],
    };
  const next = renegotiating(withExchange(state, NOBODY));
  return {
    state: next.state,
    effects: [{ kind: 'rollback' }, { kind: 'settle', error: event.error }, ...next.effects],
  };
}

/** Until the server that serves now has answered for the call, nothing that needs a server can be done to it. */
function moved(before: Confirmed): Step {
  const next = renegotiating({ ...before, isWanted: true, path: 'moved' });
  return before.path === undefined
    ? {
        state: next.state,
        effects: [{ kind: 'emit', event: { kind: 'signalling', isCut: true } }, ...next.effects],
      }
    : next;
}

/** The server that serves now can't reach the call: people go on talking, and a later move may find it again. */
function cut(state: Confirmed, error: Failure): Step {
  return {
    state: { ...withExchange(state, NOBODY), path: 'cut', isWanted: false },
    effects: [{ kind: 'rollback' }, { kind: 'settle', error }],
  };
}

/** Whoever reaches us with an offer can be reached: signalling is whole again. */
function heard(before: Confirmed, event: Extract<CallEvent, { kind: 'peer-offer' }>): Step {
  if (before.path !== 'cut') return peerOffer(before, event);
  const { path: _cut, ...state } = before;
  const step = peerOffer(state, event);
  return {
    ...step,
    effects: [{ kind: 'emit', event: { kind: 'signalling', isCut: false } }, ...step.effects],
  };
}

function peerOffer(state: Confirmed, event: Extract<CallEvent, { kind: 'peer-offer' }>): Step {
  const { exchange } = state;
  const isGlare = exchange.by === 'us' && exchange.step === 'glare';
  if (exchange.by !== 'nobody' && !isGlare)
    return {
      state,
      effects: [{ kind: 'refuse-offer', status: exchange.by === 'us' ? 491 : 500, by: event.by }],
    };
  return {
    state: {
      ...state,
      isWanted: state.isWanted || isGlare,
      exchange: { by: 'them', step: 'answering', offer: event.sdp, how: event.by },
    },
    effects: [
      event.sdp === undefined ? { kind: 'create-offer' } : { kind: 'create-answer', offer: event.sdp },
    ],
  };
}

function acked(state: Confirmed, sdp: string | undefined): Step {
  const { exchange } = state;
  if (exchange.by !== 'them' || exchange.step !== 'acking') return stay(state);
  if (exchange.offer === undefined && sdp !== undefined)
    return {
      state: withExchange(state, { by: 'them', step: 'applying', answer: sdp }),
      effects: [{ kind: 'apply-answer', sdp }],
    };
  const next = renegotiating(withExchange(state, NOBODY));
  return {
    state: next.state,
    effects: [...(exchange.offer === undefined ? [{ kind: 'rollback' } as const] : []), ...next.effects],
  };
}

/** A verb that waits must hear that the call is gone. */
function unsettled(state: Confirmed): CallEffect[] {
  return state.exchange.by === 'us' || state.isWanted
    ? [{ kind: 'settle', error: failure('call.ended') }]
    : [];
}

function withExchange(state: Confirmed, exchange: Exchange): Confirmed {
  return { ...state, exchange };
}

function isStep<B extends Exchange['by'], S extends string>(
  state: Confirmed,
  by: B,
  step: S,
): state is Confirmed & {
  readonly exchange: Extract<Exchange, { by: B; step: string }> & { readonly step: S };
} {
  return state.exchange.by === by && 'step' in state.exchange && state.exchange.step === step;
}
