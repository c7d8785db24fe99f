import { describe, expect, it } from 'vitest';
import type { Call } from '../../../shared/domain/call.ts';
import { defaultSettings } from '../../../shared/domain/settings.ts';
import { ok } from '../../../shared/errors/result.ts';
import { createStartWithVideo } from './start-with-video.ts';

function rig(startWithVideo: boolean) {
  const asked: unknown[] = [];
  const { callChanged, dial } = createStartWithVideo({
    settings: { current: () => ({ ...defaultSettings, startWithVideo }) },
    calls: {
      'calls/set-video': async (argument) => {
        asked.push(argument);
        return ok();
      },
    },
  });
  const is = (state: Call['state'], rest: Partial<Call> = {}) =>
    callChanged('c1', { id: 'c1', state, can: ['video'], ...rest } as Call);
  const dialled = dial(async () => ok({ callId: 'c1' as Call['id'] }));
  const call = (isVideo: boolean) =>
    dialled({ target: '1002', isVideo }, { signal: new AbortController().signal });
  return { asked, is, call };
}

describe('calls that start with video', () => {
  it('V3: the camera goes on once, when the call stands', () => {
    const { asked, is } = rig(true);
    is('ringing-out');
    expect(asked).toEqual([]);
    is('connected');
    is('held');
    is('connected');
    expect(asked).toEqual([{ callId: 'c1', source: 'camera' }]);
  });

  it('V3: a call that was begun as a video call has pictures, the next one has none', async () => {
    const { asked, is, call } = rig(false);
    await call(true);
    is('connected');
    expect(asked).toEqual([{ callId: 'c1', source: 'camera' }]);
    is('ended');
    await call(false);
    is('connected');
    expect(asked).toHaveLength(1);
  });

  it('V3: it stays off where the person did not ask for it, or the phone has no pictures', () => {
    const unasked = rig(false);
    unasked.is('connected');
    expect(unasked.asked).toEqual([]);
    const audio = rig(true);
    audio.is('connected', { can: ['mute'] });
    expect(audio.asked).toEqual([]);
  });
});
