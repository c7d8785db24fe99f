import { describe, expect, it } from 'vitest';
import { headerOf, SDP, sipPeer } from '../../../../../test/fakes/sip-peer.ts';
import { connected, kinds, watch } from '../../../../../test/fakes/watched-call.ts';

describe('outgoing call on the wire', () => {
  it('V2: INVITE, ACK and BYE are well formed and go where the Contact says', async () => {
    const peer = sipPeer();
    const { call, events, invite } = await connected(peer);
    expect(invite).toMatch(/^INVITE sip:bob@example\.test SIP\/2\.0\r\n/);
    expect(headerOf(invite, 'Via')).toMatch(/^SIP\/2\.0\/TCP 192\.0\.2\.10:50000;branch=z9hG4bK.*;rport/);
    expect(headerOf(invite, 'Contact')).toMatch(/^<sip:[0-9a-f]{16}@192\.0\.2\.10:50000;transport=tcp>$/);
    expect(headerOf(invite, 'Supported')).toBe('100rel, replaces, norefersub, timer');
    expect(headerOf(invite, 'Allow')).toBe(
      'ACK, BYE, CANCEL, INFO, INVITE, NOTIFY, OPTIONS, PRACK, REFER, SUBSCRIBE, UPDATE',
    );
    expect(peer.last('ACK')).toMatch(/^ACK sip:bob@192\.0\.2\.20 SIP/);
    await call.hangUp();
    expect(peer.last('BYE')).toMatch(/^BYE sip:bob@192\.0\.2\.20 SIP/);
    expect(kinds(events)).toEqual(['answered', 'ended']);
  });

  it('V2: a repeated 200 gets the ACK again', async () => {
    const peer = sipPeer();
    const { invite } = await connected(peer);
    await peer.respond(invite, 200, { sdp: SDP });
    expect(peer.count('ACK')).toBe(2);
  });

  it('V2: forks: each early answer is played, the first to accept is the call, the other is ended', async () => {
    const peer = sipPeer();
    const call = await peer.dial();
    const events = watch(call);
    const invite = peer.last('INVITE');
    await peer.respond(invite, 180, { tag: 'one', contact: '' });
    await peer.respond(invite, 183, { tag: 'two', sdp: SDP });
    await peer.respond(invite, 183, { tag: 'three', sdp: SDP });
    await peer.respond(invite, 200, { tag: 'three', sdp: SDP, contact: '<sip:three@192.0.2.33>' });
    await peer.respond(invite, 200, { tag: 'two', sdp: SDP, contact: '<sip:two@192.0.2.22>' });
    expect(peer.media.asked).toEqual(['offer', 'early two', 'early three', 'apply']);
    expect(kinds(events)).toEqual(['ringing', 'early-media', 'answered']);
    expect(peer.last('BYE')).toMatch(/^BYE sip:two@192\.0\.2\.22/);
    await call.hangUp();
    // The 200's Contact counts, not that of the provisional.
    expect(peer.last('BYE')).toMatch(/^BYE sip:three@192\.0\.2\.33/);
  });

  it('V2: a reliable provisional is acknowledged, and its answer counts when the 200 has none', async () => {
    const peer = sipPeer();
    const call = await peer.dial();
    const events = watch(call);
    const invite = peer.last('INVITE');
    await peer.respond(invite, 183, { sdp: SDP, headers: ['Require: 100rel', 'RSeq: 7'] });
    expect(headerOf(peer.last('PRACK'), 'RAck')).toBe('7 1 INVITE');
    await peer.respond(peer.last('PRACK'), 200);
    await peer.respond(invite, 200);
    expect(peer.media.asked).toEqual(['offer', 'early b1', 'apply']);
    expect(kinds(events)).toEqual(['early-media', 'answered']);
  });

  it('V2: a 200 without any answer is acknowledged and ended', async () => {
    const peer = sipPeer();
    const events = watch(await peer.dial());
    await peer.respond(peer.last('INVITE'), 200);
    expect([peer.count('ACK'), peer.count('BYE')]).toEqual([1, 1]);
    expect(events).toMatchObject([{ kind: 'ended', error: { code: 'media.no-audio' } }]);
  });

  it.each([
    [486, 'call.busy'],
    [600, 'call.busy'],
    [603, 'call.declined'],
    [404, 'call.no-such-number'],
    [604, 'call.no-such-number'],
    [484, 'call.incomplete-number'],
    [480, 'call.unreachable'],
    [408, 'call.no-answer'],
    [488, 'call.no-common-codec'],
    [606, 'call.no-common-codec'],
    [403, 'call.not-allowed'],
    [607, 'call.declined'],
    [608, 'call.declined'],
    [500, 'call.network-trouble'],
    [503, 'call.network-trouble'],
    [305, 'call.failed'],
    [380, 'call.failed'],
    [421, 'call.failed'],
  ])('V2: %i is told as %s', async (status, code) => {
    const peer = sipPeer();
    const events = watch(await peer.dial());
    const contact = status < 400 ? { contact: '<sip:elsewhere@example.test>' } : {};
    await peer.respond(peer.last('INVITE'), status, contact);
    expect(events).toMatchObject([{ kind: 'ended', by: 'peer', error: { code } }]);
    expect(peer.count('ACK')).toBe(1);
  });

  /** As gateways translate the telephone network's causes (RFC 3398), and as they don't. */
  it.each([
    [500, 17, 'call.busy'],
    [503, 1, 'call.no-such-number'],
    [404, 3, 'call.no-such-number'],
    [480, 18, 'call.no-answer'],
    [480, 20, 'call.unreachable'],
    [500, 28, 'call.incomplete-number'],
    [486, 34, 'call.network-trouble'],
    [403, 57, 'call.not-allowed'],
    [503, 88, 'call.no-common-codec'],
    [486, 16, 'call.busy'],
    [500, 999, 'call.network-trouble'],
  ])('V2: %i with the Q.850 cause %i is told as %s', async (status, cause, code) => {
    const peer = sipPeer();
    const events = watch(await peer.dial());
    const headers = [`Reason: Q.850;cause=${cause};text="Not, shown", X.int;reasoncode=0x0`];
    await peer.respond(peer.last('INVITE'), status, { headers: [...headers, 'Warning: 399 gw "Whatever"'] });
    expect(events).toMatchObject([{ error: { code } }]);
  });

  it('V2: a redirection is followed with the same offer; only to SIP, and not in circles', async () => {
    const peer = sipPeer();
    const events = watch(await peer.dial());
    const first = peer.last('INVITE');
    await peer.respond(first, 302, { contact: '<tel:+1900>, <sip:carol@example.test>;q=0.5' });
    const second = peer.last('INVITE');
    expect(second).toMatch(/^INVITE sip:carol@example\.test/);
    expect(headerOf(second, 'CSeq')).toBe('2 INVITE');
    expect(headerOf(second, 'Call-ID')).toBe(headerOf(first, 'Call-ID'));
    for (let hop = 0; hop < 10; hop += 1)
      await peer.respond(peer.last('INVITE'), 302, { contact: `<sip:hop${hop}@example.test>` });
    expect(peer.count('INVITE')).toBe(6);
    expect(events).toMatchObject([{ kind: 'ended', error: { code: 'call.failed' } }]);
    expect(peer.media.asked).toEqual(['offer']);
  });

  it('V2: hanging up before anything came back cancels as soon as something does', async () => {
    const peer = sipPeer();
    const call = await peer.dial();
    const events = watch(call);
    await call.hangUp();
    expect([peer.count('CANCEL'), kinds(events)]).toEqual([0, ['ended']]);
    const invite = peer.last('INVITE');
    await peer.respond(invite, 100);
    expect(headerOf(peer.last('CANCEL'), 'Via')).toBe(headerOf(invite, 'Via'));
    await peer.respond(invite, 487);
    expect([peer.count('ACK'), kinds(events)]).toEqual([1, ['ended']]);
  });

  it('V2: answered while our CANCEL was under way: acknowledged and ended', async () => {
    const peer = sipPeer();
    const call = await peer.dial();
    const events = watch(call);
    const invite = peer.last('INVITE');
    await peer.respond(invite, 180);
    await call.hangUp();
    await peer.respond(invite, 200, { sdp: SDP });
    expect([peer.count('CANCEL'), peer.count('ACK'), peer.count('BYE')]).toEqual([1, 1, 1]);
    expect(kinds(events)).toEqual(['ringing', 'ended']);
  });

  it('V1: a challenged INVITE is sent again with the password, once', async () => {
    const peer = sipPeer();
    const events = watch(await peer.dial());
    const challenge = {
      headers: ['Proxy-Authenticate: Digest realm="example.test", nonce="n", algorithm=SHA-256, qop="auth"'],
    };
    await peer.respond(peer.last('INVITE'), 407, challenge);
    expect(headerOf(peer.last('INVITE'), 'Proxy-Authorization')).toMatch(
      /^Digest username="alice", realm="example\.test", nonce="n", uri="sip:bob@example\.test".*algorithm=SHA-256/,
    );
    await peer.respond(peer.last('INVITE'), 407, challenge);
    expect(peer.count('INVITE')).toBe(2);
    expect(kinds(events)).toEqual(['ended']);
  });
});
