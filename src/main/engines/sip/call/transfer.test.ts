import { describe, expect, it } from 'vitest';
import {
  agreeingMedia,
  headerOf,
  SDP,
  type SipPeer,
  settled,
  sipPeer,
} from '../../../../../test/fakes/sip-peer.ts';
import { connected } from '../../../../../test/fakes/watched-call.ts';
import type { Result } from '../../../../shared/errors/result.ts';
import type { SipCall, SipTransferRequest } from '../../../ports/sip.port.ts';

/** Keeps the outcome of a promise where a test can look whether there is one. */
function watched(promise: Promise<Result<void>>): { result?: Result<void> } {
  const seen: { result?: Result<void> } = {};
  void promise.then((result) => (seen.result = result));
  return seen;
}

const sipfrag = (status: number, state = 'active') => ({
  headers: ['Event: refer', `Subscription-State: ${state}`, 'Content-Type: message/sipfrag'],
  body: `SIP/2.0 ${status} Said`,
});

async function notify(peer: SipPeer, invite: string, status: number, state?: string): Promise<void> {
  const { headers, body } = sipfrag(status, state);
  await peer.inDialog(invite, 'NOTIFY', { headers, body });
}

async function transferAsked(
  peer: SipPeer,
  headers: readonly string[],
): Promise<{
  call: SipCall;
  invite: string;
  request: SipTransferRequest | undefined;
}> {
  const { call, events, invite } = await connected(peer);
  await peer.inDialog(invite, 'REFER', { headers });
  const asked = events.find((event) => event.kind === 'transfer-asked');
  return { call, invite, request: asked?.request };
}

describe('transfer by us', () => {
  it('V4: blind: REFER names the number, the news is waited for, and the call ends when it is answered there', async () => {
    const peer = sipPeer();
    const { call, events, invite } = await connected(peer);
    const outcome = watched(call.transfer('1003'));
    const refer = peer.last('REFER');
    expect(refer).toMatch(/^REFER sip:bob@192\.0\.2\.20 SIP/);
    expect(headerOf(refer, 'Refer-To')).toBe('<sip:1003@example.test>');
    expect(headerOf(refer, 'Referred-By')).toBe('<sip:alice@example.test>');
    expect(headerOf(refer, 'Contact')).toContain('192.0.2.10:50000');
    await peer.respond(refer, 202);
    await notify(peer, invite, 100);
    expect([outcome.result, peer.count('BYE')]).toEqual([undefined, 0]);
    await notify(peer, invite, 200, 'terminated;reason=noresource');
    expect(outcome.result).toEqual({ ok: true, value: undefined });
    expect(peer.count('BYE')).toBe(1);
    expect(events.at(-1)).toMatchObject({ kind: 'ended', by: 'local' });
  });

  it('V4: attended: REFER names the second call with its tags as its other end sees them', async () => {
    const peer = sipPeer();
    const first = await connected(peer);
    const second = await connected(peer, 'sip:hana@example.test');
    const outcome = watched(first.call.transfer(second.call));
    const refer = peer.last('REFER');
    expect(headerOf(refer, 'Call-ID')).toBe(headerOf(first.invite, 'Call-ID'));
    const to = decodeURIComponent(headerOf(refer, 'Refer-To'));
    const tag = /tag=([^;]+)/.exec(headerOf(second.invite, 'From'))?.[1] ?? '?';
    expect(to).toBe(
      `<sip:hana@example.test?Replaces=${headerOf(second.invite, 'Call-ID')};to-tag=b1;from-tag=${tag}>`,
    );
    await peer.respond(refer, 202);
    await peer.inDialog(first.invite, 'BYE', { sequence: 500 });
    await settled();
    expect(outcome.result).toEqual({ ok: true, value: undefined });
  });

  it.each([
    [486, 'call.transfer-busy'],
    [503, 'call.transfer-failed'],
  ])('V4: %i there: the call goes on, and another transfer may be tried', async (status, code) => {
    const peer = sipPeer();
    const { call, events, invite } = await connected(peer);
    const outcome = watched(call.transfer('1003'));
    expect(await call.transfer('1004')).toMatchObject({ error: { code: 'call.not-possible-now' } });
    await peer.respond(peer.last('REFER'), 202);
    await notify(peer, invite, status, 'terminated');
    expect(outcome.result).toMatchObject({ ok: false, error: { code } });
    expect([peer.count('BYE'), events.at(-1)?.kind]).toEqual([0, 'answered']);
    void call.transfer('1004');
    expect(headerOf(peer.last('REFER'), 'Refer-To')).toBe('<sip:1004@example.test>');
  });

  it('V4: a REFER that is refused, and a target that is none', async () => {
    const peer = sipPeer();
    const { call } = await connected(peer);
    const outcome = watched(call.transfer('1003'));
    await peer.respond(peer.last('REFER'), 405);
    expect(outcome.result).toMatchObject({ error: { code: 'call.transfer-failed', detail: '405 Because' } });
    expect(await call.transfer('<evil>')).toMatchObject({ error: { code: 'call.bad-number' } });
    expect(await (await peer.dial()).transfer('1003')).toMatchObject({
      error: { code: 'call.not-possible-now' },
    });
  });
});

