// size: one rig and its scenarios, a case each
import { describe, expect, it } from 'vitest';
import { callsHarness as rig, settle } from '../../../../test/fakes/calls-harness.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { fail, unwrap } from '../../../shared/errors/result.ts';

const BOB = { name: 'Bob', address: 'sip:1002@example.test' };

describe('a call of ours', () => {
  it('V2: asks the window for sound at once, without holding up the INVITE', async () => {
    const t = rig();
    const { callId } = unwrap(await t.ask('calls/dial', { target: '+1 (408) 555-1234' }));
    expect(t.sip.last().target).toBe('+14085551234');
    expect(t.call(callId)).toMatchObject({
      state: 'dialling',
      peer: { address: '+14085551234' },
      direction: 'out',
    });
    expect(t.publisher.get('media', callId)).toEqual({
      callId,
      revision: 1,
      offerSdp: 'loopback offer 1',
      isMuted: false,
      isHeld: false,
    });
    expect(t.gateway.sessions.get(callId)).toMatchObject({
      localAddress: '192.0.2.10',
      ports: { start: 16_384, stop: 16_484 },
      dscpAudio: 46,
    });
    expect(await t.sip.last().media.createOffer()).toEqual({ ok: true, value: 'local offer' });
  });

  it('V2: shows ringing, early media, the answer with codec and protection, and the end', async () => {
    const t = rig();
    t.gateway.negotiate({ codec: 'G722', srtp: 'AES_CM_128_HMAC_SHA1_80' });
    const { callId, sip } = await t.dial();
    const shown: string[] = [];
    for (const event of [{ kind: 'ringing' }, { kind: 'early-media' }, { kind: 'answered' }] as const) {
      sip.emit(event);
      shown.push(t.call(callId)?.state ?? '');
    }
    await sip.media.applyAnswer('their answer');
    expect(shown).toEqual(['ringing-out', 'early-media', 'connected']);
    expect(t.call(callId)).toMatchObject({ codec: 'G722', security: 'sdes' });
    expect(t.publisher.get('media', callId)).toMatchObject({ codec: 'G722', revision: 1 });
    expect(await t.ask('calls/hang-up', { callId })).toEqual({ ok: true, value: undefined });
    expect(t.call(callId)?.state).toBe('ended');
    expect(t.publisher.get('media', callId)).toBeUndefined();
    expect(t.gateway.sessions.size).toBe(0);
    t.clock.advance(2_000);
    expect(t.call(callId)).toBeUndefined();
    expect(t.service.active()).toEqual([]);
    expect(t.clock.pending()).toBe(0);
  });

  it('V2: a number that is dialled twice by a double click is one call, and a second one later', async () => {
    const t = rig();
    const { callId, sip } = await t.dial('1003');
    expect(await t.ask('calls/dial', { target: '1003' })).toEqual({ ok: true, value: { callId } });
    sip.emit({ kind: 'ringing' });
    expect(await t.ask('calls/dial', { target: '1003' })).toEqual({ ok: true, value: { callId } });
    expect(t.service.active()).toHaveLength(1);
    expect((await t.dial('1004')).callId).not.toBe(callId);
    sip.emit({ kind: 'answered' });
    expect((await t.dial('1003')).callId).not.toBe(callId);
    expect(t.service.active()).toHaveLength(3);
  });

  it('V2: garbage is refused before anything is dialled; without a phone it says so', async () => {
    const t = rig();
    expect(await t.ask('calls/dial', { target: 'javascript:alert(1)' })).toMatchObject({
      error: { code: 'call.bad-number' },
    });
    t.sip.setAddress(undefined);
    expect(await t.ask('calls/dial', { target: '1002' })).toMatchObject({
      error: { code: 'sip.not-registered' },
    });
    expect(t.sip.calls).toEqual([]);
    expect(t.publisher.all('calls')).toEqual([]);
  });

  it.each(['media.no-microphone', 'media.permission-denied', 'media.failed'] as const)(
    'V2: ends when the window says %s',
    async (code) => {
      const t = rig();
      const { callId } = unwrap(await t.ask('calls/dial', { target: '1002' }));
      await t.ask('media/failed', { callId, revision: 1, code });
      expect(t.sip.last().asked).toEqual(['hang-up']);
      expect(t.call(callId)).toMatchObject({ state: 'ended', error: { code } });
      expect(t.callLog.rows[0]).toMatchObject({ outcome: 'failed' });
    },
  );

  it('V2: ends when the window stays silent, or no port is free', async () => {
    const t = rig();
    const { callId } = unwrap(await t.ask('calls/dial', { target: '1002' }));
    t.clock.advance(15_000);
    expect(t.call(callId)).toMatchObject({ state: 'ended', error: { code: 'media.failed' } });
    t.gateway.failNext('openSession', fail('media.no-ports'));
    const second = unwrap(await t.ask('calls/dial', { target: '1002' }));
    expect(t.call(second.callId)).toMatchObject({ state: 'ended', error: { code: 'media.no-ports' } });
  });

  it('V10: resolves the name, and writes it into the log', async () => {
    const t = rig({
      resolveParty: (address) =>
        Promise.resolve(address === '1002' ? { name: 'Bob Builder', avatarHash: 'ab' } : undefined),
    });
    const { callId, sip } = await t.connect();
    expect(t.call(callId)?.peer).toEqual({ name: 'Bob Builder', address: '1002', avatarHash: 'ab' });
    t.clock.advance(5_000);
    sip.emit({ kind: 'ended', by: 'peer', isAnsweredElsewhere: false });
    await settle();
    const row = { id: callId, outcome: 'placed', durationMs: 5_000, peer: { name: 'Bob Builder' } };
    expect(t.callLog.rows).toMatchObject([row]);
    expect(t.publisher.get('callLog', callId)).toMatchObject(row);
  });

  it('V4: the other side may become somebody else', async () => {
    const t = rig();
    const { callId, sip } = await t.connect();
    sip.emit({ kind: 'peer', name: 'Carol', address: 'sip:1003@example.test' });
    await settle();
    expect(t.call(callId)?.peer).toEqual({ name: 'Carol', address: '1003' });
  });

  it('V6: an emergency call is placed however many calls there are', async () => {
    const t = rig();
    for (let count = 0; count < 6; count += 1) await t.dial(`100${count}`);
    expect(await t.ask('calls/dial', { target: '1009' })).toMatchObject({
      error: { code: 'call.not-possible-now' },
    });
    expect((await t.ask('calls/dial', { target: '112' })).ok).toBe(true);
  });
});

