import { describe, expect, it } from 'vitest';
import { headerOf, SDP, settled, sipPeer, type SipPeer } from '../../../../../test/fakes/sip-peer.ts';

/** The re-INVITEs of ours so far. */
const refreshes = (peer: SipPeer): number => peer.count('INVITE') - 1;

async function dialled(answer: readonly string[]): Promise<SipPeer> {
  const peer = sipPeer();
  await peer.dial();
  await peer.respond(peer.last('INVITE'), 200, { sdp: SDP, headers: answer });
  return peer;
}

async function after(peer: SipPeer, seconds: number): Promise<void> {
  peer.clock.advance(seconds * 1_000);
  await settled();
}

describe('session timer', () => {
  it('V1: it is asked for in the INVITE, and refreshed at half time when that is our duty, again and again', async () => {
    const peer = await dialled(['Session-Expires: 600;refresher=uac', 'Require: timer']);
    expect(headerOf(peer.last('INVITE'), 'Session-Expires')).toBe('1800');
    expect(headerOf(peer.last('INVITE'), 'Min-SE')).toBe('90');
    await after(peer, 299);
    expect(refreshes(peer)).toBe(0);
    await after(peer, 1);
    expect(refreshes(peer)).toBe(1);
    expect(headerOf(peer.last('INVITE'), 'Session-Expires')).toBe('600;refresher=uac');
    await peer.respond(peer.last('INVITE'), 200, {
      sdp: SDP,
      headers: ['Session-Expires: 600;refresher=uac'],
    });
    await after(peer, 300);
    expect(refreshes(peer)).toBe(2);
  });

  it('V1: a server that wants no timer gets none', async () => {
    const peer = await dialled([]);
    await after(peer, 10_000);
    expect(refreshes(peer)).toBe(0);
  });

  it('V1: the other side has the duty and does it: nothing of ours is sent', async () => {
    const peer = await dialled(['Session-Expires: 300;refresher=uas']);
    for (let round = 0; round < 3; round += 1) {
      await after(peer, 200);
      await peer.inDialog(peer.last('ACK'), 'UPDATE', {
        headers: ['Session-Expires: 300;refresher=uac', 'Supported: timer'],
      });
      expect(headerOf(peer.last('SIP/2.0 200'), 'Session-Expires')).toBe('300;refresher=uac');
    }
    expect(refreshes(peer)).toBe(0);
  });

  it('V1: it does not: shortly before the end we ask, and a call that is gone is over', async () => {
    const peer = await dialled(['Session-Expires: 300;refresher=uas']);
    await after(peer, 268);
    expect(refreshes(peer)).toBe(1);
    await peer.respond(peer.last('INVITE'), 481);
    expect(peer.calls.size).toBe(0);
    await after(peer, 1_000);
    expect(refreshes(peer)).toBe(1);
  });

  it('V1: 422: asked again with the time that the server wants, and not in circles', async () => {
    const peer = sipPeer();
    await peer.dial();
    await peer.respond(peer.last('INVITE'), 422, { headers: ['Min-SE: 3600'] });
    expect(headerOf(peer.last('INVITE'), 'Session-Expires')).toBe('3600');
    expect(headerOf(peer.last('INVITE'), 'CSeq')).toBe('2 INVITE');
    await peer.respond(peer.last('INVITE'), 422, { headers: ['Min-SE: 3600'] });
    expect([peer.count('INVITE'), peer.calls.size]).toEqual([2, 0]);
  });

  it.each([
    [
      'a caller that knows it and leaves it open',
      ['Session-Expires: 600', 'Supported: timer'],
      '600;refresher=uac',
      'timer',
    ],
    ['one that does not know it, but its proxy', ['Session-Expires: 600'], '600;refresher=uas', ''],
    [
      'one that gives us the duty',
      ['Session-Expires: 600;refresher=uas', 'Supported: timer'],
      '600;refresher=uas',
      '',
    ],
    ['less than anybody may ask, put there by a proxy', ['Session-Expires: 30'], '90;refresher=uas', ''],
    ['nonsense', ['Session-Expires: soon'], '', ''],
  ])('V1: an incoming call of %s', async (_name, headers, said, required) => {
    const peer = sipPeer();
    await peer.invite({ sdp: SDP, headers });
    const [event] = peer.events;
    if (event?.kind !== 'incoming') throw new Error('no call came in');
    void event.call.answer();
    await settled();
    const accepted = peer.last('SIP/2.0 200');
    expect([headerOf(accepted, 'Session-Expires'), headerOf(accepted, 'Require')]).toEqual([said, required]);
    await peer.inDialog(accepted, 'ACK', { sequence: 1 });
    await after(peer, 300);
    expect(peer.count('INVITE')).toBe(said.startsWith('90') ? 1 : said.endsWith('uas') ? 1 : 0);
  });

  it('V1: who takes UPDATE is refreshed by one, without a description', async () => {
    const allow = 'Allow: INVITE, ACK, BYE, CANCEL, UPDATE';
    const peer = await dialled(['Session-Expires: 600;refresher=uac', allow]);
    await after(peer, 300);
    const update = peer.last('UPDATE');
    expect([
      refreshes(peer),
      headerOf(update, 'Session-Expires'),
      headerOf(update, 'Content-Length'),
    ]).toEqual([0, '600;refresher=uac', '0']);
    expect(headerOf(update, 'Contact')).not.toBe('');
    // It has become more patient.
    await peer.respond(update, 422, { headers: ['Min-SE: 900'] });
    expect(headerOf(peer.last('UPDATE'), 'Session-Expires')).toBe('900;refresher=uac');
    expect(headerOf(peer.last('UPDATE'), 'Min-SE')).toBe('900');
    await peer.respond(peer.last('UPDATE'), 401, {
      headers: ['WWW-Authenticate: Digest realm="r", nonce="n"'],
    });
    await peer.respond(peer.last('UPDATE'), 200, { headers: ['Session-Expires: 900;refresher=uac'] });
    await after(peer, 450);
    const cseq = (text: string): number => Number.parseInt(headerOf(text, 'CSeq'), 10);
    expect([peer.count('UPDATE'), refreshes(peer)]).toEqual([4, 0]);
    expect(cseq(peer.last('UPDATE'))).toBe(cseq(update) + 3);
  });

  it('V1: who says so and then refuses it is asked by a re-INVITE, from then on', async () => {
    const allow = 'Allow: INVITE, ACK, BYE, CANCEL, UPDATE';
    const peer = await dialled(['Session-Expires: 600;refresher=uac', allow]);
    await after(peer, 300);
    await peer.respond(peer.last('UPDATE'), 501);
    expect(refreshes(peer)).toBe(1);
    const headers = ['Session-Expires: 600;refresher=uac', allow];
    await peer.respond(peer.last('INVITE'), 200, { sdp: SDP, headers });
    await after(peer, 300);
    expect([peer.count('UPDATE'), refreshes(peer)]).toEqual([1, 2]);
    await peer.respond(peer.last('INVITE'), 481);
    expect(peer.calls.size).toBe(0);
  });

  it('V1: less than a minute and a half is refused with what we take, by whatever it is asked', async () => {
    const peer = sipPeer();
    const brief = ['Session-Expires: 60', 'Supported: timer'];
    await peer.invite({ sdp: SDP, headers: brief });
    expect(headerOf(peer.last('SIP/2.0 422'), 'Min-SE')).toBe('90');
    expect(peer.events).toEqual([]);
    await peer.dial();
    await peer.respond(peer.last('INVITE'), 200, { sdp: SDP });
    const ack = peer.last('ACK');
    await peer.inDialog(ack, 'UPDATE', { headers: brief });
    await peer.inDialog(ack, 'INVITE', { headers: brief, sdp: SDP });
    expect(peer.count('SIP/2.0 422')).toBe(3);
    expect(peer.media.asked).not.toContain('answer');
  });

  it('V1: a re-INVITE that is refused for its time is sent again with theirs', async () => {
    const peer = await dialled(['Session-Expires: 600;refresher=uac']);
    await after(peer, 300);
    await peer.respond(peer.last('INVITE'), 422, { headers: ['Min-SE: 1200'] });
    expect(headerOf(peer.last('INVITE'), 'Session-Expires')).toBe('1200;refresher=uac');
    await peer.respond(peer.last('INVITE'), 200, { sdp: SDP });
    expect(peer.calls.size).toBe(1);
  });
});
