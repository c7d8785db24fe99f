import { describe, expect, it } from 'vitest';
import { callsHarness as rig, settle } from '../../../../test/fakes/calls-harness.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { fail, unwrap } from '../../../shared/errors/result.ts';

describe('within a call', () => {
  it('V4: hold closes the gate, then tells the other side; a refusal opens it again', async () => {
    const t = rig();
    const { callId, sip } = await t.connect();
    expect((await t.ask('calls/hold', { callId })).ok).toBe(true);
    expect(t.gateway.asked.at(-1)).toBe('setDirection sendonly');
    expect(sip.asked).toEqual(['renegotiate']);
    expect(t.call(callId)?.state).toBe('held');
    expect(t.publisher.get('media', callId)?.isHeld).toBe(true);
    expect((await t.ask('calls/resume', { callId })).ok).toBe(true);
    expect(t.publisher.get('media', callId)?.isHeld).toBe(false);
    sip.refuse('renegotiate', fail('call.failed'));
    expect(await t.ask('calls/hold', { callId })).toMatchObject({ error: { code: 'call.failed' } });
    expect(t.call(callId)?.state).toBe('connected');
    expect(t.gateway.asked.slice(-2)).toEqual(['setDirection sendonly', 'setDirection sendrecv']);
  });

  it('V4: the other side holds and comes back', async () => {
    const t = rig();
    const { callId, sip } = await t.connect();
    sip.emit({ kind: 'held-by-peer', isHeld: true });
    expect(t.call(callId)?.state).toBe('held-by-peer');
    sip.emit({ kind: 'held-by-peer', isHeld: false });
    expect(t.call(callId)?.state).toBe('connected');
  });

  it('V4: mute is locked in the window and in the gateway', async () => {
    const t = rig();
    const { callId } = await t.connect();
    await t.ask('calls/set-mute', { callId, isMuted: true });
    expect(t.publisher.get('media', callId)?.isMuted).toBe(true);
    expect(t.gateway.asked.at(-1)).toBe('setMuted true');
    expect(t.call(callId)?.isMuted).toBe(true);
  });

  it('V4: digits go as events, or by INFO one by one with pauses where the other side takes no events', async () => {
    const t = rig();
    const events = await t.connect();
    expect((await t.ask('calls/send-dtmf', { callId: events.callId, digits: '12;3' })).ok).toBe(true);
    expect(t.gateway.asked.at(-1)).toBe('sendDtmf 12,3');
    expect(t.call(events.callId)?.dtmfSent).toBe('12;3');
    const { dtmfPayloadType: _, ...without } = {
      ...unwrap(await t.gateway.remoteSdp(events.callId, '', 'answer')),
    };
    const other = rig();
    other.gateway.remoteSdp = () => Promise.resolve({ ok: true, value: without });
    const info = await other.connect();
    const sent = other.ask('calls/send-dtmf', { callId: info.callId, digits: '1,2' });
    await settle();
    expect(info.sip.asked).toEqual(['info 1']);
    other.clock.advance(2_000);
    expect((await sent).ok).toBe(true);
    expect(info.sip.asked).toEqual(['info 1', 'info 2']);
  });

  it('V2: a media window that was lost is asked anew, and the call is back when it answers', async () => {
    const t = rig();
    const { callId } = await t.connect();
    t.gateway.emit({ type: 'silence', sessionId: callId, cause: 'closed' });
    await settle();
    expect(t.call(callId)?.state).toBe('reconnecting');
    expect(t.gateway.asked.at(-1)).toBe('loopbackOffer fresh');
    expect(t.publisher.get('media', callId)).toMatchObject({ revision: 2, codec: 'PCMU' });
    await t.ask('media/answered', { callId, revision: 1, sdp: 'late answer of the old window' });
    expect(t.call(callId)?.state).toBe('reconnecting');
    await t.ask('media/answered', { callId, revision: 2, sdp: 'answer of the new window' });
    expect(t.gateway.asked.at(-1)).toBe('loopbackAnswer answer of the new window 2');
    expect(t.call(callId)?.state).toBe('connected');
  });

  it('V2: a window that is gone for three quarters of a minute is waited for, one that stays away is not', async () => {
    const t = rig();
    const { callId, sip } = await t.connect();
    t.gateway.emit({ type: 'silence', sessionId: callId, cause: 'closed' });
    await settle();
    t.clock.advance(45_000);
    await settle();
    expect([t.call(callId)?.state, sip.asked]).toEqual(['reconnecting', []]);
    await t.ask('media/answered', { callId, revision: 2, sdp: 'answer of the new window' });
    expect(t.call(callId)?.state).toBe('connected');
    t.gateway.emit({ type: 'silence', sessionId: callId, cause: 'closed' });
    await settle();
    t.clock.advance(60_000);
    await settle();
    expect(sip.asked).toEqual(['hang-up']);
  });

  it('V2: a window that was reloaded answers the old offer once more: it gets a fresh one', async () => {
    const t = rig();
    const { callId } = await t.connect();
    await t.ask('media/answered', { callId, revision: 1, sdp: 'answer of the reloaded window' });
    expect(t.publisher.get('media', callId)?.revision).toBe(2);
    await t.ask('media/answered', { callId, revision: 2, sdp: 'second answer' });
    expect(t.call(callId)?.state).toBe('connected');
  });

  it('V2: a window that keeps failing is asked four times, then the call ends with the reason', async () => {
    const t = rig();
    const { callId, sip } = await t.connect();
    for (let revision = 1; revision <= 5; revision += 1) {
      await t.ask('media/failed', { callId, revision, code: 'media.failed' });
      t.clock.advance(5_000);
      await settle();
    }
    expect(sip.asked).toEqual(['hang-up']);
    expect(t.callLog.rows).toMatchObject([{ outcome: 'placed' }]);
  });

  it('V2: when the gateway died the call gets a new session, the window a grown revision and the other side a re-INVITE', async () => {
    const t = rig();
    const { callId, sip } = await t.connect();
    await t.ask('calls/set-mute', { callId, isMuted: true });
    t.gateway.die();
    await settle();
    expect(t.gateway.sessions.has(callId)).toBe(true);
    expect(t.gateway.asked.slice(-3)).toEqual(['openSession 192.0.2.10', 'setMuted true', 'loopbackOffer']);
    expect(t.publisher.get('media', callId)).toMatchObject({ revision: 2, offerSdp: 'loopback offer 1' });
    expect(sip.asked).toEqual(['renegotiate']);
    await t.ask('media/answered', { callId, revision: 2, sdp: 'window answer' });
    expect(t.gateway.asked.at(-1)).toBe('loopbackAnswer window answer 1');
    expect(t.call(callId)?.state).toBe('connected');
  });

  it('V2: on another network the next offer comes from a session at the new address', async () => {
    const t = rig();
    const { callId, sip } = await t.connect();
    t.sip.setAddress('198.51.100.7');
    await sip.media.createOffer();
    expect(t.gateway.sessions.get(callId)?.localAddress).toBe('198.51.100.7');
  });

  it('V2: an offer that was examined before it rang is answered as it stands; a call never announced leaves nothing', async () => {
    const t = rig();
    const { callId, sip } = await t.ring();
    expect(await sip.media.examineOffer?.('their offer')).toMatchObject({ ok: true });
    expect(await sip.media.createAnswer('their offer')).toEqual({ ok: true, value: 'local answer' });
    expect(t.gateway.asked.filter((each) => each.startsWith('remoteSdp'))).toEqual([
      'remoteSdp their offer offer',
    ]);
    await t.ask('calls/hang-up', { callId });
    t.gateway.failNext('remoteSdp', fail('call.no-common-codec'));
    const unannounced = t.sip.prepare();
    expect(await unannounced.examineOffer?.('nonsense')).toMatchObject({
      error: { code: 'call.no-common-codec' },
    });
    unannounced.discard?.();
    await settle();
    expect([t.gateway.sessions.size, t.publisher.all('media')]).toEqual([0, []]);
  });

  it('V4: verbs on a call that is gone, or not possible now, say so', async () => {
    const t = rig();
    expect(await t.ask('calls/hold', { callId: 'nobody' as CallId })).toMatchObject({
      error: { code: 'call.not-found' },
    });
    const { callId } = await t.dial();
    expect(await t.ask('calls/hold', { callId })).toMatchObject({ error: { code: 'call.not-possible-now' } });
    expect(await t.ask('calls/answer', { callId })).toMatchObject({
      error: { code: 'call.not-possible-now' },
    });
    expect(await t.ask('calls/send-dtmf', { callId, digits: '1' })).toMatchObject({
      error: { code: 'call.not-possible-now' },
    });
  });

  it('A11: stopping hangs up every call, writes the log though names are slow, and leaves nothing shown', async () => {
    const t = rig({ resolveParty: () => new Promise(() => {}) });
    await t.connect();
    await t.dial('1003');
    await t.service.stop();
    expect(t.callLog.rows).toHaveLength(2);
    expect(t.sip.calls.map(({ asked }) => asked.at(-1))).toEqual(['hang-up', 'hang-up']);
    expect([t.publisher.all('calls'), t.publisher.all('media'), t.gateway.sessions.size]).toEqual([
      [],
      [],
      0,
    ]);
  });

  it('Q5: the trace of a call has its steps', async () => {
    const t = rig();
    const { callId, sip } = await t.connect();
    t.gateway.emit({ type: 'media-started', sessionId: callId, kind: 'first-rtp-sent' });
    sip.emit({ kind: 'ended', by: 'peer', isAnsweredElsewhere: false });
    expect(t.trace.spans().map(({ name, outcome }) => `${name} ${outcome ?? ''}`)).toEqual([
      'call ok',
      'media.open ok',
      'sip.answered ok',
      'first-rtp-sent ok',
    ]);
  });

  it('V2: a phone that refuses an optional key is offered a mandatory one, once', async () => {
    const made = rig({
      configuration: () => ({
        mediaPorts: { start: 16_384, stop: 16_484 },
        codecs: ['PCMU'],
        srtp: 'sdes-optional',
      }),
    });
    const { callId, sip } = await made.dial();
    const refusal = {
      kind: 'ended',
      by: 'peer',
      error: { code: 'call.no-common-codec' },
      isAnsweredElsewhere: false,
    } as const;
    sip.emit(refusal);
    await settle();
    expect(made.sip.calls.length).toBe(2);
    expect(made.call(callId)?.state).toBe('dialling');
    await made.sip.last().media.createOffer();
    expect(made.gateway.specs.map((spec) => spec.srtp)).toEqual(['sdes-optional', 'sdes']);
    made.sip.last().emit(refusal);
    await settle();
    expect(made.sip.calls.length).toBe(2);
    expect(made.call(callId)).toMatchObject({ state: 'ended', error: { code: 'call.no-common-codec' } });
  });

  it('V2: where the policy fixes encryption, a refusal stands', async () => {
    const made = rig();
    const { callId, sip } = await made.dial();
    sip.emit({
      kind: 'ended',
      by: 'peer',
      error: { code: 'call.no-common-codec' },
      isAnsweredElsewhere: false,
    });
    await settle();
    expect(made.sip.calls.length).toBe(1);
    expect(made.call(callId)?.state).toBe('ended');
  });
});
