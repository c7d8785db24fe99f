import type { Failure } from '../../../../shared/errors/result.ts';
import { isHold } from '../message/description-body.ts';
import type { SipCallEvent } from '../../../ports/sip.port.ts';

export type CallState =
  | { readonly kind: 'preparing' }
  | {
      readonly kind: 'calling';
      readonly offer: string;
      readonly hasRung: boolean;
      readonly hasEarlyMedia: boolean;
      readonly redirects: number;
      /** Where a redirection leads besides, when nobody is at the first. */
      readonly others?: readonly string[];
      /** The dialogs whose answer came reliably (RFC 3262), by their tags: it is final there. */
      readonly reliable?: readonly { readonly tag: string; readonly sdp: string }[];
      /** The dialog with this tag renegotiates, or has, before it answers (RFC 3311). */
      readonly update?: { readonly tag: string; readonly offer: string; readonly step: 'answering' | 'done' };
    }
  | { readonly kind: 'cancelling' }
  /** `isWanted`: our re-INVITE follows at once. */
  | { readonly kind: 'confirming'; readonly answer: string; readonly isWanted?: boolean }
  /** `offer` undefined: theirs comes with the ACK, ours in the 200. */
  | { readonly kind: 'alerting'; readonly offer: string | undefined }
  | { readonly kind: 'answering'; readonly offer: string | undefined }
  | {
      readonly kind: 'awaiting-ack';
      readonly isLate: boolean;
      readonly isOver: boolean;
      readonly isHeld: boolean;
      readonly isWanted: boolean;
    }
  | Confirmed
  | { readonly kind: 'ended' };

export type CallEvent =
  // what the application asks
  | { readonly kind: 'answer' }
  | { readonly kind: 'decline' }
  | { readonly kind: 'hang-up' }
  | { readonly kind: 'renegotiate' }
  /** We are registered somewhere else: the call must be told, and outlives a server that doesn't know it. */
  | { readonly kind: 'moved' }
  // what the media answers
  | { readonly kind: 'described'; readonly sdp: string }
  | { readonly kind: 'applied' }
  | { readonly kind: 'media-failed'; readonly error: Failure }
  // what the other side and the network do
  | {
      readonly kind: 'provisional';
      readonly status: number;
      readonly sdp: string | undefined;
      readonly tag: string;
      /** It is acknowledged (RFC 3262): an answer in it is final. */
      readonly isReliable?: boolean;
    }
  /** `sdp` from the 200, or else from a provisional of the same fork. */
  | { readonly kind: 'accepted'; readonly sdp: string | undefined; readonly tag?: string }
  | { readonly kind: 'refused'; readonly error: Failure; readonly isAnsweredElsewhere: boolean }
  /** The first is tried, then the others, in order of preference. */
  | {
      readonly kind: 'redirected';
      readonly target: string | undefined;
      readonly others?: readonly string[];
    }
  | { readonly kind: 'cancelled'; readonly isAnsweredElsewhere: boolean }
  | { readonly kind: 'acked'; readonly sdp: string | undefined }
  | { readonly kind: 'ack-timeout' }
  | { readonly kind: 'bye'; readonly isAnsweredElsewhere: boolean }
  /** `tag`: theirs, which says in which of several dialogs. */
  | {
      readonly kind: 'peer-offer';
      readonly sdp: string | undefined;
      readonly by: 'reinvite' | 'update';
      readonly tag?: string;
    }
  | { readonly kind: 'reinvite-accepted'; readonly sdp: string | undefined }
  /** `isGone`: the other side knows no such call (408, 481). */
  | {
      readonly kind: 'reinvite-refused';
      readonly status: number;
      readonly isGone: boolean;
      readonly error: Failure;
    }
  | { readonly kind: 'glare-over' };

export type CallEffect = MediaEffect | WireEffect | RunnerEffect;

type MediaEffect =
  | { readonly kind: 'create-offer' }
  | { readonly kind: 'create-answer'; readonly offer: string }
  | { readonly kind: 'apply-answer'; readonly sdp: string }
  | { readonly kind: 'apply-early'; readonly sdp: string; readonly tag: string }
  | { readonly kind: 'rollback' };

