import { failure } from '../../../../shared/errors/result.ts';
import {
  type CallEffect,
  type CallEvent,
  type CallState,
  end,
  ended,
  FREE,
  refusalStatus,
  stay,
  type Step,
  withHold,
} from './call-state.ts';
import { renegotiating } from './confirmed.machine.ts';

/*
 * From the INVITE to its final answer. Beside what call.machine.ts draws, the far end may renegotiate before it answers
 * (RFC 3311): only in a dialog whose answer came reliably, as only then no offer of ours is open in it.
 *
 *   calling ── reliable 1xx with answer ──► calling (reliable: its tag)
 *      │ peer-offer of another dialog: 491        │ peer-offer: ours is settled, theirs answered
 *      ▼                                          ▼
 *   calling ◄── described: 200, media-failed: 488 ── calling (update: answering) ── accepted ──► confirmed, theirs still open
 *      └── accepted by the same dialog ──► confirmed       by another dialog ──► confirmed, and offered anew
 */

type Calling = Extract<CallState, { kind: 'calling' }>;

/** More hops than this are a loop. */
const MOST_REDIRECTS = 5;
/** More forks than this are no forks. */
const MOST_FORKS = 20;

export function reduceCalling(state: Calling, event: CallEvent): Step {
  switch (event.kind) {
    case 'provisional':
      return provisional(state, event);
    case 'accepted':
      if (state.update) return acceptedAfterUpdate(state.update, event.tag);
      if (event.sdp === undefined)
        return end('peer', { error: failure('media.no-audio') }, [
          { kind: 'send-ack' },
          { kind: 'send-bye' },
        ]);
      // The ACK goes at once, whatever the media does with the answer (RFC 3261 section 13.2.2.4).
      return {
        state: { kind: 'confirming', answer: event.sdp },
        effects: [{ kind: 'send-ack' }, { kind: 'apply-answer', sdp: event.sdp }],
      };
    case 'refused':
      // Nobody there says nothing of the other places; whoever declines does (RFC 3261 section 8.1.3.4).
      return (
        (event.error.code === 'call.declined' ? undefined : next(state, state.others ?? [])) ??
        end('peer', { error: event.error, isAnsweredElsewhere: event.isAnsweredElsewhere })
      );
    case 'redirected':
      return (
        next(state, [
          ...(event.target === undefined ? [] : [event.target]),
          ...(event.others ?? []),
          ...(state.others ?? []),
        ]) ?? end('peer', { error: failure('call.failed', undefined, 'redirection') })
      );
    case 'peer-offer':
      return peerOffer(state, event);
    case 'described':
      return updated(state, { kind: 'accept-offer', sdp: event.sdp, by: 'update' });
    case 'media-failed':
      return updated(state, { kind: 'refuse-offer', status: refusalStatus(event.error), by: 'update' });
    case 'hang-up':
      return {
        state: { kind: 'cancelling' },
        effects: [
          ...(state.update?.step === 'answering'
            ? [{ kind: 'refuse-offer', status: 487, by: 'update' } as const]
            : []),
          { kind: 'send-cancel' },
          ended('local'),
        ],
      };
    default:
      return stay(state);
  }
}

/** The next place that a redirection named; undefined when there is none, or there were too many. */
function next(state: Calling, targets: readonly string[]): Step | undefined {
  const [target, ...others] = targets;
  if (target === undefined || state.redirects >= MOST_REDIRECTS) return undefined;
  // The offer that would go there is settled with somebody else.
  if (state.update) return undefined;
  return {
    state: { ...state, redirects: state.redirects + 1, others, reliable: [] },
    effects: [{ kind: 'send-invite', sdp: state.offer, target }],
  };
}

function provisional(state: Calling, event: Extract<CallEvent, { kind: 'provisional' }>): Step {
  const isRinging = event.status === 180 && !state.hasRung;
  const answer = event.isReliable === true ? event.sdp : undefined;
  const isEarly = event.sdp !== undefined && !state.hasEarlyMedia;
  return {
    state: {
      ...state,
      hasRung: state.hasRung || isRinging,
      hasEarlyMedia: state.hasEarlyMedia || isEarly,
      ...(answer !== undefined && {
        reliable: [...(state.reliable ?? []), { tag: event.tag, sdp: answer }].slice(-MOST_FORKS),
      }),
    },
    effects: [
      ...(event.sdp === undefined || state.update
        ? []
        : [{ kind: 'apply-early', sdp: event.sdp, tag: event.tag } as const]),
      ...(isRinging ? [{ kind: 'emit', event: { kind: 'ringing' } } as const] : []),
      ...(isEarly ? [{ kind: 'emit', event: { kind: 'early-media' } } as const] : []),
    ],
  };
}

function peerOffer(state: Calling, event: Extract<CallEvent, { kind: 'peer-offer' }>): Step {
  const { sdp: offer, tag = '', by } = event;
  const settled = state.reliable?.findLast((each) => each.tag === tag);
  if (
    !settled ||
    (state.update && state.update.tag !== tag) ||
    offer === undefined ||
    state.update?.step === 'answering'
  )
    return {
      state,
      effects: [{ kind: 'refuse-offer', status: state.update?.tag === tag ? 500 : 491, by }],
    };
  return {
    state: { ...state, update: { tag, offer, step: 'answering' } },
    effects: [
      ...(state.update ? [] : [{ kind: 'apply-answer', sdp: settled.sdp } as const]),
      { kind: 'create-answer', offer },
    ],
  };
}

function updated(state: Calling, answer: CallEffect): Step {
  return state.update?.step === 'answering'
    ? { state: { ...state, update: { ...state.update, step: 'done' } }, effects: [answer] }
    : stay(state);
}

/** What was agreed stands already; another dialog than the one that it was agreed in is offered anew. */
function acceptedAfterUpdate(
  { tag, offer, step }: NonNullable<Calling['update']>,
  acceptedTag: string | undefined,
): Step {
  const isSame = acceptedTag === undefined || acceptedTag === tag;
  const exchange =
    step === 'answering' ? ({ by: 'them', step: 'answering', offer, how: 'update' } as const) : FREE.exchange;
  const held = withHold({ ...FREE, exchange, isWanted: !isSame }, isSame && step === 'done' ? offer : '');
  const next = renegotiating(held.state);
  return {
    state: next.state,
    effects: [
      { kind: 'send-ack' },
      { kind: 'emit', event: { kind: 'answered' } },
      ...held.effects,
      ...next.effects,
    ],
  };
}
