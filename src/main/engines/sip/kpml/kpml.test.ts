import { describe, expect, it } from 'vitest';
import { headerOf, SDP, type SipPeer, settled, sipPeer } from '../../../../../test/fakes/sip-peer.ts';
import type { SipCall } from '../../../ports/sip.port.ts';
import { matchDigits, readDigitPattern } from './digit-pattern.ts';
import { readKpmlRequest } from './read-kpml-request.ts';

const asked = (regexes: string, attributes = 'persist="persist"'): string =>
  `<?xml version="1.0"?><kpml-request xmlns="urn:ietf:params:xml:ns:kpml-request" version="1.0"><pattern ${attributes}>${regexes}</pattern></kpml-request>`;

describe('digit patterns', () => {
  it.each([
    ['[x*#ABCD]', '5', 'complete'],
    ['x{4}', '123', 'partial'],
    ['x{4}', '1234', 'complete'],
    ['x{2,3}', '12', 'may-grow'],
    ['x{,2}', '12', 'complete'],
    ['0x.#', '012', 'partial'],
    ['0x.#', '0#', 'complete'],
    ['9[2-4]x.', '93', 'may-grow'],
    ['[^9]', '9', 'none'],
    ['*70', '71', 'none'],
    ['x.x.x.x.x.x.x.x.x.x.#', '1'.repeat(60), 'partial'],
  ])('V4: %s on %s: %s', (pattern, digits, match) => {
    expect(matchDigits(readDigitPattern(pattern) ?? [], digits)).toBe(match);
  });

  it.each(['', '(12)', 'x{5,2}', 'x{0}', '[]', 'x'.repeat(100), 'x{99}', 'e'])(
    'V4: %j is not understood',
    (text) => {
      expect(readDigitPattern(text)).toBeUndefined();
    },
  );

  it('V4: times, persistence and tags of a request; damaged ones are refused', () => {
    const request = readKpmlRequest(asked('<regex tag="dtmf">x</regex>', 'interdigittimer="7000"'));
    expect(request).toMatchObject({
      persist: 'one-shot',
      interDigitMs: 7_000,
      criticalDigitMs: 1_000,
      patterns: [{ tag: 'dtmf' }],
    });
    for (const body of ['<kpml-request', asked(''), asked('<regex>(</regex>'), '<a/>'])
      expect(readKpmlRequest(body)).toBeUndefined();
  });
});

