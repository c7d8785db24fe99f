/** The sounds a call makes here. Cadences of ITU-T E.180 as Europe has them; the incoming rings are our own. */
export type ToneName =
  | 'ringing-in'
  | 'ringing-internal'
  | 'ringing-distinct'
  | 'ringing-urgent'
  | 'ringback'
  | 'busy'
  | 'call-waiting'
  | 'calls-waiting';

interface Tone {
  /** Hertz, sounding together. */
  readonly frequencies: readonly number[];
  /** Seconds of sound and silence in turn. */
  readonly cadence: readonly number[];
  /** 0…1. */
  readonly level: number;
  readonly isRepeated: boolean;
}

const ring = [523.25, 659.25, 783.99];

export const tones: Readonly<Record<ToneName, Tone>> = {
  'ringing-in': {
    frequencies: ring,
    cadence: [0.35, 0.2, 0.35, 2.1],
    level: 0.25,
    isRepeated: true,
  },
  // Where a server tells calls apart (Alert-Info): once for one from inside, short-short-long for one that is special, hurried for an urgent one.
  'ringing-internal': { frequencies: ring, cadence: [0.5, 2.5], level: 0.25, isRepeated: true },
  'ringing-distinct': {
    frequencies: ring,
    cadence: [0.15, 0.15, 0.15, 0.15, 0.5, 1.9],
    level: 0.25,
    isRepeated: true,
  },
  'ringing-urgent': {
    frequencies: ring,
    cadence: [0.2, 0.1, 0.2, 0.1, 0.2, 0.1, 0.2, 0.9],
    level: 0.25,
    isRepeated: true,
  },
  ringback: { frequencies: [425], cadence: [1, 4], level: 0.12, isRepeated: true },
  busy: { frequencies: [425], cadence: [0.5, 0.5, 0.5, 0.5, 0.5, 0.5], level: 0.12, isRepeated: false },
  'call-waiting': { frequencies: [425], cadence: [0.2, 0.2, 0.2, 9.4], level: 0.1, isRepeated: true },
  // One beep more: somebody else waits too.
  'calls-waiting': {
    frequencies: [425],
    cadence: [0.2, 0.2, 0.2, 0.2, 0.2, 9],
    level: 0.1,
    isRepeated: true,
  },
};

export interface TonePlayer {
  /** Plays the tone instead of the one that plays; undefined: silence. The same tone again goes on. */
  play(name: ToneName | undefined): void;
  /** Where ringing is heard; empty: the system's choice. Ignored where the browser can't. */
  useOutput(deviceId: string): void;
  stop(): void;
}

/** An audio context that can choose its loudspeaker, where Chromium can. */
export type ToneContext = AudioContext & { setSinkId?: (id: string) => Promise<void> };

/** Seconds over which a tone fades in and out, so that it doesn't click. */
const fade = 0.01;

/** A cadence's on and off times within one round: when the level is up and when it is down. */
export function cadenceSteps(cadence: readonly number[]): {
  readonly at: number;
  readonly isOn: boolean;
}[] {
  let at = 0;
  return cadence.map((length, index) => {
    const step = { at, isOn: index % 2 === 0 };
    at += length;
    return step;
  });
}

/** Makes tones out of oscillators: there are no sound files. The context is made at the first tone. */
export function createTones(createContext: () => ToneContext = () => new AudioContext()): TonePlayer {
  let context: ToneContext | undefined;
  let playing: { readonly name: ToneName; readonly end: () => void } | undefined;
  let sinkId = '';

  const applyOutput = (): void => {
    context?.setSinkId?.(sinkId).catch(() => undefined);
  };
  const silence = (): void => {
    playing?.end();
    playing = undefined;
  };
  return {
    play(name) {
      if (name === playing?.name) return;
      silence();
      if (name === undefined) return;
      if (!context) {
        context = createContext();
        applyOutput();
      }
      void context.resume();
      playing = { name, end: sound(context, tones[name]) };
    },
    useOutput(deviceId) {
      sinkId = deviceId;
      applyOutput();
    },
    stop() {
      silence();
      void context?.close();
      context = undefined;
    },
  };
}

/** Starts a tone; gives the function that ends it. */
function sound(context: AudioContext, tone: Tone): () => void {
  const gain = context.createGain();
  gain.gain.value = 0;
  gain.connect(context.destination);
  const oscillators = tone.frequencies.map((frequency) => {
    const oscillator = context.createOscillator();
    oscillator.frequency.value = frequency;
    oscillator.connect(gain);
    oscillator.start();
    return oscillator;
  });
  const length = tone.cadence.reduce((sum, part) => sum + part, 0);
  const level = tone.level / tone.frequencies.length;
  const schedule = (): void => {
    const start = context.currentTime + fade;
    for (const step of cadenceSteps(tone.cadence))
      gain.gain.setTargetAtTime(step.isOn ? level : 0, start + step.at, fade);
  };
  schedule();
  const timer = tone.isRepeated ? setInterval(schedule, length * 1_000) : undefined;
  return () => {
    clearInterval(timer);
    gain.gain.cancelScheduledValues(context.currentTime);
    gain.gain.setTargetAtTime(0, context.currentTime, fade);
    for (const oscillator of oscillators) oscillator.stop(context.currentTime + 8 * fade);
  };
}
