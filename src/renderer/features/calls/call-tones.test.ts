import { describe, expect, it } from 'vitest';
import type { Call } from '../../../shared/domain/call.ts';
import { defaultSettings } from '../../../shared/domain/settings.ts';
import { failure } from '../../../shared/errors/result.ts';
import { createEntityStore } from '../../bridge/entity-store.ts';
import type { TonePlayer } from '../../media/tones.ts';
import { connectCallTones, wantedTones } from './call-tones.ts';

const call = (state: Call['state'], change: Partial<Call> = {}): Call => ({
  id: state as Call['id'],
  direction: 'in',
  state,
  peer: { name: '', address: '' },
  isMuted: false,
  startedAt: 0,
  security: 'none',
  dtmfSent: '',
  can: [],
  ...change,
});

describe('call tones', () => {
  it('V2: an incoming call rings, and beeps softly into a running one', () => {
    expect(wantedTones([call('ringing-in')], false)).toEqual({ ringer: 'ringing-in', line: undefined });
    expect(wantedTones([call('ringing-in'), call('held')], false)).toEqual({
      ringer: undefined,
      line: 'call-waiting',
    });
  });

  it('V2: who is in a call hears by the beeps whether one call waits or several', () => {
    const inCall = call('connected');
    expect(wantedTones([inCall, call('ringing-in')], false).line).toBe('call-waiting');
    expect(wantedTones([inCall, call('ringing-in'), call('ringing-in')], false)).toEqual({
      ringer: undefined,
      line: 'calls-waiting',
    });
    expect(wantedTones([inCall, call('ringing-in'), call('ringing-in')], true).line).toBeUndefined();
  });

  it('V2: rings as the server tells calls apart, the most urgent of several first', () => {
    const ringer = (...styles: Call['ring'][]) =>
      wantedTones(
        styles.map((ring) => call('ringing-in', ring ? { ring } : {})),
        false,
      ).ringer;
    expect([ringer('internal'), ringer('distinct'), ringer('urgent')]).toEqual([
      'ringing-internal',
      'ringing-distinct',
      'ringing-urgent',
    ]);
    expect([
      ringer('internal', undefined),
      ringer('internal', 'distinct'),
      ringer('distinct', 'urgent'),
    ]).toEqual(['ringing-in', 'ringing-distinct', 'ringing-urgent']);
  });

  it('X5: silence for incoming calls, not for ringback', () => {
    expect(wantedTones([call('ringing-in')], true)).toEqual({ ringer: undefined, line: undefined });
    expect(wantedTones([call('ringing-out')], true).line).toBe('ringback');
  });

  it('V2: ringback only until the far end is heard; busy is heard', () => {
    expect(wantedTones([call('early-media')], false).line).toBeUndefined();
    expect(wantedTones([call('ended', { error: failure('call.busy') })], false).line).toBe('busy');
    expect(wantedTones([call('ended')], false).line).toBeUndefined();
  });

  it('V2: the ring ends in the moment of the answer, on every ringer', () => {
    const store = createEntityStore();
    const played: string[] = [];
    const createPlayer = (): TonePlayer => {
      let device = '';
      let tone: string | undefined;
      return {
        play(name) {
          if (name !== tone) played.push(`${device}:${name ?? 'silence'}`);
          tone = name;
        },
        useOutput(id) {
          device = id;
        },
        stop: () => void played.push(`${device}:stopped`),
      };
    };
    const settings = { ...defaultSettings, ringerIds: ['desk', 'headset'], speakerId: 'headset' };
    store.snapshot([{ topic: 'settings', key: 'only', value: settings }]);
    const stop = connectCallTones({ store }, createPlayer);
    store.changes([{ topic: 'calls', key: 'c', value: call('ringing-in') }]);
    store.changes([{ topic: 'calls', key: 'c', value: call('connecting') }]);
    expect(played).toEqual(['desk:ringing-in', 'headset:ringing-in', 'desk:silence', 'headset:silence']);
    stop();
    store.changes([{ topic: 'calls', key: 'c', value: call('ringing-in') }]);
    expect(played.slice(4)).toEqual(['desk:stopped', 'headset:stopped', 'headset:stopped']);
  });
});
