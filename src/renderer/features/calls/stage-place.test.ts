import { describe, expect, it } from 'vitest';
import type { Call } from '../../../shared/domain/call.ts';
import { callForMainPlace, hasStage } from './stage-place.ts';

const call = (id: string, rest: Partial<Call>) => ({ id, state: 'connected', ...rest }) as Call;
const theirs = { isSending: false, isReceiving: true } as const;
const ours = { isSending: true, isReceiving: false, source: 'camera' } as const;

describe('where the pictures of calls stand', () => {
  it('V3 V9: large is the call that is spoken in, of those with something of the other side', () => {
    expect(callForMainPlace([])).toBeUndefined();
    expect(callForMainPlace([call('a', {}), call('b', { video: ours })])).toBeUndefined();
    expect(callForMainPlace([call('a', { video: theirs, state: 'held' })])).toBe('a');
    expect(
      callForMainPlace([call('a', { video: theirs, state: 'held' }), call('b', { video: theirs })]),
    ).toBe('b');
    expect(callForMainPlace([call('a', { slides: { ...theirs, isWanted: false } })])).toBe('a');
    expect(callForMainPlace([call('a', { video: theirs, state: 'ended' })])).toBeUndefined();
  });

  it('V3: a camera that nobody answers with one has a stage, on the card', () => {
    expect(hasStage(call('a', { video: ours }))).toBe(true);
    expect(hasStage(call('a', { video: { isSending: false, isReceiving: false } }))).toBe(false);
    expect(hasStage(call('a', { slides: { isSending: false, isReceiving: false, isWanted: true } }))).toBe(
      true,
    );
    expect(hasStage(call('a', {}))).toBe(false);
    expect(hasStage(call('a', { video: ours, state: 'ended' }))).toBe(false);
  });
});
