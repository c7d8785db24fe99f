// size: one table for each side of the machine, read as a whole
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failure } from '../../../../shared/errors/result.ts';
import { reduceCall } from './call.machine.ts';
import type { CallEffect, CallEvent, CallState, Confirmed, Exchange } from './call-state.ts';

const SENDRECV = 'v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 0\r\na=sendrecv\r\n';
const SENDONLY = SENDRECV.replace('sendrecv', 'sendonly');
const ERROR = failure('call.no-common-codec');

/** The new state's kind and the effects in words. */
function step(state: CallState, event: CallEvent): string {
  const next = reduceCall(state, event);
  return [place(next.state), ...next.effects.map(words)].join(', ');
}

function place(state: CallState): string {
  if (state.kind !== 'confirmed') return state.kind;
  const { exchange } = state;
  return [
    'confirmed',
    exchange.by,
    'step' in exchange ? exchange.step : '',
    state.isWanted ? 'wanted' : '',
    state.isPeerHolding ? 'held' : '',
    state.path ?? '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function words(effect: CallEffect): string {
  switch (effect.kind) {
    case 'emit':
      return effect.event.kind === 'ended'
        ? `ended by ${effect.event.by}${effect.event.error ? ` ${effect.event.error.code}` : ''}${effect.event.isAnsweredElsewhere ? ' elsewhere' : ''}`
        : `emit ${effect.event.kind}${effect.event.kind === 'signalling' ? (effect.event.isCut ? ' cut' : ' back') : ''}`;
    case 'settle':
      return `settle${effect.error ? ` ${effect.error.code}` : ''}`;
    case 'refuse':
      return `refuse ${effect.status}`;
    case 'refuse-offer':
      return `refuse-offer ${effect.status}`;
    case 'send-invite':
      return `send-invite${effect.target ? ` ${effect.target}` : ''}`;
    default:
      return effect.kind;
  }
}

const CALLING: CallState = {
  kind: 'calling',
  offer: SENDRECV,
  hasRung: false,
  hasEarlyMedia: false,
  redirects: 0,
};
const AWAITING: CallState = {
  kind: 'awaiting-ack',
  isLate: false,
  isOver: false,
  isHeld: false,
  isWanted: false,
};
const confirmed = (exchange: Exchange = { by: 'nobody' }, more: Partial<Confirmed> = {}): Confirmed => ({
  kind: 'confirmed',
  isPeerHolding: false,
  isWanted: false,
  exchange,
  ...more,
});
const ours = (stepName: 'making' | 'sent' | 'glare', tries = 1): Exchange => ({
  by: 'us',
  step: stepName,
  tries,
});
const theirs = (
  stepName: 'answering' | 'acking',
  offer: string | undefined = SENDRECV,
  how: 'reinvite' | 'update' = 'reinvite',
): Exchange => ({ by: 'them', step: stepName, offer, how });
const described: CallEvent = { kind: 'described', sdp: SENDRECV };
const mediaFailed: CallEvent = { kind: 'media-failed', error: ERROR };
const hangUp: CallEvent = { kind: 'hang-up' };
const bye: CallEvent = { kind: 'bye', isAnsweredElsewhere: false };
const peerOffer = (sdp: string | undefined, by: 'reinvite' | 'update' = 'reinvite'): CallEvent => ({
  kind: 'peer-offer',
  sdp,
  by,
});
const refusedBy = (status: number, isGone = false): CallEvent => ({
  kind: 'reinvite-refused',
  status,
  isGone,
  error: failure('call.failed'),
});

describe('outgoing call', () => {
  it.each<[CallState, CallEvent, string]>([
    [{ kind: 'preparing' }, described, 'calling, send-invite'],
    [{ kind: 'preparing' }, mediaFailed, 'ended, ended by local call.no-common-codec'],
    [{ kind: 'preparing' }, hangUp, 'ended, ended by local'],
    [CALLING, { kind: 'provisional', status: 180, sdp: undefined, tag: 'a' }, 'calling, emit ringing'],
    [
      CALLING,
      { kind: 'provisional', status: 183, sdp: SENDRECV, tag: 'a' },
      'calling, apply-early, emit early-media',
    ],
    [
      CALLING,
      { kind: 'provisional', status: 180, sdp: SENDRECV, tag: 'a' },
      'calling, apply-early, emit ringing, emit early-media',
    ],
    [
      { ...CALLING, hasRung: true, hasEarlyMedia: true },
      { kind: 'provisional', status: 180, sdp: SENDRECV, tag: 'b' },
      'calling, apply-early',
    ],
    [CALLING, { kind: 'provisional', status: 181, sdp: undefined, tag: 'a' }, 'calling'],
    [CALLING, { kind: 'accepted', sdp: SENDRECV }, 'confirming, send-ack, apply-answer'],
    [
      CALLING,
      { kind: 'accepted', sdp: undefined },
      'ended, send-ack, send-bye, ended by peer media.no-audio',
    ],
    [
      CALLING,
      { kind: 'refused', error: ERROR, isAnsweredElsewhere: false },
      'ended, ended by peer call.no-common-codec',
    ],
    [CALLING, { kind: 'redirected', target: 'sip:x@y' }, 'calling, send-invite sip:x@y'],
    [CALLING, { kind: 'redirected', target: undefined }, 'ended, ended by peer call.failed'],
    [
      { ...CALLING, redirects: 5 },
      { kind: 'redirected', target: 'sip:x@y' },
      'ended, ended by peer call.failed',
    ],
    [CALLING, hangUp, 'cancelling, send-cancel, ended by local'],
    [{ kind: 'cancelling' }, { kind: 'accepted', sdp: SENDRECV }, 'ended, send-ack, send-bye'],
    [{ kind: 'cancelling' }, { kind: 'refused', error: ERROR, isAnsweredElsewhere: false }, 'ended'],
    [{ kind: 'cancelling' }, { kind: 'redirected', target: 'sip:x@y' }, 'ended'],
    [{ kind: 'cancelling' }, hangUp, 'cancelling'],
    [{ kind: 'confirming', answer: SENDRECV }, { kind: 'applied' }, 'confirmed nobody, emit answered'],
    [
      { kind: 'confirming', answer: SENDONLY },
      { kind: 'applied' },
      'confirmed nobody held, emit answered, emit held-by-peer',
    ],
    [
      { kind: 'confirming', answer: SENDRECV },
      mediaFailed,
      'ended, send-bye, ended by local call.no-common-codec',
    ],
    [
      { kind: 'confirming', answer: SENDRECV, isWanted: true },
      { kind: 'applied' },
      'confirmed us making, emit answered, create-offer',
    ],
    [{ kind: 'confirming', answer: SENDRECV }, hangUp, 'ended, send-bye, ended by local'],
    [{ kind: 'confirming', answer: SENDRECV }, bye, 'ended, ended by peer'],
    [{ kind: 'confirming', answer: SENDRECV }, peerOffer(SENDRECV), 'confirming, refuse-offer 491'],
  ])('V2: %j on %j', (state, event, expected) => {
    expect(step(state, event)).toBe(expected);
  });
});

describe('incoming call', () => {
  it.each<[CallState, CallEvent, string]>([
    [{ kind: 'alerting', offer: SENDRECV }, { kind: 'answer' }, 'answering, create-answer'],
    [{ kind: 'alerting', offer: undefined }, { kind: 'answer' }, 'answering, create-offer'],
    [{ kind: 'alerting', offer: SENDRECV }, { kind: 'decline' }, 'ended, refuse 603, ended by local'],
    [{ kind: 'alerting', offer: SENDRECV }, hangUp, 'ended, refuse 486, ended by local'],
    [
      { kind: 'alerting', offer: SENDRECV },
      { kind: 'cancelled', isAnsweredElsewhere: true },
      'ended, refuse 487, ended by peer elsewhere',
    ],
    [{ kind: 'answering', offer: SENDRECV }, described, 'awaiting-ack, accept, emit answered, settle'],
    [
      { kind: 'answering', offer: SENDONLY },
      described,
      'awaiting-ack, accept, emit answered, settle, emit held-by-peer',
    ],
    [
      { kind: 'answering', offer: SENDRECV },
      mediaFailed,
      'ended, refuse 488, settle call.no-common-codec, ended by local call.no-common-codec',
    ],
    [
      { kind: 'answering', offer: SENDRECV },
      { kind: 'media-failed', error: failure('media.no-ports') },
      'ended, refuse 500, settle media.no-ports, ended by local media.no-ports',
    ],
    [
      { kind: 'answering', offer: SENDRECV },
      { kind: 'cancelled', isAnsweredElsewhere: false },
      'ended, refuse 487, settle call.ended, ended by peer',
    ],
    [{ kind: 'answering', offer: SENDRECV }, hangUp, 'ended, refuse 486, settle call.ended, ended by local'],
    [
      { kind: 'answering', offer: SENDRECV },
      { kind: 'decline' },
      'ended, refuse 603, settle call.ended, ended by local',
    ],
    [AWAITING, { kind: 'acked', sdp: undefined }, 'confirmed nobody'],
    [{ ...AWAITING, isWanted: true }, { kind: 'acked', sdp: undefined }, 'confirmed us making, create-offer'],
    [
      { ...AWAITING, isLate: true },
      { kind: 'acked', sdp: SENDRECV },
      'confirmed them applying, apply-answer',
    ],
    [
      { ...AWAITING, isLate: true },
      { kind: 'acked', sdp: undefined },
      'ended, send-bye, ended by peer media.no-audio',
    ],
    [AWAITING, { kind: 'ack-timeout' }, 'ended, send-bye, ended by network call.failed'],
    [AWAITING, bye, 'ended, ended by peer'],
    [AWAITING, hangUp, 'awaiting-ack, ended by local'],
    [{ ...AWAITING, isOver: true }, { kind: 'acked', sdp: undefined }, 'ended, send-bye'],
    [{ ...AWAITING, isOver: true }, { kind: 'ack-timeout' }, 'ended, send-bye'],
    [{ ...AWAITING, isOver: true }, bye, 'ended'],
    [{ ...AWAITING, isOver: true }, hangUp, 'awaiting-ack'],
    [AWAITING, { kind: 'renegotiate' }, 'awaiting-ack'],
  ])('V2: %j on %j', (state, event, expected) => {
    expect(step(state, event)).toBe(expected);
  });
});

describe('call that stands', () => {
  it.each<[string, CallState, CallEvent, string]>([
    ['our re-INVITE', confirmed(), { kind: 'renegotiate' }, 'confirmed us making, create-offer'],
    ['while ours is under way', confirmed(ours('sent')), { kind: 'renegotiate' }, 'confirmed us sent wanted'],
    ['while theirs is', confirmed(theirs('acking')), { kind: 'renegotiate' }, 'confirmed them acking wanted'],
    ['offer made', confirmed(ours('making')), described, 'confirmed us sent, send-reinvite'],
    [
      'offer not made',
      confirmed(ours('making')),
      mediaFailed,
      'confirmed nobody, rollback, settle call.no-common-codec',
    ],
    [
      'accepted',
      confirmed(ours('sent')),
      { kind: 'reinvite-accepted', sdp: SENDRECV },
      'confirmed us applying, send-ack, apply-answer',
    ],
    [
      'accepted without answer',
      confirmed(ours('sent')),
      { kind: 'reinvite-accepted', sdp: undefined },
      'confirmed nobody, send-ack, rollback, settle media.bad-sdp',
    ],
    [
      'answer applied',
      confirmed({ by: 'us', step: 'applying', answer: SENDRECV }),
      { kind: 'applied' },
      'confirmed nobody, settle',
    ],
    [
      'answer applied: held there',
      confirmed({ by: 'us', step: 'applying', answer: SENDONLY }),
      { kind: 'applied' },
      'confirmed nobody held, settle, emit held-by-peer',
    ],
    [
      'answer not applied',
      confirmed({ by: 'us', step: 'applying', answer: SENDRECV }),
      mediaFailed,
      'confirmed nobody, rollback, settle call.no-common-codec',
    ],
    ['glare', confirmed(ours('sent')), refusedBy(491), 'confirmed us glare, rollback, wait-after-glare'],
    ['glare over', confirmed(ours('glare', 2)), { kind: 'glare-over' }, 'confirmed us making, create-offer'],
    [
      'glare for ever',
      confirmed(ours('sent', 4)),
      refusedBy(491),
      'confirmed nobody, rollback, settle call.failed',
    ],
    [
      'theirs during our glare wait',
      confirmed(ours('glare', 2)),
      peerOffer(SENDRECV),
      'confirmed them answering wanted, create-answer',
    ],
    [
      'late end of that wait',
      confirmed(theirs('answering')),
      { kind: 'glare-over' },
      'confirmed them answering',
    ],
    ['refused', confirmed(ours('sent')), refusedBy(488), 'confirmed nobody, rollback, settle call.failed'],
    [
      'unknown there',
      confirmed(ours('sent')),
      refusedBy(481, true),
      'ended, send-bye, settle call.failed, ended by network call.failed',
    ],
    [
      'moved to another server',
      confirmed(),
      { kind: 'moved' },
      'confirmed us making moved, emit signalling cut, create-offer',
    ],
    [
      'moved while theirs is under way',
      confirmed(theirs('acking')),
      { kind: 'moved' },
      'confirmed them acking wanted moved, emit signalling cut',
    ],
    [
      'the other server knows it',
      confirmed(ours('sent'), { path: 'moved' }),
      { kind: 'reinvite-accepted', sdp: SENDRECV },
      'confirmed us applying, send-ack, emit signalling back, apply-answer',
    ],
    [
      'the other server does not: the media goes on',
      confirmed(ours('sent'), { path: 'moved' }),
      refusedBy(481, true),
      'confirmed nobody cut, rollback, settle call.failed',
    ],
    [
      'collision right after moving',
      confirmed(ours('sent'), { path: 'moved' }),
      refusedBy(491),
      'confirmed us glare moved, rollback, wait-after-glare',
    ],
    [
      'moved once more',
      confirmed({ by: 'nobody' }, { path: 'cut' }),
      { kind: 'moved' },
      'confirmed us making moved, create-offer',
    ],
    [
      'cut off, and the media went too',
      confirmed(ours('sent'), { path: 'cut' }),
      refusedBy(481, true),
      'ended, send-bye, settle call.failed, ended by network call.failed',
    ],
    [
      'cut off, and they reach us',
      confirmed({ by: 'nobody' }, { path: 'cut' }),
      peerOffer(SENDRECV),
      'confirmed them answering, emit signalling back, create-answer',
    ],
    [
      'hung up while cut off',
      confirmed({ by: 'nobody' }, { path: 'cut' }),
      hangUp,
      'ended, send-bye, ended by local',
    ],
    ['their re-INVITE', confirmed(), peerOffer(SENDRECV), 'confirmed them answering, create-answer'],
    [
      'their re-INVITE without offer',
      confirmed(),
      peerOffer(undefined),
      'confirmed them answering, create-offer',
    ],
    [
      'theirs while ours is open',
      confirmed(ours('making')),
      peerOffer(SENDRECV),
      'confirmed us making, refuse-offer 491',
    ],
    [
      'theirs while theirs is open',
      confirmed(theirs('acking')),
      peerOffer(SENDRECV),
      'confirmed them acking, refuse-offer 500',
    ],
    ['answered', confirmed(theirs('answering')), described, 'confirmed them acking, accept-offer'],
    [
      'answered: they hold',
      confirmed(theirs('answering', SENDONLY)),
      described,
      'confirmed them acking held, accept-offer, emit held-by-peer',
    ],
    [
      'answered: they resume',
      confirmed(theirs('answering'), { isPeerHolding: true }),
      described,
      'confirmed them acking, accept-offer, emit held-by-peer',
    ],
    [
      'UPDATE answered',
      confirmed(theirs('answering', SENDRECV, 'update')),
      described,
      'confirmed nobody, accept-offer',
    ],
    [
      'UPDATE answered, ours waits',
      confirmed(theirs('answering', SENDRECV, 'update'), { isWanted: true }),
      described,
      'confirmed us making, accept-offer, create-offer',
    ],
    [
      'not answerable',
      confirmed(theirs('answering')),
      mediaFailed,
      'confirmed nobody, refuse-offer 488, rollback',
    ],
    ['acked', confirmed(theirs('acking')), { kind: 'acked', sdp: undefined }, 'confirmed nobody'],
    [
      'acked, ours waits',
      confirmed(theirs('acking'), { isWanted: true }),
      { kind: 'acked', sdp: undefined },
      'confirmed us making, create-offer',
    ],
    [
      'acked with the answer',
      confirmed({ by: 'them', step: 'acking', offer: undefined, how: 'reinvite' }),
      { kind: 'acked', sdp: SENDRECV },
      'confirmed them applying, apply-answer',
    ],
    [
      'acked without the answer',
      confirmed({ by: 'them', step: 'acking', offer: undefined, how: 'reinvite' }),
      { kind: 'acked', sdp: undefined },
      'confirmed nobody, rollback',
    ],
    [
      'late answer applied',
      confirmed({ by: 'them', step: 'applying', answer: SENDRECV }),
      { kind: 'applied' },
      'confirmed nobody',
    ],
    [
      'late answer not applied',
      confirmed({ by: 'them', step: 'applying', answer: SENDRECV }),
      mediaFailed,
      'ended, send-bye, ended by local call.no-common-codec',
    ],
    ['no ACK', confirmed(theirs('acking')), { kind: 'ack-timeout' }, 'confirmed nobody'],
    ['BYE', confirmed(), bye, 'ended, ended by peer'],
    ['BYE while ours is open', confirmed(ours('sent')), bye, 'ended, settle call.ended, ended by peer'],
    ['hang-up', confirmed(), hangUp, 'ended, send-bye, ended by local'],
    [
      'hang-up while ours is open',
      confirmed(ours('sent')),
      hangUp,
      'ended, send-bye, settle call.ended, ended by local',
    ],
  ])('V4 A9: %s', (_name, state, event, expected) => {
    expect(step(state, event)).toBe(expected);
  });

  it('V2: whatever comes in whatever order, a call ends once and nothing follows', () => {
    const event = fc.constantFrom<CallEvent>(
      described,
      mediaFailed,
      hangUp,
      bye,
      { kind: 'applied' },
      { kind: 'answer' },
      { kind: 'decline' },
      { kind: 'renegotiate' },
      { kind: 'moved' },
      { kind: 'accepted', sdp: SENDRECV },
      { kind: 'refused', error: ERROR, isAnsweredElsewhere: false },
      { kind: 'cancelled', isAnsweredElsewhere: false },
      { kind: 'acked', sdp: undefined },
      { kind: 'ack-timeout' },
      peerOffer(SENDRECV),
      peerOffer(undefined, 'update'),
      { kind: 'reinvite-accepted', sdp: SENDONLY },
      refusedBy(491),
      refusedBy(481, true),
      { kind: 'glare-over' },
      { kind: 'provisional', status: 183, sdp: SENDRECV, tag: 't' },
      { kind: 'provisional', status: 183, sdp: SENDRECV, tag: 'r', isReliable: true },
      { kind: 'peer-offer', sdp: SENDRECV, by: 'update', tag: 'r' },
      { kind: 'accepted', sdp: SENDRECV, tag: 'r' },
      { kind: 'redirected', target: 'sip:x@y' },
    );
    const start = fc.constantFrom<CallState>(
      { kind: 'preparing' },
      { kind: 'alerting', offer: SENDRECV },
      { kind: 'alerting', offer: undefined },
    );
    fc.assert(
      fc.property(start, fc.array(event, { maxLength: 40 }), (first, events) => {
        let state = first;
        let ends = 0;
        for (const next of events) {
          const wasEnded = state.kind === 'ended';
          const { state: after, effects } = reduceCall(state, next);
          if (wasEnded) expect(effects).toEqual([]);
          ends += effects.filter((effect) => effect.kind === 'emit' && effect.event.kind === 'ended').length;
          state = after;
        }
        expect(ends).toBeLessThanOrEqual(1);
        if (state.kind === 'ended') expect(ends).toBe(1);
      }),
      { numRuns: 2_000 },
    );
  });
});
