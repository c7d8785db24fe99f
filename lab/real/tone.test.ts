import { describe, expect, it } from 'vitest';
import { detectTone, loudness, readTone } from './tone.ts';
import { decodeWav, encodeTone } from './wav.ts';

const tone = (frequency: number, sampleRate = 8_000, level = 0.3) =>
  decodeWav(encodeTone(frequency, { seconds: 2, sampleRate, level }));

describe('detectTone', () => {
  it.each([8_000, 16_000, 48_000])(
    'hears a tone at %d Hz sampling and not its neighbours',
    async (sampleRate) => {
      expect(await detectTone(tone(1_000, sampleRate), 1_000)).toMatchObject({
        present: true,
        share: 1,
        seconds: 1,
      });
      expect((await detectTone(tone(1_000, sampleRate), 440)).present).toBe(false);
      expect((await detectTone(tone(1_000, sampleRate), 1_100)).present).toBe(false);
    },
  );

  it('hears nothing in silence, in noise and in no sound at all', () => {
    const noise = Float32Array.from(
      { length: 16_000 },
      (_, index) => Math.sin(index * index * 12.9898) * 0.5,
    );
    expect(readTone({ sampleRate: 8_000, samples: new Float32Array(16_000) }, 440).present).toBe(false);
    expect(readTone({ sampleRate: 8_000, samples: noise }, 440).present).toBe(false);
    expect(readTone({ sampleRate: 8_000, samples: new Float32Array() }, 440)).toEqual({
      present: false,
      share: 0,
      seconds: 0,
    });
  });

  it('looks at the end of the recording only', () => {
    const samples = new Float32Array(32_000);
    samples.set(tone(440).samples, 0);
    expect(readTone({ sampleRate: 8_000, samples }, 440).present).toBe(false);
    expect(readTone({ sampleRate: 8_000, samples }, 440, { lastSeconds: 4 }).share).toBeCloseTo(0.5);
  });
});

describe('WAV', () => {
  it('reads a file whose length fields were never fixed', () => {
    const file = encodeTone(440, { seconds: 1, sampleRate: 8_000 });
    file.writeUInt32LE(0, 40);
    expect(decodeWav(file).samples.length).toBe(8_000);
    expect(loudness(decodeWav(file))).toBeCloseTo(0.5 / Math.SQRT2, 2);
  });

  it('is empty for a file that has not been written yet', () => {
    expect(decodeWav(Buffer.alloc(0)).samples.length).toBe(0);
  });
});