describe('a call for us', () => {
  it('V2: rings with sound prepared, and is answered', async () => {
    const t = rig();
    const { callId, sip } = await t.ring();
    expect(t.call(callId)).toMatchObject({
      state: 'ringing-in',
      peer: { name: 'Bob', address: '1002' },
      can: ['answer', 'decline'],
    });
    expect(t.publisher.get('media', callId)?.offerSdp).toBe('loopback offer 1');
    await t.ask('media/answered', { callId, revision: 1, sdp: 'window answer' });
    expect(await t.ask('calls/answer', { callId })).toEqual({ ok: true, value: undefined });
    expect(sip.asked).toEqual(['answer']);
    expect(t.call(callId)?.state).toBe('connected');
    expect(await sip.media.createAnswer('their offer')).toEqual({ ok: true, value: 'local answer' });
    expect(t.gateway.asked.slice(-2)).toEqual(['remoteSdp their offer offer', 'localSdp answer']);
  });

  it('V2: a window that is slow delays the answer by a second at most', async () => {
    const t = rig();
    const { callId, sip } = await t.ring();
    const answered = t.ask('calls/answer', { callId });
    await settle();
    expect([t.call(callId)?.state, sip.asked]).toEqual(['connecting', []]);
    t.clock.advance(1_000);
    expect((await answered).ok).toBe(true);
    expect(sip.asked).toEqual(['answer']);
  });

  it('V2: without a microphone it goes on ringing and says why; with one it can be answered', async () => {
    const t = rig();
    const { callId, sip } = await t.ring();
    await t.ask('media/failed', { callId, revision: 1, code: 'media.no-microphone' });
    expect(t.call(callId)?.state).toBe('ringing-in');
    const first = t.ask('calls/answer', { callId });
    await settle();
    expect(t.publisher.get('media', callId)?.revision).toBe(2);
    await t.ask('media/failed', { callId, revision: 2, code: 'media.no-microphone' });
    expect(await first).toMatchObject({ error: { code: 'media.no-microphone' } });
    expect([t.call(callId)?.state, sip.asked]).toEqual(['ringing-in', []]);
    const second = t.ask('calls/answer', { callId });
    await settle();
    await t.ask('media/answered', { callId, revision: 3, sdp: 'window answer' });
    expect((await second).ok).toBe(true);
    expect(t.call(callId)?.state).toBe('connected');
  });

  it.each([
    [
      'declined',
      async (t: ReturnType<typeof rig>, callId: CallId) => void (await t.ask('calls/decline', { callId })),
    ],
    [
      'missed',
      async (t: ReturnType<typeof rig>) =>
        t.sip.last().emit({ kind: 'ended', by: 'peer', isAnsweredElsewhere: false }),
    ],
    [
      'answered-elsewhere',
      async (t: ReturnType<typeof rig>) =>
        t.sip.last().emit({ kind: 'ended', by: 'peer', isAnsweredElsewhere: true }),
    ],
  ] as const)('V10: is logged as %s', async (outcome, act) => {
    const t = rig();
    const { callId } = await t.ring();
    await act(t, callId);
    await settle();
    expect(t.callLog.rows).toMatchObject([{ outcome, direction: 'in', isSeen: outcome !== 'missed' }]);
    expect(t.gateway.sessions.size).toBe(0);
  });

  it('M3: do not disturb refuses it as busy without showing or opening anything; the log has it as missed', async () => {
    const t = rig({ isDoNotDisturb: () => true });
    const ringing = t.sip.ring(BOB);
    expect(await ringing.media.examineOffer?.('their offer')).toMatchObject({ ok: true });
    await settle();
    expect(ringing.asked).toEqual(['hang-up']);
    expect(t.publisher.log.filter(({ topic }) => topic === 'calls')).toEqual([]);
    expect(t.gateway.asked).toEqual([]);
    expect(t.callLog.rows).toMatchObject([{ outcome: 'missed', peer: { name: 'Bob' } }]);
  });

  it('V2: call waiting: answering the second call holds the first, resuming the first holds the second', async () => {
    const t = rig();
    const first = await t.connect();
    const second = await t.ring({ name: 'Carol', address: 'sip:1003@example.test' });
    await t.ask('media/answered', { callId: second.callId, revision: 1, sdp: 'window answer' });
    await t.ask('calls/answer', { callId: second.callId });
    expect([t.call(first.callId)?.state, t.call(second.callId)?.state]).toEqual(['held', 'connected']);
    await t.ask('calls/resume', { callId: first.callId });
    expect([t.call(first.callId)?.state, t.call(second.callId)?.state]).toEqual(['connected', 'held']);
  });

  it('V10: history is read, paged and marked as seen', async () => {
    const t = rig();
    for (let count = 0; count < 3; count += 1) {
      await t.ring();
      t.sip.last().emit({ kind: 'ended', by: 'peer', isAnsweredElsewhere: false });
      await settle();
      t.clock.advance(20_000);
    }
    const page = unwrap(await t.ask('calls/history', { missedOnly: true, limit: 2 }));
    expect(page).toMatchObject({ hasOlder: true, entries: [{ isSeen: false }, { isSeen: false }] });
    await t.ask('calls/mark-history-seen', undefined);
    expect(await t.callLog.unseenMissed()).toBe(0);
    expect(t.publisher.all('callLog').every(({ isSeen }) => isSeen)).toBe(true);
  });
});

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
