import type { Call } from '../../../shared/domain/call.ts';

/** What programs are told of a call: what a desk shows, nothing of media, contacts or errors' details. */
export function shownCall(call: Call) {
  const { id, direction, state, peer, isMuted, startedAt, connectedAt, can } = call;
  return {
    id,
    direction,
    state,
    name: peer.name,
    address: peer.address,
    isMuted,
    startedAt,
    ...(connectedAt !== undefined && { connectedAt }),
    can: can.filter((action) => ACTIONS.has(action)),
  };
}
export type ShownCall = ReturnType<typeof shownCall>;

const ACTIONS: ReadonlySet<string> = new Set([
  'answer',
  'decline',
  'hang-up',
  'hold',
  'resume',
  'mute',
  'dtmf',
]);
