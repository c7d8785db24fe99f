import { describe, expect, it } from 'vitest';
import { headerOf, SDP, settled, sipPeer } from '../../../../../test/fakes/sip-peer.ts';
import { connected } from '../../../../../test/fakes/watched-call.ts';

const SENDONLY = `${SDP}a=sendonly\r\n`;

describe('renegotiation on the wire', () => {
  it('V4: our re-INVITE carries the offer; a refusal is rolled back', async () => {
    const peer = sipPeer();
    const { call } = await connected(peer);
    const first = call.renegotiate();
    await settled();
    expect(headerOf(peer.last('INVITE'), 'CSeq')).toBe('2 INVITE');
    await peer.respond(peer.last('INVITE'), 200, { sdp: SDP });
    expect((await first).ok).toBe(true);
    const second = call.renegotiate();
    await settled();
    await peer.respond(peer.last('INVITE'), 488);
    expect(await second).toMatchObject({ error: { code: 'call.no-common-codec' } });
    expect(peer.media.asked).toEqual(['offer', 'apply', 'offer', 'apply', 'offer', 'rollback']);
  });

  it("V4: glare: we roll back, wait the owner's time and try again", async () => {
    const peer = sipPeer();
    const { call } = await connected(peer);
    const result = call.renegotiate();
    await settled();
    await peer.respond(peer.last('INVITE'), 491);
    peer.clock.advance(2_000);
    await settled();
    expect(peer.count('INVITE')).toBe(2);
    peer.clock.advance(2_000);
    await settled();
    expect(peer.count('INVITE')).toBe(3);
    await peer.respond(peer.last('INVITE'), 200, { sdp: SDP });
    expect((await result).ok).toBe(true);
  });

  it('V4: their re-INVITE while ours is under way gets 491', async () => {
    const peer = sipPeer();
    const { call, invite } = await connected(peer);
    void call.renegotiate();
    await settled();
    await peer.inDialog(invite, 'INVITE', { sdp: SDP });
    expect(peer.count('SIP/2.0 491')).toBe(1);
  });

  it('V4: they hold and resume; the Contact of the re-INVITE counts from then on', async () => {
    const peer = sipPeer();
    const { call, events, invite } = await connected(peer);
    await peer.inDialog(invite, 'INVITE', { sdp: SENDONLY, sequence: 5 });
    await peer.inDialog(invite, 'ACK', { sequence: 5 });
    await peer.inDialog(invite, 'INVITE', { sdp: SDP, sequence: 6 });
    await peer.inDialog(invite, 'ACK', { sequence: 6 });
    expect(events.filter(({ kind }) => kind === 'held-by-peer')).toEqual([
      { kind: 'held-by-peer', isHeld: true },
      { kind: 'held-by-peer', isHeld: false },
    ]);
    await call.hangUp();
    expect(peer.last('BYE')).toMatch(/^BYE sip:bob@192\.0\.2\.21/);
  });

  it("V4: a re-INVITE that is never acknowledged doesn't block the next", async () => {
    const peer = sipPeer();
    const { invite } = await connected(peer);
    await peer.inDialog(invite, 'INVITE', { sdp: SDP, sequence: 5 });
    peer.clock.advance(32_000);
    await peer.inDialog(invite, 'INVITE', { sdp: SDP, sequence: 6 });
    expect(
      peer.sent.filter((text) => text.startsWith('SIP/2.0 200') && headerOf(text, 'CSeq').endsWith('INVITE')),
    ).toHaveLength(2);
  });

  it("V4: UPDATE: a new name is shown, an offer is answered, a stranger's gets 481", async () => {
    const peer = sipPeer();
    const { events, invite } = await connected(peer);
    await peer.inDialog(invite, 'UPDATE', {
      headers: ['Remote-Party-ID: "Carol" <sip:1003@example.test>;party=called'],
    });
    expect(events.at(-1)).toEqual({ kind: 'peer', name: 'Carol', address: 'sip:1003@example.test' });
    await peer.inDialog(invite, 'UPDATE', { sdp: SENDONLY });
    expect(peer.last('SIP/2.0 200')).toContain('m=audio');
    expect(events.at(-1)).toEqual({ kind: 'held-by-peer', isHeld: true });
    await peer.inDialog(invite.replace(/^Call-ID: .*$/m, 'Call-ID: other'), 'UPDATE');
    expect(peer.count('SIP/2.0 481')).toBe(1);
  });

  it('V4: INFO: digits sent and answered, unknown packages refused', async () => {
    const peer = sipPeer();
    const { call, invite } = await connected(peer);
    const sent = call.sendInfoDtmf('#', 5);
    await settled();
    expect(peer.last('INFO')).toContain(
      'Content-Type: application/dtmf-relay\r\nContent-Length: 24\r\n\r\nSignal=#\r\nDuration=40\r\n'.replace(
        '24',
        String('Signal=#\r\nDuration=40\r\n'.length),
      ),
    );
    await peer.respond(peer.last('INFO'), 200);
    expect((await sent).ok).toBe(true);
    await peer.inDialog(invite, 'INFO', { headers: ['Info-Package: x'] });
    expect(peer.count('SIP/2.0 469')).toBe(1);
  });

  it('V4: an INFO that was challenged counts in the dialog', async () => {
    const peer = sipPeer();
    const { call } = await connected(peer);
    const sent = call.sendInfoDtmf('1', 100);
    await settled();
    await peer.respond(peer.last('INFO'), 401, {
      headers: ['WWW-Authenticate: Digest realm="x", nonce="n"'],
    });
    await peer.respond(peer.last('INFO'), 200);
    expect((await sent).ok).toBe(true);
    await call.hangUp();
    expect([headerOf(peer.last('INFO'), 'CSeq'), headerOf(peer.last('BYE'), 'CSeq')]).toEqual([
      '3 INFO',
      '4 BYE',
    ]);
  });

  it('V4: the other side no longer knows the call: it is over', async () => {
    const peer = sipPeer();
    const { call, events } = await connected(peer);
    const result = call.renegotiate();
    await settled();
    await peer.respond(peer.last('INVITE'), 481);
    expect((await result).ok).toBe(false);
    expect(events.at(-1)).toMatchObject({ kind: 'ended', by: 'network' });
  });

  it('A9: on a new flow each call that stands sends a re-INVITE with the new Contact', async () => {
    const peer = sipPeer();
    await connected(peer);
    const flow = peer.userAgent.flow;
    if (!flow) throw new Error('no flow');
    peer.userAgent.attach({ ...flow, sentBy: '198.51.100.7:6000' });
    peer.calls.moved();
    await settled();
    expect(headerOf(peer.last('INVITE'), 'Contact')).toContain('@198.51.100.7:6000');
  });
});
