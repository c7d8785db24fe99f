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
  /** Of all that was heard so far, and what of it had to be made up; in samples. */
  samples(): Promise<{ readonly concealed: number; readonly total: number }>;
  /** Calls from the page to itself, both ends heard: what they take without us. */
  talkToItself(calls: number): Promise<void>;
  /** The loudest frequency in what the page plays, Hz, and its level in dB; undefined while nothing plays. */
  loudest(): { readonly frequency: number; readonly level: number } | undefined;
}

const page = globalThis as unknown as PageSide & { media: MediaPageApi };
let analyser: { readonly node: AnalyserNode; readonly stream: MediaProvider } | undefined;

const connections = new Set<RTCPeerConnection>();
/** The product's own connections too, so that their numbers can be read. */
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections.add(this);
  }
};

/** Sound as it is: noise suppression takes a steady tone for noise, rightly. */
const RAW = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

async function callItself(): Promise<void> {
  const ends = [new RTCPeerConnection(), new RTCPeerConnection()] as const;
  const [caller, called] = ends;
  const stream = await navigator.mediaDevices.getUserMedia({ audio: RAW });
  for (const [end, other] of [ends, ends.toReversed()] as const) {
    end?.addEventListener(
      'icecandidate',
      ({ candidate }) => void other?.addIceCandidate(candidate ?? undefined),
    );
    end?.addEventListener('track', ({ track }) => {
      const speaker = new Audio();
      speaker.srcObject = new MediaStream([track]);
      void speaker.play();
    });
    for (const track of stream.getTracks()) end?.addTrack(track, stream);
  }
  await caller.setLocalDescription();
  await called.setRemoteDescription(caller.localDescription as RTCSessionDescription);
  await called.setLocalDescription();
  await caller.setRemoteDescription(called.localDescription as RTCSessionDescription);
}

const agent = createMediaAgent({
  microphone: createMicrophone(navigator.mediaDevices, RAW),
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
  async samples() {
    let [concealed, total] = [0, 0];
    for (const connection of connections)
      for (const [, entry] of await connection.getStats()) {
        if (entry.type !== 'inbound-rtp') continue;
        concealed += entry.concealedSamples ?? 0;
        total += entry.totalSamplesReceived ?? 0;
      }
    return { concealed, total };
  },
  async talkToItself(calls) {
    for (let call = 0; call < calls; call += 1) await callItself();
  },
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
