import { describe, expect, it } from 'vitest';
import type { Call } from '../../../shared/domain/call.ts';
import { defaultSettings } from '../../../shared/domain/settings.ts';
import { ok } from '../../../shared/errors/result.ts';
import { createStartWithVideo } from './start-with-video.ts';

function rig(startWithVideo: boolean) {
  const asked: unknown[] = [];
  const { callChanged } = createStartWithVideo({
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
  return { asked, is };
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

  it('V3: it stays off where the person did not ask for it, or the phone has no pictures', () => {
    const unasked = rig(false);
    unasked.is('connected');
    expect(unasked.asked).toEqual([]);
    const audio = rig(true);
    audio.is('connected', { can: ['mute'] });
    expect(audio.asked).toEqual([]);
  });
});
