import type { SipCall, SipCallEvent } from '../../src/main/ports/sip.port.ts';
import { SDP, type SipPeer, settled } from './sip-peer.ts';

/** A call's events so far, and all that come. */
export function watch(call: SipCall): SipCallEvent[] {
  const events: SipCallEvent[] = [];
  call.on((event) => events.push(event));
  return events;
}

export const kinds = (events: readonly SipCallEvent[]): string[] => events.map(({ kind }) => kind);

/** A call of ours that bob answered, with the INVITE as he got it. */
export async function connected(
  peer: SipPeer,
  target?: string,
): Promise<{ call: SipCall; events: SipCallEvent[]; invite: string }> {
  const call = await peer.dial(target);
  const events = watch(call);
  const invite = peer.last('INVITE');
  await peer.respond(invite, 200, { sdp: SDP });
  return { call, events, invite };
}

/** A call for us that we answered and bob acknowledged. */
export async function answered(
  peer: SipPeer,
  offer: { sdp?: string } = { sdp: SDP },
): Promise<{ call: SipCall; events: SipCallEvent[]; accepted: string }> {
  await peer.invite(offer);
  const [event] = peer.events;
  if (event?.kind !== 'incoming') throw new Error('no call came in');
  const events = watch(event.call);
  void event.call.answer();
  await settled();
  return { call: event.call, events, accepted: peer.last('SIP/2.0 200') };
}
