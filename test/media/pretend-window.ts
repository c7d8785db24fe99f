import { encodeG711, decodeG711 } from '../../lab/embedded/media/g711.ts';
import { readRtp, writeRtp } from '../../lab/embedded/media/rtp.ts';
import { ToneSource, toneShare } from '../../lab/embedded/media/tone.ts';
import type { MediaTask } from '../../src/shared/domain/call.ts';
import { type LoopbackRenderer, startLoopbackRenderer } from './loopback-renderer.ts';

/** The media window's part without a browser: answers a task, plays a tone as PCMU, and listens. */
export interface PretendWindow {
  /** How much of the last 200 ms heard was this tone, 0 to 1. */
  hears(hz: number): number;
  /** Forgets what was heard. */
  forget(): void;
  /** As a page that is gone: no goodbye. */
  close(): void;
}

const FRAME = 160;

/** Connects to the gateway of the task; `answered` is given the answer, as `media/answered` would be. */
export async function pretendWindow(
  task: MediaTask,
  answered: (sdp: string) => Promise<unknown>,
  hz = 1_000,
): Promise<PretendWindow> {
  const renderer = await startLoopbackRenderer(task.offerSdp);
  await answered(renderer.answer());
  // As a browser does: asked again where a busy machine has not answered in time.
  let isAnswered = await renderer.check();
  for (let more = 0; !isAnswered && more < 50; more += 1) isAnswered = await renderer.check();
  if (!isAnswered) throw new Error('the gateway did not answer our check');
  await renderer.handshake();
  const stop = play(renderer, hz);
  let from = 0;
  return {
    hears(wanted) {
      const frames = renderer.received
        .slice(Math.max(from, renderer.received.length - 10))
        .flatMap((packet) => {
          const rtp = readRtp(packet);
          return rtp?.payloadType === 0 ? [...decodeG711('PCMU', rtp.payload)] : [];
        });
      return frames.length < 8 * FRAME ? 0 : toneShare(Int16Array.from(frames), wanted);
    },
    forget: () => void (from = renderer.received.length),
    close() {
      stop();
      renderer.close();
    },
  };
}

function play(renderer: LoopbackRenderer, hz: number): () => void {
  const source = new ToneSource(hz);
  const startedAt = performance.now();
  let frames = 0;
  const timer = setInterval(() => {
    for (const due = Math.floor((performance.now() - startedAt) / 20); frames < due; frames += 1)
      renderer.sendRtp(
        writeRtp({
          payloadType: 0,
          hasMarker: frames === 0,
          sequence: frames & 0xffff,
          timestamp: frames * FRAME,
          ssrc: 77,
          payload: encodeG711('PCMU', source.next(FRAME)),
        }),
      );
  }, 10);
  return () => clearInterval(timer);
}