export type WireEffect =
  | { readonly kind: 'send-invite'; readonly sdp: string; readonly target?: string }
  | { readonly kind: 'send-cancel' }
  /** Acknowledges the 200 of the INVITE or of our re-INVITE. */
  | { readonly kind: 'send-ack' }
  | { readonly kind: 'send-bye'; readonly error?: Failure }
  | { readonly kind: 'accept'; readonly sdp: string }
  | { readonly kind: 'refuse'; readonly status: number }
  | { readonly kind: 'send-reinvite'; readonly sdp: string }
  | { readonly kind: 'accept-offer'; readonly sdp: string; readonly by: 'reinvite' | 'update' }
  | { readonly kind: 'refuse-offer'; readonly status: number; readonly by: 'reinvite' | 'update' };

type RunnerEffect =
  | { readonly kind: 'wait-after-glare' }
  | { readonly kind: 'emit'; readonly event: SipCallEvent }
  /** Answers the verb that is waiting. */
  | { readonly kind: 'settle'; readonly error?: Failure };

/**
 * A call that stands. `isWanted`: our next re-INVITE waits for the present exchange to end. `path`: `moved`, until the
 * server we are registered at now has answered for the call; `cut`, when it didn't know it. Its media goes on then (A9).
 */
export interface Confirmed {
  readonly kind: 'confirmed';
  readonly isPeerHolding: boolean;
  readonly isWanted: boolean;
  readonly path?: 'moved' | 'cut';
  readonly exchange: Exchange;
}

/** Who is renegotiating, and how far it is. */
export type Exchange =
  | { readonly by: 'nobody' }
  | { readonly by: 'us'; readonly step: 'making' | 'sent' | 'glare'; readonly tries: number }
  | { readonly by: 'us'; readonly step: 'applying'; readonly answer: string }
  /** `offer` undefined: theirs is to come as an answer in the ACK. */
  | {
      readonly by: 'them';
      readonly step: 'answering' | 'acking';
      readonly offer: string | undefined;
      readonly how: 'reinvite' | 'update';
    }
  | { readonly by: 'them'; readonly step: 'applying'; readonly answer: string };

export interface Step {
  readonly state: CallState;
  readonly effects: readonly CallEffect[];
}

export const stay = (state: CallState): Step => ({ state, effects: [] });

/** A call that stands, and nobody renegotiates. */
export const FREE: Confirmed = {
  kind: 'confirmed',
  isPeerHolding: false,
  isWanted: false,
  exchange: { by: 'nobody' },
};

/** Ends the call and says so. */
export function end(
  by: 'local' | 'peer' | 'network',
  facts: { readonly error?: Failure; readonly isAnsweredElsewhere?: boolean } = {},
  before: readonly CallEffect[] = [],
): Step {
  return { state: { kind: 'ended' }, effects: [...before, ended(by, facts)] };
}

export function ended(
  by: 'local' | 'peer' | 'network',
  facts: { readonly error?: Failure; readonly isAnsweredElsewhere?: boolean } = {},
): CallEffect {
  return {
    kind: 'emit',
    event: {
      kind: 'ended',
      by,
      isAnsweredElsewhere: facts.isAnsweredElsewhere ?? false,
      ...(facts.error && { error: facts.error }),
    },
  };
}

/** The same state with what a description of theirs says about hold, and the event when that is new. */
export function withHold<T extends { readonly isPeerHolding: boolean }>(
  state: T,
  description: string,
): { state: T; effects: readonly CallEffect[] } {
  const isHeld = isHold(description);
  if (isHeld === state.isPeerHolding) return { state, effects: [] };
  return {
    state: { ...state, isPeerHolding: isHeld },
    effects: [{ kind: 'emit', event: { kind: 'held-by-peer', isHeld } }],
  };
}

/** What an offer that we can't take is answered with: 488 for its content, 500 for trouble of ours. */
export const refusalStatus = (error: Failure): number =>
  [
    'call.no-common-codec',
    'media.bad-sdp',
    'media.no-audio',
    'media.srtp-required',
    'media.srtp-refused',
  ].includes(error.code)
    ? 488
    : 500;
