import type { Call } from './call.ts';
import type { CallId } from './ids.ts';

/** What a key, wherever it is pressed, or a headset's button asks of the calls. */
export type CallKey = 'answer' | 'end' | 'mute';

/** What is then done. */
export type CallDeed =
  | { readonly kind: 'answer' | 'decline' | 'hang-up'; readonly callId: CallId }
  | { readonly kind: 'mute'; readonly callId: CallId; readonly isMuted: boolean };

/** Neither over nor waiting to be answered. */
const isRunning = ({ state }: Call) => state !== 'ended' && state !== 'ringing-in';

/** The call that is meant: who rings is answered and declined first; among several it is the latest that is spoken in. */
export function deedOf(key: CallKey, all: Iterable<Call>): CallDeed | undefined {
  const calls = [...all].sort((a, b) => a.startedAt - b.startedAt);
  const ringing = calls.find(({ can }) => can.includes('answer'));
  const running = calls.findLast(({ can }) => can.includes('mute')) ?? calls.find(isRunning);
  if (key === 'answer') return ringing && { kind: 'answer', callId: ringing.id };
  if (key === 'end' && ringing) return { kind: 'decline', callId: ringing.id };
  if (!running) return undefined;
  return key === 'end'
    ? { kind: 'hang-up', callId: running.id }
    : { kind: 'mute', callId: running.id, isMuted: !running.isMuted };
}
