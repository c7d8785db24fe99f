import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createConferenceMixer } from './conference-mixer.ts';

/** Web Audio without sound: nodes with names, and the wires between them. */
function fakeAudio() {
  const wires = new Set<string>();
  const log: string[] = [];
  let outputs = 0;
  const node = (name: string) => ({
    name,
    connect: (to: { name: string }) => void wires.add(`${name}>${to.name}`),
    disconnect: (to?: { name: string }) => {
      for (const wire of [...wires])
        if (to ? wire === `${name}>${to.name}` : wire.startsWith(`${name}>`)) wires.delete(wire);
    },
  });
  const gain = { ...node('gain'), gain: { value: 1 } };
  const context = {
    state: 'suspended',
    resume: () => Promise.resolve(void log.push('resume')),
    close: () => Promise.resolve(void log.push('close')),
    createGain: () => gain,
    createMediaStreamSource: (stream: { name: string }) => node(stream.name),
    createMediaStreamDestination: () => {
      outputs += 1;
      const name = `out${outputs}`;
      return { ...node(name), stream: { getAudioTracks: () => [{ id: name }] } };
    },
  };
  const track = (name: string): MediaStreamTrack =>
    ({ id: name, clone: () => track(`${name}'`), stop: () => void log.push(`stop ${name}`) }) as never;
  return { context: context as never as AudioContext, wires, log, gain, track };
}
const remote = (name: string): MediaStream => ({ name }) as never;

beforeEach(() => {
  vi.stubGlobal(
    'MediaStream',
    class {
      readonly name: string;
      constructor([track]: { id: string }[]) {
        this.name = track?.id ?? '';
      }
    },
  );
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('conference mixer', () => {
  it('V4: each hears our voice and all the others, and never itself', () => {
    const audio = fakeAudio();
    const mixer = createConferenceMixer(() => audio.context);
    const voice = audio.track('mic');
    const sent = ['a', 'b', 'c'].map((id) => mixer.join('one', id, { voice, remote: remote(id) }).id);
    expect(sent).toEqual(['out1', 'out2', 'out3']);
    expect([...audio.wires].sort()).toEqual(
      [
        "mic'>gain",
        'gain>out1',
        'gain>out2',
        'gain>out3',
        'b>out1',
        'c>out1',
        'a>out2',
        'c>out2',
        'a>out3',
        'b>out3',
      ].sort(),
    );
    mixer.leave('b');
    expect([...audio.wires].sort()).toEqual(
      ["mic'>gain", 'gain>out1', 'gain>out3', 'c>out1', 'a>out3'].sort(),
    );
  });

  it('V4: mute is our voice alone; another microphone takes its place', () => {
    const audio = fakeAudio();
    const mixer = createConferenceMixer(() => audio.context);
    mixer.join('one', 'a', { voice: audio.track('mic'), remote: undefined });
    mixer.setMuted('one', true);
    expect(audio.gain.gain.value).toBe(0);
    mixer.useVoice('one', audio.track('headset'));
    expect([...audio.wires].sort()).toEqual(["headset'>gain", 'gain>out1'].sort());
    expect([audio.gain.gain.value, audio.log]).toEqual([
      0,
      ['resume', 'resume', 'resume', "stop mic'", 'resume'],
    ]);
    mixer.setMuted('one', false);
    mixer.setMuted('none', true);
    expect(audio.gain.gain.value).toBe(1);
  });

  it('V4: when the last has left, the microphone’s copy and the context are let go', () => {
    const audio = fakeAudio();
    const mixer = createConferenceMixer(() => audio.context);
    mixer.join('one', 'a', { voice: audio.track('mic'), remote: remote('a') });
    mixer.join('one', 'a', { voice: audio.track('mic'), remote: remote('a2') });
    mixer.leave('a');
    mixer.leave('a');
    expect([...audio.wires]).toEqual([]);
    expect(audio.log.slice(-2)).toEqual(["stop mic'", 'close']);
  });
});