describe('transfer by the other side', () => {
  it('V4: nothing is called before it is accepted; then the referrer hears what comes of it', async () => {
    const peer = sipPeer();
    const { request } = await transferAsked(peer, [
      'Refer-To: <sip:hana@example.test>',
      'Referred-By: <sip:bob@example.test>',
    ]);
    expect(request).toMatchObject({ target: 'sip:hana@example.test', isConsulted: false });
    expect([peer.count('INVITE'), peer.count('SIP/2.0 202')]).toEqual([1, 0]);
    const next = request?.accept(agreeingMedia());
    await settled();
    expect(next).toMatchObject({ ok: true });
    expect([peer.count('SIP/2.0 202'), peer.count('NOTIFY')]).toEqual([1, 1]);
    const invite = peer.last('INVITE');
    expect(invite).toMatch(/^INVITE sip:hana@example\.test/);
    expect(headerOf(invite, 'Referred-By')).toBe('<sip:bob@example.test>');
    await peer.respond(invite, 180, { tag: 'h1' });
    await peer.respond(invite, 200, { tag: 'h1', sdp: SDP });
    const notes = peer.sent.filter((text) => text.startsWith('NOTIFY'));
    expect(notes.map((text) => text.trimEnd().split('\r\n').at(-1))).toEqual([
      'SIP/2.0 100 Trying',
      'SIP/2.0 180 Trying',
      'SIP/2.0 200 OK',
    ]);
    expect(headerOf(notes.at(-1) ?? '', 'Subscription-State')).toBe('terminated;reason=noresource');
    expect(headerOf(notes[0] ?? '', 'Event')).toMatch(/^refer;id=\d+$/);
  });

  it.each([
    [486, 486],
    [603, 603],
    [480, 480],
    [404, 404],
    [403, 403],
    [484, 484],
    [415, 488],
    [500, 503],
  ])('V4: a call there that came to nothing with %i is told as %i', async (status, told) => {
    const peer = sipPeer();
    const { request } = await transferAsked(peer, ['Refer-To: <sip:hana@example.test>']);
    request?.accept(agreeingMedia());
    await settled();
    await peer.respond(peer.last('INVITE'), status);
    expect(peer.last('NOTIFY')).toContain(`SIP/2.0 ${told} `);
  });

  it('V4: an attended one takes over the call that it names, and no other header gets through', async () => {
    const peer = sipPeer();
    const { request } = await transferAsked(peer, [
      'Refer-To: <sip:hana@example.test?Replaces=c1%3Bto-tag%3Dt%3Bfrom-tag%3Df&Subject=evil>',
    ]);
    expect(request?.isConsulted).toBe(true);
    request?.accept(agreeingMedia());
    await settled();
    const invite = peer.last('INVITE');
    expect(headerOf(invite, 'Replaces')).toBe('c1;to-tag=t;from-tag=f');
    expect(headerOf(invite, 'Require')).toBe('replaces');
    expect(invite).not.toContain('evil');
  });

  it('V4: refused by the person: 603, and nothing is called', async () => {
    const peer = sipPeer();
    const { request } = await transferAsked(peer, ['Refer-To: <sip:hana@example.test>']);
    request?.refuse();
    expect([peer.count('SIP/2.0 603'), peer.count('INVITE')]).toEqual([1, 1]);
  });

  it.each([[['Refer-To: <sip:example.test>']], [['Refer-To: <tel:+1900>']], [[]]])(
    'Q2: %j is refused without asking anybody',
    async (headers) => {
      const peer = sipPeer();
      const { request } = await transferAsked(peer, headers);
      expect(request).toBeUndefined();
      expect(peer.count('SIP/2.0 400')).toBe(1);
    },
  );
});

describe('a call that takes the place of another', () => {
  it('V4: INVITE with Replaces is announced as such, does not ring, and ends the call it replaces when answered', async () => {
    const peer = sipPeer();
    const { call, events, invite } = await connected(peer);
    const tag = /tag=([^;]+)/.exec(headerOf(invite, 'From'))?.[1] ?? '?';
    await peer.invite({
      sdp: SDP,
      headers: [`Replaces: ${headerOf(invite, 'Call-ID')};to-tag=${tag};from-tag=b1`, 'Require: replaces'],
    });
    const announced = peer.events.find((event) => event.kind === 'incoming');
    expect(announced?.replaces).toBe(call);
    expect(peer.count('SIP/2.0 180')).toBe(0);
    void announced?.call.answer();
    await settled();
    expect(peer.count('SIP/2.0 200')).toBe(1);
    expect(events.at(-1)).toMatchObject({ kind: 'ended' });
    expect(headerOf(peer.last('BYE'), 'Call-ID')).toBe(headerOf(invite, 'Call-ID'));
  });

  it.each(['nobody;to-tag=a;from-tag=b', 'rubbish', ''])(
    'V4: Replaces of no call of ours (%j) gets 481',
    async (value) => {
      const peer = sipPeer();
      await connected(peer);
      await peer.invite({ sdp: SDP, headers: [`Replaces: ${value}`] });
      expect([peer.count('SIP/2.0 481'), peer.events]).toEqual([1, []]);
    },
  );
});
