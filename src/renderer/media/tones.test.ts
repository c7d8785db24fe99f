import { describe, expect, it } from 'vitest';
import type { ToneContext } from './tones.ts';
import { cadenceSteps, createTones, tones } from './tones.ts';

/** A browser's audio context that writes down what it is told. */
function fakeContext(did: string[]): ToneContext {
  const parameter = {
    value: 0,
    setTargetAtTime: (value: number) => void did.push(value > 0 ? 'on' : 'off'),
    cancelScheduledValues: () => undefined,
  };
  return {
    currentTime: 0,
    destination: {},
    createGain: () => ({ gain: parameter, connect: () => undefined }),
    createOscillator: () => ({
      frequency: { value: 0 },
      connect: () => undefined,
      start: () => did.push('start'),
      stop: () => did.push('stop'),
    }),
    resume: async () => undefined,
    close: async () => void did.push('closed'),
    setSinkId: async (id: string) => void did.push(`sink ${id}`),
  } as unknown as ToneContext;
}

function start() {
  const did: string[] = [];
  let contexts = 0;
  const player = createTones(() => {
    contexts += 1;
    return fakeContext(did);
  });
  return { player, did: () => did.splice(0), contexts: () => contexts };
}

describe('tones', () => {
  it('V2: a cadence turns on and off in turn', () => {
    expect(cadenceSteps([1, 4])).toEqual([
      { at: 0, isOn: true },
      { at: 1, isOn: false },
    ]);
    for (const tone of Object.values(tones)) expect(tone.cadence.length % 2).toBe(0);
  });

  it('V2: rings, goes on when told the same again, and stops', () => {
    const { player, did } = start();
    player.play('ringback');
    expect(did()).toEqual(['sink ', 'start', 'on', 'off']);
    player.play('ringback');
    expect(did()).toEqual([]);
    player.play(undefined);
    expect(did()).toEqual(['off', 'stop']);
  });

  it('V2: one tone takes the other’s place', () => {
    const { player, did } = start();
    player.play('ringing-in');
    did();
    player.play('busy');
    expect(did().slice(0, 5)).toEqual(['off', 'stop', 'stop', 'stop', 'start']);
    player.stop();
    expect(did().at(-1)).toBe('closed');
  });

  it('V4: is heard where ringing is to be heard', () => {
    const { player, did } = start();
    player.useOutput('loud');
    player.play('ringing-in');
    expect(did()[0]).toBe('sink loud');
    player.useOutput('desk');
    expect(did()).toContain('sink desk');
    player.stop();
  });

  it('V2: makes no audio context before it is needed', () => {
    const { player, contexts } = start();
    player.play(undefined);
    player.stop();
    expect(contexts()).toBe(0);
  });
});
