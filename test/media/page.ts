/// <reference lib="dom" />
import type { MediaStats, MediaTask } from '../../src/shared/domain/call.ts';
import type { CallId } from '../../src/shared/domain/ids.ts';
import { createConferenceMixer } from '../../src/renderer/media/conference-mixer.ts';
import { createDirectSession } from '../../src/renderer/media/direct-session.ts';
import { createMediaAgent } from '../../src/renderer/media/media-agent.ts';
import { createMediaSession } from '../../src/renderer/media/media-session.ts';
import { createMicrophone } from '../../src/renderer/media/microphone.ts';

/** What the test's Node side hands in, and what it calls. */
export interface PageSide {
  answered(callId: string, revision: number, sdp: string): void;
  failed(callId: string, revision: number, code: string): void;
}
export interface MediaPageApi {
  reconcile(tasks: readonly MediaTask[]): void;
  stats(callId: CallId): Promise<MediaStats | undefined>;
  /** The loudest frequency in what the page plays, Hz, and its level in dB; undefined while nothing plays. */
  loudest(): { readonly frequency: number; readonly level: number } | undefined;
}

const page = globalThis as unknown as PageSide & { media: MediaPageApi };
let analyser: { readonly node: AnalyserNode; readonly stream: MediaProvider } | undefined;

const agent = createMediaAgent({
  // The raw sound: noise suppression takes a steady tone for noise, rightly.
  microphone: createMicrophone(navigator.mediaDevices, {
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
  }),
  mixer: createConferenceMixer(),
  createSession: () => createMediaSession(),
  createDirectSession: (task) => createDirectSession(task),
  answered: (callId, revision, sdp) => page.answered(callId, revision, sdp),
  failed: (callId, revision, code) => page.failed(callId, revision, code),
  after(ms, fn) {
    const timer = setTimeout(fn, ms);
    return () => clearTimeout(timer);
  },
});

function listen(): AnalyserNode | undefined {
  const stream = document.querySelector('audio')?.srcObject;
  if (!(stream instanceof MediaStream)) return undefined;
  if (analyser?.stream !== stream) {
    const context = new AudioContext({ sampleRate: 48_000 });
    const node = context.createAnalyser();
    node.fftSize = 16_384;
    node.smoothingTimeConstant = 0;
    context.createMediaStreamSource(stream).connect(node);
    analyser = { node, stream };
  }
  return analyser.node;
}

page.media = {
  reconcile: (tasks) => agent.reconcile(tasks),
  stats: (callId) => agent.stats(callId),
  loudest() {
    const node = listen();
    if (!node) return undefined;
    const levels = new Float32Array(node.frequencyBinCount);
    node.getFloatFrequencyData(levels);
    const bin = levels.reduce(
      (best, level, index) => (level > (levels[best] ?? -Infinity) ? index : best),
      0,
    );
    return { frequency: (bin * 48_000) / node.fftSize, level: levels[bin] ?? -Infinity };
  },
};
