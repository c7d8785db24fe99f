import { describe, expect, it } from 'vitest';
import { callsHarness as rig, settle } from '../../../../test/fakes/calls-harness.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { unwrap } from '../../../shared/errors/result.ts';

const BOB = { name: 'Bob', address: 'sip:1002@example.test' };

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
