/** A sine that goes on where it stopped. Amplitude is about -10 dBFS. */
export class ToneSource {
  readonly #step: number;
  #phase = 0;

  constructor(hz: number, rate = 8000) {
    this.#step = (2 * Math.PI * hz) / rate;
  }

  next(count: number): Int16Array {
    const out = new Int16Array(count);
    for (let index = 0; index < count; index++) {
      out[index] = Math.round(10_000 * Math.sin(this.#phase));
      this.#phase = (this.#phase + this.#step) % (2 * Math.PI);
    }
    return out;
  }
}

/**
 * How much of the sound is this tone, 0 to 1 (Goertzel over the whole window). A pure sine gives about 1,
 * silence and other tones about 0. Use 100 ms or more.
 */
export function toneShare(samples: Int16Array, hz: number, rate = 8000): number {
  if (samples.length === 0) return 0;
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / rate);
  let [before, last, energy] = [0, 0, 0];
  for (const sample of samples) {
    const value = sample + coefficient * last - before;
    before = last;
    last = value;
    energy += sample * sample;
  }
  if (energy / samples.length < 100) return 0;
  const power = last * last + before * before - coefficient * last * before;
  return Math.min(1, (2 * power) / (samples.length * energy));
}
