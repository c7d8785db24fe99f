// size: every event is one case; what a case does is a function below
import { assertNever } from '../../../shared/errors/assert-never.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import type { Call, CallAction, Party } from '../../../shared/domain/call.ts';
import type { CallingLimit } from '../../../shared/domain/calling-limit.ts';
import type { CallId, Instant } from '../../../shared/domain/ids.ts';
import type { RingStyle } from '../../../shared/domain/ring-style.ts';

/*
 *   dialling ──ringing──► ringing-out ──early-media──► early-media        ringing-in ──answering──► connecting
 *       └───────────────────────┴────────answered────────┴──► connected ◄────────answered───────────────┘
 *                                                                │ ▲
 *                 held ⇄ held-here;  held-by-peer ⇄ held-there;  media-lost ⇄ media-back
 *   every phase ──ended──► ended
 *
 * Within `connected` three facts decide what is shown: reconnecting before held before held-by-peer before connected.
 */

export type Phase =
  | { readonly kind: 'dialling' | 'ringing-out' | 'early-media' | 'ringing-in' | 'connecting' }
  | {
      readonly kind: 'connected';
      readonly isHeldHere: boolean;
      readonly isHeldThere: boolean;
      readonly isMediaLost: boolean;
    }
  | { readonly kind: 'ended'; readonly error?: Failure };

/** One call as the service knows it. */
export interface CallModel {
  readonly id: CallId;
  readonly direction: 'in' | 'out';
  readonly phase: Phase;
  readonly peer: Party;
  readonly isMuted: boolean;
  readonly startedAt: Instant;
  readonly connectedAt?: Instant;
  readonly endedAt?: Instant;
  readonly codec?: string;
  readonly security: Call['security'];
  readonly dtmfSent: string;
  /** What the person did with it instead of answering. */
  readonly sentAway?: 'declined' | 'to-voicemail';
  readonly isAnsweredElsewhere: boolean;
  /** What the phone as a whole lacks now. */
  readonly limit?: CallingLimit;
  /** Signalling can't reach this call, whatever the phone can. */
  readonly isCut: boolean;
  /** What the phone's server or its feature codes offer for calls, besides what every phone has. */
  readonly features: readonly CallAction[];
  readonly line?: string;
  readonly forwardedBy?: Party;
  readonly ring?: RingStyle;
  readonly conference?: string;
  readonly consultsFor?: CallId;
  readonly isTransferring: boolean;
  readonly transferAsked?: NonNullable<Call['transferAsked']>;
  readonly isRecorded: boolean;
  readonly video?: Call['video'];
  readonly slides?: Call['slides'];
}

export type CallModelEvent =
  | {
      readonly kind:
        | 'ringing'
        | 'early-media'
        | 'answering'
        | 'answering-failed'
        | 'declined'
        | 'sent-to-voicemail'
        | 'voicemail-failed'
        | 'media-lost'
        | 'media-back';
    }
  | { readonly kind: 'answered'; readonly at: Instant }
  | { readonly kind: 'held-here' | 'held-there'; readonly isHeld: boolean }
  | { readonly kind: 'peer'; readonly peer: Party }
  | { readonly kind: 'muted'; readonly isMuted: boolean }
  | { readonly kind: 'digits'; readonly digits: string }
  | { readonly kind: 'limited'; readonly limit: CallingLimit | undefined }
  | { readonly kind: 'signalling'; readonly isCut: boolean }
  | { readonly kind: 'transferring'; readonly isTransferring: boolean }
  | { readonly kind: 'transfer-asked'; readonly asked: Call['transferAsked'] }
  | { readonly kind: 'conference'; readonly conference: string | undefined }
  | { readonly kind: 'line'; readonly line: string }
  | { readonly kind: 'ring'; readonly ring: RingStyle }
  | { readonly kind: 'forwarded'; readonly by: Party }
  | { readonly kind: 'recorded'; readonly isRecorded: boolean }
  | { readonly kind: 'video'; readonly video: Call['video'] }
  | { readonly kind: 'slides'; readonly slides: Call['slides'] }
  | { readonly kind: 'negotiated'; readonly codec: string; readonly security: Call['security'] }
  | {
      readonly kind: 'ended';
      readonly at: Instant;
      readonly error?: Failure;
      readonly isAnsweredElsewhere: boolean;
    };

/** What the service does once the call is over; nothing before. */
export type CallModelEffect = 'release-media' | 'write-log' | 'retire';

export interface CallModelStep {
  readonly model: CallModel;
  readonly effects: readonly CallModelEffect[];
}

export interface NewCall {
  readonly id: CallId;
  readonly direction: 'in' | 'out';
  readonly peer: Party;
  readonly at: Instant;
  readonly features?: readonly CallAction[];
  readonly line?: string;
  readonly consultsFor?: CallId;
}

export function newCall(call: NewCall): CallModel {
  return {
    features: call.features ?? [],
    ...(call.line !== undefined && { line: call.line }),
    ...(call.consultsFor !== undefined && { consultsFor: call.consultsFor }),
    isTransferring: false,
    isRecorded: false,
    id: call.id,
    direction: call.direction,
    phase: { kind: call.direction === 'in' ? 'ringing-in' : 'dialling' },
    peer: call.peer,
    isMuted: false,
    startedAt: call.at,
    security: 'none',
    dtmfSent: '',
    isAnsweredElsewhere: false,
    isCut: false,
  };
}

