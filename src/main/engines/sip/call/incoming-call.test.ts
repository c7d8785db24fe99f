import { afterEach, describe, expect, it, vi } from 'vitest';
import { headerOf, SDP, settled, sipPeer } from '../../../../../test/fakes/sip-peer.ts';
import { answered, kinds, watch } from '../../../../../test/fakes/watched-call.ts';
import { fail } from '../../../../shared/errors/result.ts';

afterEach(() => {
  vi.useRealTimers();
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
