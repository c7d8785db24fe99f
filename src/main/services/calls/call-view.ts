import { assertNever } from '../../../shared/errors/assert-never.ts';
import type { Call, CallAction, CallLogEntry, CallState } from '../../../shared/domain/call.ts';
import { type CallFeature, isLeft } from '../../../shared/domain/calling-limit.ts';
import type { CallModel, Phase } from './call.machine.ts';

/** What is shown of it, and what the person may do with it. */
export function toCall(model: CallModel): Call {
  const { phase, connectedAt, endedAt, codec } = model;
  const state = shownState(phase);
  const limit = model.isCut ? 'signalling-lost' : model.limit;
  const could = possible(state, model);
  const can = could.filter((action) => isLeft(FEATURE[action], limit));
  return {
    id: model.id,
    direction: model.direction,
    state,
    peer: model.peer,
    isMuted: model.isMuted,
    startedAt: model.startedAt,
    security: model.security,
    dtmfSent: model.dtmfSent,
    can,
    ...(model.line !== undefined && { line: model.line }),
    ...(model.forwardedBy && { forwardedBy: model.forwardedBy }),
    ...(model.ring && { ring: model.ring }),
    ...(model.conference !== undefined && { conference: model.conference }),
    ...(model.consultsFor !== undefined && { consultsFor: model.consultsFor }),
    ...(model.isTransferring && { isTransferring: true }),
    ...(model.transferAsked && state !== 'ended' && { transferAsked: model.transferAsked }),
    ...(model.isRecorded && { isRecorded: true }),
    ...(model.video && phase.kind !== 'ended' && { video: model.video }),
    ...(model.slides && phase.kind !== 'ended' && { slides: model.slides }),
    ...(limit !== undefined && { limit, cannot: could.filter((action) => !can.includes(action)) }),
    ...(connectedAt !== undefined && { connectedAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...(codec !== undefined && { codec }),
    ...(phase.kind === 'ended' && phase.error && { error: phase.error }),
  };
}

const FEATURE: Readonly<Record<CallAction, CallFeature>> = {
  answer: 'start',
  decline: 'end',
  'hang-up': 'end',
  hold: 'hold',
  resume: 'resume',
  mute: 'mute',
  dtmf: 'dtmf',
  transfer: 'transfer',
  merge: 'ad-hoc-conference',
  split: 'ad-hoc-conference',
  park: 'park',
  divert: 'divert',
  mobile: 'send-to-mobile',
  record: 'record',
  video: 'video',
  share: 'bfcp',
};

function shownState(phase: Phase): CallState {
  if (phase.kind !== 'connected') return phase.kind;
  if (phase.isMediaLost) return 'reconnecting';
  if (phase.isHeldHere) return 'held';
  return phase.isHeldThere ? 'held-by-peer' : 'connected';
}

/** What the state allows; park, divert and recording only where the phone has them. */
function possible(state: CallState, model: CallModel): Call['can'] {
  // Pictures go by the gateway.
  const isDirect = model.security === 'dtls';
  const offered = (...actions: CallAction[]) =>
    actions.filter(
      (action) =>
        model.features.includes(action) && !(isDirect && (action === 'video' || action === 'share')),
    );
  const joined: readonly CallAction[] = model.conference === undefined ? ['merge'] : ['merge', 'split'];
  switch (state) {
    case 'dialling':
    case 'ringing-out':
      return ['hang-up', 'mute'];
    case 'early-media':
      return ['hang-up', 'mute', 'dtmf'];
    case 'ringing-in':
      return ['answer', 'decline', ...offered('divert')];
    case 'connecting':
      return ['hang-up'];
    case 'connected':
      return [
        'hang-up',
        'hold',
        'mute',
        'dtmf',
        'transfer',
        ...joined,
        ...offered('park', 'mobile', 'record', 'video', 'share'),
      ];
    case 'held':
      return ['hang-up', 'resume', 'mute', 'transfer', ...joined, ...offered('park')];
    case 'held-by-peer':
      return ['hang-up', 'hold', 'mute', 'transfer', ...joined];
    case 'reconnecting':
      return ['hang-up', 'mute'];
    case 'ended':
      return [];
    default:
      return assertNever(state);
  }
}

/** The call log's row of a call that is over (V10). */
export function toLogEntry(model: CallModel): CallLogEntry {
  const outcome = outcomeOf(model);
  const { connectedAt, endedAt } = model;
  return {
    id: model.id,
    direction: model.direction,
    outcome,
    peer: model.peer,
    startedAt: model.startedAt,
    durationMs: connectedAt === undefined || endedAt === undefined ? 0 : Math.max(0, endedAt - connectedAt),
    isSeen: outcome !== 'missed',
    ...(model.line !== undefined && { line: model.line }),
    ...(model.phase.kind === 'ended' && model.phase.error && { cause: model.phase.error.code }),
  };
}

/** An unanswered call of ours that simply found nobody was still placed; `failed` is for what didn't work. */
const NOBODY_THERE: readonly string[] = ['call.busy', 'call.no-answer', 'call.declined', 'call.unreachable'];

function outcomeOf(model: CallModel): CallLogEntry['outcome'] {
  if (model.direction === 'out') {
    const code = model.phase.kind === 'ended' ? model.phase.error?.code : undefined;
    return model.connectedAt !== undefined || code === undefined || NOBODY_THERE.includes(code)
      ? 'placed'
      : 'failed';
  }
  if (model.connectedAt !== undefined) return 'answered';
  // The server answers in the person's place then, and may call that answered elsewhere.
  if (model.sentAway === 'to-voicemail') return 'to-voicemail';
  if (model.isAnsweredElsewhere) return 'answered-elsewhere';
  return model.sentAway ?? 'missed';
}
