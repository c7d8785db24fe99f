// size: one harness and its scenarios, a case each
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { headerOf, SDP, type SipPeer, settled, sipPeer } from '../../../../../test/fakes/sip-peer.ts';
import { fail } from '../../../../shared/errors/result.ts';
import type { SipCall, SipCallEvent } from '../../../ports/sip.port.ts';

const SENDONLY = `${SDP}a=sendonly\r\n`;

function watch(call: SipCall): SipCallEvent[] {
  const events: SipCallEvent[] = [];
  call.on((event) => events.push(event));
  return events;
}
const kinds = (events: readonly SipCallEvent[]): string[] => events.map(({ kind }) => kind);

/** A call of ours that bob answered; with his tag, as later requests of his need it. */
async function connected(peer: SipPeer): Promise<{ call: SipCall; events: SipCallEvent[]; invite: string }> {
  const call = await peer.dial();
  const events = watch(call);
  const invite = peer.last('INVITE');
  await peer.respond(invite, 200, { sdp: SDP });
  return { call, events, invite };
}

/** A call for us that we answered and bob acknowledged. */
async function answered(
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

afterEach(() => {
  vi.useRealTimers();
});

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

describe('incoming call on the wire', () => {
  it('V2: rings, is answered, and shows who calls', async () => {
    const peer = sipPeer();
    const { call, events, accepted } = await answered(peer);
    expect(peer.sent.map((text) => text.slice(0, 11))).toEqual(['SIP/2.0 100', 'SIP/2.0 180', 'SIP/2.0 200']);
    expect(call.peer).toEqual({ name: 'Bob', address: 'sip:1002@example.test' });
    expect(accepted).toContain('m=audio');
    await peer.inDialog(accepted, 'ACK', { sequence: 1 });
    await peer.inDialog(accepted, 'BYE');
    expect(kinds(events)).toEqual(['answered', 'ended']);
  });

  it('V2: an offer may be late: ours in the 200, theirs in the ACK', async () => {
    const peer = sipPeer();
    const { accepted } = await answered(peer, {});
    expect(accepted).toContain('m=audio');
    await peer.inDialog(accepted, 'ACK', { sequence: 1, sdp: SDP });
    expect(peer.media.asked).toEqual(['offer', 'apply']);
  });

  it('V2: cancelled because another device took it', async () => {
    const peer = sipPeer();
    await peer.invite({ sdp: SDP });
    const [event] = peer.events;
    const events = event?.kind === 'incoming' ? watch(event.call) : [];
    const ringing = peer.last('SIP/2.0 180');
    await peer.receive(
      `CANCEL sip:x@y SIP/2.0\r\nVia: ${headerOf(ringing, 'Via')}\r\nFrom: ${headerOf(ringing, 'From')}\r\nTo: <sip:alice@example.test>\r\nCall-ID: ${headerOf(ringing, 'Call-ID')}\r\nCSeq: 1 CANCEL\r\nReason: SIP;cause=200;text="Call completed elsewhere"\r\nContent-Length: 0\r\n\r\n`,
    );
    expect(events).toEqual([{ kind: 'ended', by: 'peer', isAnsweredElsewhere: true }]);
    expect(headerOf(peer.last('SIP/2.0 487'), 'CSeq')).toBe('1 INVITE');
    expect(headerOf(peer.last('SIP/2.0 200'), 'CSeq')).toBe('1 CANCEL');
  });

  it('V2: a caller that insists hears ringing reliably, until its PRACK', async () => {
    const peer = sipPeer();
    await peer.invite({ sdp: SDP, headers: ['Require: 100rel'] });
    peer.clock.advance(500);
    const ringing = peer.last('SIP/2.0 180');
    expect([headerOf(ringing, 'Require'), headerOf(ringing, 'RSeq'), peer.count('SIP/2.0 180')]).toEqual([
      '100rel',
      '1',
      2,
    ]);
    await peer.inDialog(ringing, 'PRACK', { headers: ['RAck: 1 1 INVITE'] });
    expect(headerOf(peer.last('SIP/2.0 200'), 'CSeq')).toMatch(/PRACK$/);
    peer.clock.advance(60_000);
    expect(peer.count('SIP/2.0 180')).toBe(2);
  });

  it('V2: what we cannot take is refused with the reason', async () => {
    const peer = sipPeer();
    await peer.invite({ sdp: SDP, headers: ['Require: 100rel, precondition'] });
    expect(headerOf(peer.last('SIP/2.0 420'), 'Unsupported')).toBe('precondition');
    peer.media.answer('answer', fail('call.no-common-codec'));
    await peer.invite({ sdp: SDP });
    const [event] = peer.events;
    if (event?.kind !== 'incoming') throw new Error('no call');
    expect(await event.call.answer()).toMatchObject({ error: { code: 'call.no-common-codec' } });
    expect(peer.count('SIP/2.0 488')).toBe(1);
  });

  it('V2: hung up before the ACK: over at once for the person, BYE after the ACK', async () => {
    const peer = sipPeer();
    const { call, events, accepted } = await answered(peer);
    await call.hangUp();
    expect([peer.count('BYE'), kinds(events)]).toEqual([0, ['answered', 'ended']]);
    await peer.inDialog(accepted, 'ACK', { sequence: 1 });
    expect(peer.count('BYE')).toBe(1);
  });

  it('V2: the ACK never comes and a BYE does: nothing crashes when the time is up', async () => {
    vi.useFakeTimers();
    const peer = sipPeer();
    const { events, accepted } = await answered(peer);
    await peer.inDialog(accepted, 'BYE');
    await vi.advanceTimersByTimeAsync(70_000);
    expect(kinds(events)).toEqual(['answered', 'ended']);
  });

  it('V2: the ACK never comes: the call ends after 32 s with a BYE', async () => {
    vi.useFakeTimers();
    const peer = sipPeer();
    const { events } = await answered(peer);
    await vi.advanceTimersByTimeAsync(33_000);
    expect(events.at(-1)).toMatchObject({ kind: 'ended', by: 'network', error: { code: 'call.failed' } });
    expect(peer.count('BYE')).toBe(1);
    expect(peer.count('SIP/2.0 200')).toBeGreaterThan(5);
  });
});

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

describe('an offer examined before anybody hears of the call', () => {
  it('V2: one that cannot be taken is refused with 488; nothing rings, nobody is told', async () => {
    const peer = sipPeer();
    peer.media.examine(fail('call.no-common-codec'));
    await peer.invite({ sdp: SDP });
    expect([peer.count('SIP/2.0 180'), peer.count('SIP/2.0 488'), peer.events]).toEqual([0, 1, []]);
    expect(peer.media.asked).toEqual(['examine', 'discard']);
    expect([peer.calls.size, peer.clock.pending()]).toEqual([0, 0]);
  });

  it('V2: trouble of our own, and an examination that takes its time, keep no call from ringing', async () => {
    const peer = sipPeer();
    peer.media.examine(fail('media.no-ports'));
    await peer.invite({ sdp: SDP });
    expect(peer.count('SIP/2.0 180')).toBe(1);
    peer.media.examine(new Promise(() => {}));
    await peer.invite({ sdp: SDP });
    expect(peer.count('SIP/2.0 180')).toBe(1);
    peer.clock.advance(1_000);
    await settled();
    expect(peer.count('SIP/2.0 180')).toBe(2);
  });

  it('V2: a call that is given up meanwhile is never announced', async () => {
    const peer = sipPeer();
    peer.media.examine(new Promise(() => {}));
    await peer.invite({ sdp: SDP });
    const trying = peer.last('SIP/2.0 100');
    await peer.receive(
      [
        `CANCEL sip:x@192.0.2.10 SIP/2.0`,
        `Via: ${headerOf(trying, 'Via')}`,
        `From: ${headerOf(trying, 'From')}`,
        `To: ${headerOf(trying, 'To')}`,
        `Call-ID: ${headerOf(trying, 'Call-ID')}`,
        'CSeq: 1 CANCEL',
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n'),
    );
    peer.clock.advance(1_000);
    await settled();
    expect([peer.count('SIP/2.0 487'), peer.events, peer.media.asked]).toEqual([
      1,
      [],
      ['examine', 'discard'],
    ]);
  });
});

describe('what nobody asked for', () => {
  it.each([
    ['MESSAGE', 405],
    ['SUBSCRIBE', 489],
    ['REGISTER', 405],
    ['PUBLISH', 405],
    ['BYE', 481],
    ['REFER', 405],
    ['NOTIFY', 489],
    ['OPTIONS', 200],
  ])('Q2: %s outside a dialog gets %i', async (method, status) => {
    const peer = sipPeer();
    await peer.receive(
      `${method} sip:alice@example.test SIP/2.0\r\nVia: SIP/2.0/TCP x;branch=z9hG4bKq\r\nFrom: <sip:m@x>;tag=1\r\nTo: <sip:alice@example.test>\r\nCall-ID: q\r\nCSeq: 1 ${method}\r\nContact: <sip:m@x>\r\nEvent: presence\r\nRefer-To: <sip:x@y>\r\nContent-Length: 0\r\n\r\n`,
    );
    expect(peer.sent.map((text) => Number(text.slice(8, 11)))).toEqual([status]);
  });

  it('V11: a message-waiting note is taken', async () => {
    const peer = sipPeer();
    await peer.receive(
      'NOTIFY sip:alice@example.test SIP/2.0\r\nVia: SIP/2.0/TCP x;branch=z9hG4bKq\r\nFrom: <sip:m@x>;tag=1\r\nTo: <sip:alice@example.test>\r\nCall-ID: q\r\nCSeq: 1 NOTIFY\r\nEvent: message-summary\r\nContent-Length: 0\r\n\r\n',
    );
    expect(peer.count('SIP/2.0 200')).toBe(1);
  });

  it('Q2: more calls at once than a person could mean are refused as busy', async () => {
    const peer = sipPeer();
    for (let count = 0; count < 30; count += 1) await peer.invite({ sdp: SDP });
    expect([peer.events.length, peer.count('SIP/2.0 486')]).toEqual([20, 10]);
  });

  it('Q2: messages of a running call with parts changed, doubled or out of order never throw', async () => {
    const genuine = await recorded();
    const damaged = fc.array(
      fc.tuple(fc.nat(genuine.length - 1), fc.nat(1_200), fc.string({ unit: 'binary', maxLength: 4 })),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(damaged, async (plan) => {
        const peer = sipPeer();
        await connected(peer);
        for (const [index, at, put] of plan) {
          const text = genuine[index] ?? '';
          await peer.receive(at > text.length ? text : text.slice(0, at) + put + text.slice(at + put.length));
        }
        peer.userAgent.dispose();
      }),
      { numRuns: 150 },
    );
  });
});

/** Everything a server says in a call with hold, digits and an end. */
async function recorded(): Promise<string[]> {
  const peer = sipPeer();
  const heard: string[] = [];
  const { receive } = peer.userAgent;
  peer.userAgent.receive = (text) => {
    heard.push(text);
    receive.call(peer.userAgent, text);
  };
  const { call, invite } = await connected(peer);
  await peer.inDialog(invite, 'INVITE', { sdp: SENDONLY, sequence: 5 });
  await peer.inDialog(invite, 'ACK', { sequence: 5 });
  await peer.inDialog(invite, 'UPDATE', { sdp: SDP });
  await peer.inDialog(invite, 'INFO', { headers: ['Content-Type: application/dtmf-relay'] });
  void call.renegotiate();
  await settled();
  await peer.respond(peer.last('INVITE'), 491);
  await peer.invite({ sdp: SDP });
  await peer.inDialog(invite, 'BYE');
  return heard;
}