describe('keys that a server subscribed to', () => {
  async function subscribed(
    body = asked('<regex tag="dtmf">[x*#ABCD]</regex>'),
    expires = 7200,
  ): Promise<{ peer: SipPeer; call: SipCall; invite: string }> {
    const peer = sipPeer();
    const call = await peer.dial();
    const invite = peer.last('INVITE');
    await peer.respond(invite, 200, { sdp: SDP });
    await ask(peer, invite, body, expires);
    return { peer, call, invite };
  }

  async function ask(
    peer: SipPeer,
    invite: string,
    body: string,
    expires: number,
    sequence = 200,
  ): Promise<void> {
    const type = body === '' ? [] : ['Content-Type: application/kpml-request+xml'];
    await peer.inDialog(invite, 'SUBSCRIBE', {
      headers: ['Event: kpml', `Expires: ${expires}`, ...type],
      body,
      sequence,
    });
  }

  const told = (peer: SipPeer): string => {
    const notify = peer.last('NOTIFY');
    const found = /<kpml-response [^>]*? (code=.*)\/>/.exec(notify)?.[1] ?? '';
    return `${headerOf(notify, 'Subscription-State').replace(/;.*/, '')} ${found}`.trim();
  };

  it('V4: told at once that it stands, then each key once, in the call’s dialog', async () => {
    const { peer, call, invite } = await subscribed();
    const answer =
      peer.sent.find((text) => text.startsWith('SIP/2.0 200') && text.includes('SUBSCRIBE')) ?? '';
    expect(headerOf(answer, 'Expires')).toBe('7200');
    expect([told(peer), headerOf(peer.last('NOTIFY'), 'Event')]).toEqual(['active', 'kpml']);
    expect(call.reportDigit('5')).toBe(true);
    await settled();
    expect(told(peer)).toBe('active code="200" text="OK" digits="5" tag="dtmf"');
    expect(call.reportDigit('#')).toBe(true);
    await settled();
    expect(told(peer)).toBe('active code="200" text="OK" digits="#" tag="dtmf"');
    expect(headerOf(peer.last('NOTIFY'), 'Call-ID')).toBe(headerOf(invite, 'Call-ID'));
    expect(peer.count('NOTIFY')).toBe(3);
  });

  it('V4: nobody subscribed: the caller of this falls back on INFO', async () => {
    const peer = sipPeer();
    const call = await peer.dial();
    await peer.respond(peer.last('INVITE'), 200, { sdp: SDP });
    expect([call.reportDigit('5'), peer.count('NOTIFY')]).toEqual([false, 0]);
  });

  it('V4: a whole number is awaited; what stays too short is told when its time is up', async () => {
    const { peer, call } = await subscribed(asked('<regex>x{3}</regex>'));
    for (const digit of '123') call.reportDigit(digit);
    await settled();
    expect(told(peer)).toBe('active code="200" text="OK" digits="123"');
    for (const digit of '45') call.reportDigit(digit);
    await settled();
    expect(peer.count('NOTIFY')).toBe(2);
    peer.clock.advance(4_000);
    await settled();
    expect(told(peer)).toBe('active code="423" text="Timer Expired" digits="45"');
  });

  it('V4: one that could grow is told a second after its last key; keys that fit nothing are forgotten', async () => {
    const { peer, call } = await subscribed(asked('<regex>0x{1,3}</regex>', 'persist="one-shot"'));
    for (const digit of '9012') call.reportDigit(digit);
    peer.clock.advance(1_000);
    await settled();
    expect(told(peer)).toBe('active code="200" text="OK" digits="012"');
    expect(call.reportDigit('0')).toBe(false);
  });

  it('V4: single-notify, an end asked for, and time run out end it', async () => {
    const single = await subscribed(asked('<regex>x</regex>', 'persist="single-notify"'));
    single.call.reportDigit('7');
    await settled();
    expect(told(single.peer)).toBe('terminated code="200" text="OK" digits="7"');
    const asks = await subscribed();
    await ask(asks.peer, asks.invite, '', 0, 201);
    expect(told(asks.peer)).toBe('terminated code="487" text="Subscription Exp"');
    const late = await subscribed(undefined, 60);
    late.peer.clock.advance(60_000);
    await settled();
    expect(told(late.peer)).toBe('terminated code="487" text="Subscription Exp"');
    expect(late.call.reportDigit('1')).toBe(false);
  });

  it('V4: a refresh keeps the patterns, a repeated SUBSCRIBE is only answered', async () => {
    const { peer, call, invite } = await subscribed(undefined, 60);
    await ask(peer, invite, '', 60, 201);
    const before = peer.count('NOTIFY');
    await ask(peer, invite, '', 60, 201);
    expect(peer.count('NOTIFY')).toBe(before);
    expect(call.reportDigit('1')).toBe(true);
  });

  it('V4 Q2: what is not understood is said so; other events, other dialogs are refused', async () => {
    const { peer, invite } = await subscribed(asked('<regex>(((</regex>'));
    expect(told(peer)).toBe('terminated code="501" text="Bad Document"');
    await peer.inDialog(invite, 'SUBSCRIBE', { headers: ['Event: presence'], sequence: 300 });
    expect(headerOf(peer.last('SIP/2.0 489'), 'Allow-Events')).toContain('kpml');
    await peer.inDialog(invite, 'SUBSCRIBE', { headers: ['Event: kpml'], sequence: 301, tag: 'other' });
    await peer.inDialog(invite, 'SUBSCRIBE', {
      headers: ['Event: kpml', 'Content-Type: text/plain'],
      body: 'x',
      sequence: 302,
    });
    expect(peer.count('SIP/2.0 415')).toBe(1);
  });

  it('V4: overlap dialling asks before the call is answered', async () => {
    const peer = sipPeer();
    const call = await peer.dial();
    const invite = peer.last('INVITE');
    await peer.respond(invite, 183, { sdp: SDP });
    await ask(peer, invite, asked('<regex>x</regex>'), 7200);
    expect(call.reportDigit('3')).toBe(true);
    await settled();
    expect(told(peer)).toBe('active code="200" text="OK" digits="3"');
  });

  it('V4: the end of the call ends it', async () => {
    const { peer, call, invite } = await subscribed(undefined, 60);
    await peer.inDialog(invite, 'BYE');
    const before = peer.count('NOTIFY');
    peer.clock.advance(60_000);
    expect([peer.count('NOTIFY'), call.reportDigit('1')]).toEqual([before, false]);
  });
});
