import { describe, expect, it } from 'vitest';
import { callsHarness, settle } from '../../../../test/fakes/calls-harness.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { fail, ok } from '../../../shared/errors/result.ts';

/** So many calls that stand, the last one spoken in; the other ones are held by it. */
async function calls(count: number) {
  const t = callsHarness();
  const made: Awaited<ReturnType<typeof t.connect>>[] = [];
  for (let number = 2; number < count + 2; number += 1) made.push(await t.connect(`100${number}`));
  const ids = made.map(({ callId }) => callId);
  const shown = () => ids.map((id) => t.call(id));
  return { t, made, ids, shown, states: () => shown().map((call) => call?.state) };
}
type Ids = CallId[];

describe('conference of our own mixing', () => {
  it('V4: two calls are joined: both speak, both have the same conference, and the window is told', async () => {
    const { t, ids, shown, states } = await calls(2);
    expect(states()).toEqual(['held', 'connected']);
    expect(await t.ask('calls/merge', { callIds: ids })).toEqual(ok());
    expect(states()).toEqual(['connected', 'connected']);
    const [first, second] = shown();
    expect(first?.conference).toBeDefined();
    expect(second?.conference).toBe(first?.conference);
    expect(first?.can).toContain('split');
    expect(ids.map((id) => t.publisher.get('media', id)?.conference)).toEqual([
      first?.conference,
      first?.conference,
    ]);
  });

  it('V4: up to five people with ourselves; a sixth stays outside', async () => {
    const { t, ids, shown } = await calls(5);
    const [a, b, c, d, e] = ids as [CallId, CallId, CallId, CallId, CallId];
    expect(await t.ask('calls/merge', { callIds: [a, b] })).toEqual(ok());
    expect(await t.ask('calls/merge', { callIds: [c, d, a] })).toEqual(ok());
    expect(await t.ask('calls/merge', { callIds: [e, a] })).toMatchObject({
      error: { code: 'call.not-possible-now' },
    });
    expect(
      new Set(
        shown()
          .slice(0, 4)
          .map((call) => call?.conference),
      ).size,
    ).toBe(1);
    expect(shown()[4]).not.toHaveProperty('conference');
  });

  it('V4: a call from outside holds all of them, resuming one resumes all', async () => {
    const { t, ids, states } = await calls(2);
    await t.ask('calls/merge', { callIds: ids });
    const other = await t.connect('1009');
    expect(states()).toEqual(['held', 'held']);
    await t.ask('calls/resume', { callId: ids[0] as CallId });
    expect([...states(), t.call(other.callId)?.state]).toEqual(['connected', 'connected', 'held']);
  });

  it('V4: mute is ours alone: the gateway lets the others through, and locks again after the conference', async () => {
    const { t, ids, shown } = await calls(2);
    await t.ask('calls/merge', { callIds: ids });
    const before = t.gateway.asked.length;
    const locks = () => t.gateway.asked.slice(before).filter((words) => words.startsWith('setMuted'));
    await t.ask('calls/set-mute', { callId: ids[0] as CallId, isMuted: true });
    expect(shown().map((call) => call?.isMuted)).toEqual([true, true]);
    expect(locks()).toEqual(['setMuted false', 'setMuted false']);
    await t.ask('calls/hang-up', { callId: ids[1] as CallId });
    await settle();
    expect(locks().at(-1)).toBe('setMuted true');
    expect(t.call(ids[0] as CallId)).not.toHaveProperty('conference');
  });

  it('V4: joining while muted keeps everybody muted', async () => {
    const { t, ids, shown } = await calls(2);
    await t.ask('calls/set-mute', { callId: ids[0] as CallId, isMuted: true });
    await t.ask('calls/merge', { callIds: ids });
    expect(shown().map((call) => call?.isMuted)).toEqual([true, true]);
  });

  it('V4: one is taken out and held; of two left the last is a plain call', async () => {
    const { t, ids, states, shown } = await calls(2);
    await t.ask('calls/merge', { callIds: ids });
    expect(await t.ask('calls/split', { callId: ids[0] as CallId })).toEqual(ok());
    expect(states()).toEqual(['held', 'connected']);
    expect(shown().map((call) => call?.conference)).toEqual([undefined, undefined]);
    expect(await t.ask('calls/split', { callId: ids[0] as CallId })).toMatchObject({ ok: false });
  });

  it('V4: calls that do not stand cannot be joined', async () => {
    const { t, ids } = await calls(1);
    const ringing = await t.ring();
    expect(await t.ask('calls/merge', { callIds: [...ids, ringing.callId] as Ids })).toMatchObject({
      error: { code: 'call.not-possible-now' },
    });
    expect(await t.ask('calls/merge', { callIds: [...ids, 'gone' as CallId] })).toMatchObject({
      error: { code: 'call.not-found' },
    });
  });

  it('V4: one that cannot be resumed is told', async () => {
    const { t, made, ids } = await calls(2);
    made[0]?.sip.refuse('renegotiate', fail('call.failed'));
    expect(await t.ask('calls/merge', { callIds: ids })).toMatchObject({ error: { code: 'call.failed' } });
  });
});
