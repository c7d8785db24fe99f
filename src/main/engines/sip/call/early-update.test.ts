import { describe, expect, it } from 'vitest';
import { headerOf, SDP, type SipPeer, settled, sipPeer } from '../../../../../test/fakes/sip-peer.ts';
import { fail } from '../../../../shared/errors/result.ts';
import type { SipCall, SipCallEvent } from '../../../ports/sip.port.ts';

const RELIABLE = ['Require: 100rel', 'RSeq: 1', 'Allow: INVITE, ACK, BYE, CANCEL, PRACK, UPDATE'];

function watch(call: SipCall): string[] {
  const kinds: string[] = [];
  call.on(({ kind }: SipCallEvent) => kinds.push(kind));
  return kinds;
}

/** A call that has a reliable answer in the dialog `b1`, as IMS, CUBE and SBCs that play their own ringing give. */
async function early(): Promise<{ peer: SipPeer; call: SipCall; kinds: string[]; invite: string }> {
  const peer = sipPeer();
  const call = await peer.dial();
  const kinds = watch(call);
  const invite = peer.last('INVITE');
  await peer.respond(invite, 183, { sdp: SDP, headers: RELIABLE });
  await peer.respond(peer.last('PRACK'), 200);
  return { peer, call, kinds, invite };
}

const updates = (peer: SipPeer): string[] =>
  peer.sent.filter((text) => text.startsWith('SIP/2.0') && headerOf(text, 'CSeq').endsWith('UPDATE'));
const lastUpdate = (peer: SipPeer): string => updates(peer).at(-1) ?? '';

describe('an UPDATE with an offer before the answer (RFC 3311)', () => {
  it('V4: is answered once the first answer came reliably, and the 200 changes nothing any more', async () => {
    const { peer, kinds, invite } = await early();
    await peer.inDialog(invite, 'UPDATE', { sdp: SDP });
    expect(lastUpdate(peer)).toMatch(/^SIP\/2\.0 200 [^]*m=audio/);
    expect(peer.media.asked).toEqual(['offer', 'early b1', 'apply', 'answer']);
    // And once more: from ringing to music, say.
    await peer.inDialog(invite, 'UPDATE', { sdp: SDP });
    await peer.respond(invite, 200, { sdp: SDP });
    expect(kinds).toEqual(['early-media', 'answered']);
    expect(peer.media.asked).toEqual(['offer', 'early b1', 'apply', 'answer', 'answer']);
    expect([peer.count('ACK'), peer.count('BYE')]).toEqual([1, 0]);
  });

  it('V4: 491 while our offer is open in that dialog, 500 while theirs is', async () => {
    const peer = sipPeer();
    await peer.dial();
    const invite = peer.last('INVITE');
    await peer.respond(invite, 183, { sdp: SDP });
    await peer.inDialog(invite, 'UPDATE', { sdp: SDP });
    expect(lastUpdate(peer)).toMatch(/^SIP\/2\.0 491 /);
    const called = sipPeer();
    await called.invite({ sdp: SDP, headers: ['Supported: 100rel', 'Require: 100rel'] });
    await called.inDialog(called.last('SIP/2.0 180'), 'UPDATE', { sdp: SDP });
    expect(lastUpdate(called)).toMatch(/^SIP\/2\.0 500 [^]*\r\nRetry-After: \d/);
    // Refused, not forgotten: the next one is heard too.
    await called.inDialog(called.last('SIP/2.0 180'), 'UPDATE', { sdp: SDP });
    expect(updates(called)).toHaveLength(2);
  });

  it('V4: between our 200 and its ACK it is refused, and the one after that is answered', async () => {
    const peer = sipPeer();
    await peer.invite({ sdp: SDP });
    const [event] = peer.events;
    if (event?.kind !== 'incoming') throw new Error('no call came in');
    void event.call.answer();
    await settled();
    const accepted = peer.last('SIP/2.0 200');
    await peer.inDialog(accepted, 'UPDATE', { sdp: SDP });
    expect(lastUpdate(peer)).toMatch(/^SIP\/2\.0 500 /);
    await peer.inDialog(accepted, 'ACK', { sequence: 1 });
    await peer.inDialog(accepted, 'UPDATE', { sdp: SDP });
    expect(lastUpdate(peer)).toMatch(/^SIP\/2\.0 200 /);
  });

  it('V4: one that nothing suits in is refused, and the call goes on as agreed', async () => {
    const { peer, kinds, invite } = await early();
    peer.media.answer('answer', fail('call.no-common-codec'));
    await peer.inDialog(invite, 'UPDATE', { sdp: SDP });
    expect(lastUpdate(peer)).toMatch(/^SIP\/2\.0 488 /);
    await peer.respond(invite, 200);
    expect(kinds).toEqual(['early-media', 'answered']);
  });

  it('V4: whoever answers instead of the one that it was agreed with is offered anew', async () => {
    const { peer, kinds, invite } = await early();
    await peer.inDialog(invite, 'UPDATE', { sdp: SDP });
    await peer.respond(invite, 200, { sdp: SDP, tag: 'other' });
    expect(kinds).toEqual(['early-media', 'answered']);
    expect(headerOf(peer.last('INVITE'), 'To')).toContain('tag=other');
    await peer.respond(peer.last('INVITE'), 200, { sdp: SDP });
    expect(peer.media.asked.slice(-2)).toEqual(['offer', 'apply']);
  });

  it('V4: hung up meanwhile: both are told', async () => {
    const { peer, call, invite } = await early();
    let isDone = (): void => {};
    peer.media.createAnswer = () =>
      new Promise((resolve) => (isDone = () => resolve({ ok: true, value: SDP })));
    await peer.inDialog(invite, 'UPDATE', { sdp: SDP });
    await call.hangUp();
    isDone();
    await settled();
    expect(lastUpdate(peer)).toMatch(/^SIP\/2\.0 487 /);
    expect(peer.count('CANCEL')).toBe(1);
  });

  it('V4: answered meanwhile: the call stands, and theirs is answered in it', async () => {
    const { peer, kinds, invite } = await early();
    let isDone = (): void => {};
    peer.media.createAnswer = () =>
      new Promise((resolve) => (isDone = () => resolve({ ok: true, value: SDP })));
    await peer.inDialog(invite, 'UPDATE', { sdp: SDP });
    await peer.respond(invite, 200);
    expect(kinds).toEqual(['early-media', 'answered']);
    isDone();
    await settled();
    expect(lastUpdate(peer)).toMatch(/^SIP\/2\.0 200 [^]*m=audio/);
  });
});
