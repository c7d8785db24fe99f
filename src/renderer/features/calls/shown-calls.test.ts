import { describe, expect, it } from 'vitest';
import type { Call } from '../../../shared/domain/call.ts';
import { failure } from '../../../shared/errors/result.ts';
import { callsInView, ENDED_SHOWN_MS, nextExpiry, toneTarget, withEnded } from './shown-calls.ts';

const call = (id: string, state: Call['state'], change: Partial<Call> = {}): Call => ({
  id: id as Call['id'],
  direction: state === 'ringing-in' ? 'in' : 'out',
  state,
  peer: { name: id, address: id },
  isMuted: false,
  startedAt: id.codePointAt(0) ?? 0,
  security: 'none',
  dtmfSent: '',
  can: [],
  ...change,
});
const ids = (calls: readonly Call[]) => calls.map((one) => one.id).join(' ');
const asMap = (...calls: Call[]) => new Map(calls.map((one) => [one.id as string, one]));

describe('calls in view', () => {
  it('V2: at most three ringing calls are stacked, oldest first, and the others counted', () => {
    const ringing = ['d', 'b', 'a', 'e', 'c'].map((id) => call(id, 'ringing-in'));
    const view = callsInView(ringing, () => false);
    expect(ids(view.toasts)).toBe('a b c');
    expect(view.hiddenCount).toBe(2);
    expect(view.cards).toEqual([]);
  });

  it('V2: several calls are stacked in the order they began', () => {
    expect(
      ids(
        callsInView([call('b', 'held'), call('c', 'connected'), call('a', 'ringing-in')], () => false).cards,
      ),
    ).toBe('b c');
  });

  it('V2: a running call stands above those that ended before it began', () => {
    const ended = call('a', 'ended', { endedAt: 5 });
    expect(ids(callsInView([ended, call('b', 'connected')], () => false).cards)).toBe('b a');
  });

  it('V4: a typed digit goes to the one call that takes tones', () => {
    const speaking = call('a', 'connected', { can: ['dtmf'] });
    expect(toneTarget([speaking, call('b', 'held', { can: ['dtmf'] })])?.id).toBe('a');
    expect(toneTarget([speaking, call('b', 'connected', { can: ['dtmf'] })])).toBeUndefined();
    expect(toneTarget([call('c', 'ringing-in')])).toBeUndefined();
  });

  it('X5: do not disturb turns toasts into quiet cards', () => {
    const view = callsInView([call('a', 'ringing-in'), call('b', 'connected')], () => true);
    expect(view.toasts).toEqual([]);
    expect(ids(view.cards)).toBe('a b');
  });

  it('V2: a caller who gave up leaves nothing, a call that failed says so', () => {
    const missed = call('a', 'ended', { direction: 'in', endedAt: 5 });
    const failed = call('b', 'ended', { direction: 'in', endedAt: 5, error: failure('call.failed') });
    expect(ids(callsInView([missed, failed, call('c', 'ended', { endedAt: 5 })], () => false).cards)).toBe(
      'b c',
    );
  });

  it('V2: an ended call is shown for ten seconds, whether main keeps it or not', () => {
    const ended = call('a', 'ended', { endedAt: 1000 });
    const first = withEnded(new Map(), asMap(ended), 1000);
    const gone = withEnded(first, new Map(), 2000);
    expect([...gone.keys()]).toEqual(['a']);
    expect(nextExpiry(gone.values())).toBe(1000 + ENDED_SHOWN_MS);
    expect(withEnded(gone, new Map(), 1000 + ENDED_SHOWN_MS).size).toBe(0);
    expect(withEnded(first, asMap(ended), 1000 + ENDED_SHOWN_MS).size).toBe(0);
  });

  it('V2: a running call that main lets go of is over at once', () => {
    expect(withEnded(asMap(call('a', 'connected')), new Map(), 10).size).toBe(0);
  });
});
