import { assertNever } from '../../../../shared/errors/assert-never.ts';
import { failure } from '../../../../shared/errors/result.ts';
import {
  type CallEffect,
  type CallEvent,
  type CallState,
  type Confirmed,
  end,
  ended,
  FREE,
  refusalStatus,
  stay,
  type Step,
  withHold,
} from './call-state.ts';
import { reduceCalling } from './calling.machine.ts';
import { reduceConfirmed, renegotiating } from './confirmed.machine.ts';

/*
 * Outgoing                                          Incoming
 *   preparing                                         alerting ── cancelled, decline, hang-up ──► ended
 *      │ described: INVITE                               │ answer     (media-failed before it rings: 488, ended)
 *      ▼                                                 ▼
 *   calling ── refused ──► ended                      answering ── media-failed, cancelled, hang-up ──► ended
 *      │   └─ hang-up: CANCEL ──► cancelling ─► ended    │ described: 200
 *      │ accepted: ACK                                   ▼
 *      ▼                                              awaiting-ack ── ack-timeout: BYE ──► ended
 *   confirming ── media-failed: BYE ──► ended            │ acked
 *      │ applied                                         │
 *      └────────────────────► confirmed ◄────────────────┘
 *                                │ bye, hang-up: BYE
 *                                ▼
 *                              ended
 *
 * A hang-up is over at once for the person; `cancelling` and `awaiting-ack` with `isOver` finish the protocol's business.
 * What happens inside `confirmed` (re-INVITEs of either side) is in confirmed.machine.ts.
 */

export function reduceCall(state: CallState, event: CallEvent): Step {
  switch (state.kind) {
    case 'preparing':
      return preparing(state, event);
    case 'calling':
      return reduceCalling(state, event);
    case 'cancelling':
      return cancelling(state, event);
    case 'confirming':
      return confirming(state, event);
    case 'alerting':
      return alerting(state, event);
    case 'answering':
      return answering(state, event);
    case 'awaiting-ack':
      return awaitingAck(state, event);
    case 'confirmed':
      return reduceConfirmed(state, event);
    case 'ended':
      return stay(state);
    default:
      return assertNever(state);
  }
}

type In<K extends CallState['kind']> = Extract<CallState, { kind: K }>;

function preparing(state: In<'preparing'>, event: CallEvent): Step {
  switch (event.kind) {
    case 'described':
      return {
        state: { kind: 'calling', offer: event.sdp, hasRung: false, hasEarlyMedia: false, redirects: 0 },
        effects: [{ kind: 'send-invite', sdp: event.sdp }],
      };
    case 'media-failed':
      return end('local', { error: event.error });
    case 'hang-up':
      return end('local');
    default:
      return stay(state);
  }
}

/** The other side may have answered while our CANCEL was under way: then it is a call, and ended as one (RFC 3261 section 9.1). */
function cancelling(state: In<'cancelling'>, event: CallEvent): Step {
  switch (event.kind) {
    case 'accepted':
      return { state: { kind: 'ended' }, effects: [{ kind: 'send-ack' }, { kind: 'send-bye' }] };
    case 'refused':
    case 'redirected':
      return { state: { kind: 'ended' }, effects: [] };
    default:
      return stay(state);
  }
}

function confirming(state: In<'confirming'>, event: CallEvent): Step {
  switch (event.kind) {
    case 'applied': {
      // A call may be on hold from its first moment (music, a queue).
      const held = withHold({ ...FREE, isWanted: state.isWanted ?? false }, state.answer);
      const next = renegotiating(held.state);
      return {
        state: next.state,
        effects: [{ kind: 'emit', event: { kind: 'answered' } }, ...held.effects, ...next.effects],
      };
    }
    case 'renegotiate':
      return stay({ ...state, isWanted: true });
    case 'media-failed':
      return end('local', { error: event.error }, [{ kind: 'send-bye', error: event.error }]);
    case 'hang-up':
      return end('local', {}, [{ kind: 'send-bye' }]);
    case 'bye':
      return end('peer', event);
    case 'peer-offer':
      return { state, effects: [{ kind: 'refuse-offer', status: 491, by: event.by }] };
    default:
      return stay(state);
  }
}

