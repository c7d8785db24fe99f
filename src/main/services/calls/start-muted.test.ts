import { describe, expect, it } from 'vitest';
import type { Call } from '../../../shared/domain/call.ts';
import { ok } from '../../../shared/errors/result.ts';
import { createStartMuted } from './start-muted.ts';

function rig(isWanted: boolean) {
  const asked: unknown[] = [];
  const { callChanged } = createStartMuted({
    isWanted: () => isWanted,
    calls: { 'calls/set-mute': async (argument) => (asked.push(argument), ok()) },
  });
  const is = (state: Call['state'], rest: Partial<Call> = {}) =>
    callChanged('c1', { id: 'c1', state, isMuted: false, ...rest } as Call);
  return { asked, is };
}

describe('calls that start muted', () => {
  it('S3: are muted once, when they stand; whoever speaks then is not muted again', () => {
    const { asked, is } = rig(true);
    is('ringing-in');
    expect(asked).toEqual([]);
    is('connected');
    is('held');
    is('connected');
    expect(asked).toEqual([{ callId: 'c1', isMuted: true }]);
  });

  it('S3: not without the parameter, not at the phone on the desk', () => {
    const unasked = rig(false);
    unasked.is('connected');
    const desk = rig(true);
    desk.is('connected', { phone: 'desk' });
    expect([unasked.asked, desk.asked]).toEqual([[], []]);
  });
});