export function reduceCallModel(model: CallModel, event: CallModelEvent): CallModelStep {
  if (model.phase.kind === 'ended')
    return event.kind === 'peer' ? only({ ...model, peer: event.peer }) : only(model);
  switch (event.kind) {
    case 'ringing':
      return only(model.phase.kind === 'dialling' ? { ...model, phase: { kind: 'ringing-out' } } : model);
    case 'early-media':
      return only(isSettingUp(model.phase) ? { ...model, phase: { kind: 'early-media' } } : model);
    case 'answering':
      return only(model.phase.kind === 'ringing-in' ? { ...model, phase: { kind: 'connecting' } } : model);
    case 'answering-failed':
      return only(model.phase.kind === 'connecting' ? { ...model, phase: { kind: 'ringing-in' } } : model);
    case 'declined':
      return only({ ...model, sentAway: 'declined' });
    case 'sent-to-voicemail':
      return only(model.phase.kind === 'ringing-in' ? { ...model, sentAway: 'to-voicemail' } : model);
    case 'voicemail-failed':
      return only(ringingOn(model));
    case 'answered':
      return only(
        model.phase.kind === 'connected'
          ? model
          : {
              ...model,
              connectedAt: event.at,
              phase: { kind: 'connected', isHeldHere: false, isHeldThere: false, isMediaLost: false },
            },
      );
    case 'held-here':
      return connected(model, { isHeldHere: event.isHeld });
    case 'held-there':
      return connected(model, { isHeldThere: event.isHeld });
    case 'media-lost':
    case 'media-back':
      return connected(model, { isMediaLost: event.kind === 'media-lost' });
    case 'peer':
      return only({ ...model, peer: event.peer });
    case 'muted':
      return only({ ...model, isMuted: event.isMuted });
    case 'limited':
      return only(limited(model, event.limit));
    case 'signalling':
      return only(model.isCut === event.isCut ? model : { ...model, isCut: event.isCut });
    case 'digits':
    case 'transferring':
    case 'transfer-asked':
    case 'conference':
    case 'recorded':
      return only(withDeed(model, event));
    case 'line':
      return only({ ...model, line: event.line });
    case 'ring':
      return only({ ...model, ring: event.ring });
    case 'forwarded':
      return only({ ...model, forwardedBy: event.by });
    case 'video':
      return only(withVideo(model, event.video));
    case 'slides':
      return only(withSlides(model, event.slides));
    case 'negotiated':
      return only({ ...model, codec: event.codec, security: event.security });
    case 'ended':
      return {
        model: {
          ...model,
          phase: { kind: 'ended', ...(event.error && { error: event.error }) },
          endedAt: event.at,
          isAnsweredElsewhere: event.isAnsweredElsewhere,
        },
        effects: ['release-media', 'write-log', 'retire'],
      };
    default:
      return assertNever(event);
  }
}

const only = (model: CallModel): CallModelStep => ({ model, effects: [] });

const isSettingUp = (phase: Phase): boolean => phase.kind === 'dialling' || phase.kind === 'ringing-out';

function connected(model: CallModel, change: Partial<Extract<Phase, { kind: 'connected' }>>): CallModelStep {
  return only(model.phase.kind === 'connected' ? { ...model, phase: { ...model.phase, ...change } } : model);
}

function limited(model: CallModel, limit: CallingLimit | undefined): CallModel {
  if (model.limit === limit) return model;
  const { limit: _before, ...rest } = model;
  return limit === undefined ? rest : { ...rest, limit };
}

/** What is done with it beside the talk. */
function withDeed(
  model: CallModel,
  event: Extract<
    CallModelEvent,
    { kind: 'digits' | 'transferring' | 'transfer-asked' | 'conference' | 'recorded' }
  >,
): CallModel {
  switch (event.kind) {
    case 'digits':
      return { ...model, dtmfSent: (model.dtmfSent + event.digits).slice(-64) };
    case 'transferring':
      return { ...model, isTransferring: event.isTransferring };
    case 'transfer-asked':
      return withTransferAsked(model, event.asked);
    case 'conference':
      return withConference(model, event.conference);
    case 'recorded':
      return model.isRecorded === event.isRecorded ? model : { ...model, isRecorded: event.isRecorded };
    default:
      return assertNever(event);
  }
}

function withTransferAsked(model: CallModel, asked: Call['transferAsked']): CallModel {
  const { transferAsked: _before, ...rest } = model;
  return asked === undefined ? rest : { ...rest, transferAsked: asked };
}

function withConference(model: CallModel, conference: string | undefined): CallModel {
  if (model.conference === conference) return model;
  const { conference: _before, ...rest } = model;
  return conference === undefined ? rest : { ...rest, conference };
}

function withVideo(model: CallModel, video: Call['video']): CallModel {
  if (JSON.stringify(model.video) === JSON.stringify(video)) return model;
  const { video: _before, ...rest } = model;
  return video === undefined ? rest : { ...rest, video };
}

function withSlides(model: CallModel, slides: Call['slides']): CallModel {
  if (JSON.stringify(model.slides) === JSON.stringify(slides)) return model;
  const { slides: _before, ...rest } = model;
  return slides === undefined ? rest : { ...rest, slides };
}

/** It rings on: whoever misses it now has missed it. */
function ringingOn({ sentAway: _, ...model }: CallModel): CallModel {
  return model;
}
