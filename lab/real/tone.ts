import { type Pcm, readWav } from './wav.ts';

/** What was heard of one frequency. */
export interface ToneReading {
  /** The tone stood out in at least two thirds of the stretch looked at. */
  readonly present: boolean;
  /** Part of the blocks in which it stood out, 0…1. */
  readonly share: number;
  /** How much sound there was to look at. */
  readonly seconds: number;
}

export interface ToneOptions {
  /** Looks at the last so many seconds only (1): what is heard now, not what was. */
  readonly lastSeconds?: number;
}

const BLOCK_SECONDS = 0.05;
// Of the block's energy, how much must be at the frequency. A pure tone through G.711 or Opus keeps over 0.9;
// speech, noise or another tone stay far below.
const PURITY = 0.5;
// Mean square of a block below which it is silence (−50 dBFS).
const SILENCE = 1e-5;

/** Goertzel's filter over the recording's end: is there a tone of this frequency (Hz) in it? Takes a WAV file or samples. */
export async function detectTone(
  sound: string | Pcm,
  frequency: number,
  options: ToneOptions = {},
): Promise<ToneReading> {
  const pcm = typeof sound === 'string' ? await readWav(sound) : sound;
  return readTone(pcm, frequency, options);
}

/** As {@link detectTone}, for samples already at hand. */
export function readTone(pcm: Pcm, frequency: number, options: ToneOptions = {}): ToneReading {
  const wanted = Math.round((options.lastSeconds ?? 1) * pcm.sampleRate);
  const samples = pcm.samples.subarray(Math.max(0, pcm.samples.length - wanted));
  const block = Math.round(BLOCK_SECONDS * pcm.sampleRate);
  const blocks = Math.floor(samples.length / block);
  let heard = 0;
  for (let index = 0; index < blocks; index += 1) {
    if (purity(samples.subarray(index * block, (index + 1) * block), frequency / pcm.sampleRate) > PURITY)
      heard += 1;
  }
  const share = blocks === 0 ? 0 : heard / blocks;
  return { present: share >= 2 / 3, share, seconds: samples.length / pcm.sampleRate };
}

/** Loudness of the recording's end: root mean square, 0…1. Near 0 means silence. */
export function loudness(pcm: Pcm, lastSeconds = 1): number {
  const samples = pcm.samples.subarray(
    Math.max(0, pcm.samples.length - Math.round(lastSeconds * pcm.sampleRate)),
  );
  return samples.length === 0 ? 0 : Math.sqrt(meanSquare(samples));
}

/** Energy at the frequency (cycles per sample) over all energy of the block, 0…1. */
function purity(block: Float32Array, cycles: number): number {
  const energy = meanSquare(block);
  if (energy < SILENCE) return 0;
  const coefficient = 2 * Math.cos(2 * Math.PI * cycles);
  let [previous, beforeThat] = [0, 0];
  for (const sample of block)
    [previous, beforeThat] = [sample + coefficient * previous - beforeThat, previous];
  const power = previous * previous + beforeThat * beforeThat - coefficient * previous * beforeThat;
  return (2 * power) / (block.length * block.length * energy);
}

function meanSquare(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return sum / samples.length;
}