function alerting(state: In<'alerting'>, event: CallEvent): Step {
  switch (event.kind) {
    case 'answer':
      return {
        state: { kind: 'answering', offer: state.offer },
        effects: [
          state.offer === undefined
            ? { kind: 'create-offer' }
            : { kind: 'create-answer', offer: state.offer },
        ],
      };
    case 'decline':
      return end('local', {}, [{ kind: 'refuse', status: 603 }]);
    case 'hang-up':
      return end('local', {}, [{ kind: 'refuse', status: 486 }]);
    case 'cancelled':
      return end('peer', event, [{ kind: 'refuse', status: 487 }]);
    // Its offer was examined before anybody was told, and can't be taken.
    case 'media-failed':
      return end('local', { error: event.error }, [{ kind: 'refuse', status: refusalStatus(event.error) }]);
    // Their offer is open (RFC 3311 section 5.2).
    case 'peer-offer':
      return { state, effects: [{ kind: 'refuse-offer', status: 500, by: event.by }] };
    default:
      return stay(state);
  }
}

function answering(state: In<'answering'>, event: CallEvent): Step {
  const over: CallEffect = { kind: 'settle', error: failure('call.ended') };
  switch (event.kind) {
    case 'described': {
      const held = withHold({ isPeerHolding: false }, state.offer ?? '');
      return {
        state: {
          kind: 'awaiting-ack',
          isLate: state.offer === undefined,
          isOver: false,
          isWanted: false,
          isHeld: held.state.isPeerHolding,
        },
        effects: [
          { kind: 'accept', sdp: event.sdp },
          { kind: 'emit', event: { kind: 'answered' } },
          { kind: 'settle' },
          ...held.effects,
        ],
      };
    }
    case 'media-failed':
      return end('local', { error: event.error }, [
        { kind: 'refuse', status: refusalStatus(event.error) },
        { kind: 'settle', error: event.error },
      ]);
    case 'decline':
      return end('local', {}, [{ kind: 'refuse', status: 603 }, over]);
    case 'hang-up':
      return end('local', {}, [{ kind: 'refuse', status: 486 }, over]);
    case 'cancelled':
      return end('peer', event, [{ kind: 'refuse', status: 487 }, over]);
    case 'peer-offer':
      return { state, effects: [{ kind: 'refuse-offer', status: 500, by: event.by }] };
    default:
      return stay(state);
  }
}

function awaitingAck(state: In<'awaiting-ack'>, event: CallEvent): Step {
  switch (event.kind) {
    case 'acked':
      return acked(state, event.sdp);
    case 'ack-timeout':
      return state.isOver
        ? { state: { kind: 'ended' }, effects: [{ kind: 'send-bye' }] }
        : end('network', { error: failure('call.failed', undefined, 'no ACK') }, [{ kind: 'send-bye' }]);
    case 'bye':
      return state.isOver ? { state: { kind: 'ended' }, effects: [] } : end('peer', event);
    case 'hang-up':
      // No BYE before the ACK (RFC 3261 section 15): over for the person, not yet for the protocol.
      return state.isOver ? stay(state) : { state: { ...state, isOver: true }, effects: [ended('local')] };
    case 'renegotiate':
      return stay({ ...state, isWanted: true });
    // Before the ACK: ours is open where theirs comes late, and sip.js waits for it in any case.
    case 'peer-offer':
      return {
        state,
        effects: [{ kind: 'refuse-offer', status: state.isLate ? 491 : 500, by: event.by }],
      };
    default:
      return stay(state);
  }
}

function acked(state: In<'awaiting-ack'>, sdp: string | undefined): Step {
  if (state.isOver) return { state: { kind: 'ended' }, effects: [{ kind: 'send-bye' }] };
  const confirmed: Confirmed = { ...FREE, isPeerHolding: state.isHeld, isWanted: state.isWanted };
  if (state.isLate && sdp === undefined)
    return end('peer', { error: failure('media.no-audio') }, [{ kind: 'send-bye' }]);
  if (state.isLate && sdp !== undefined)
    return {
      state: { ...confirmed, exchange: { by: 'them', step: 'applying', answer: sdp } },
      effects: [{ kind: 'apply-answer', sdp }],
    };
  return renegotiating(confirmed);
}
