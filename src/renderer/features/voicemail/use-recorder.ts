import { useEffect, useRef, useState } from 'react';
import type { Failure } from '../../../shared/errors/result.ts';
import { useOnly } from '../../bridge/bridge-context.tsx';
import { encodeWav, WAV_RATE } from './encode-wav.ts';

/** A server's mailbox ends messages about there; the contract takes four minutes. */
const LONGEST_MS = 3 * 60_000;

export type Recording =
  | { readonly state: 'none' }
  | { readonly state: 'asking' }
  | { readonly state: 'running' }
  | { readonly state: 'done'; readonly wav: Uint8Array<ArrayBuffer>; readonly url: string };

export interface Recorder {
  readonly recording: Recording;
  readonly failure: Failure | undefined;
  begin(): void;
  end(): void;
  /** Away with it. */
  clear(): void;
}

/** Records by the chosen microphone; what comes of it is a WAVE file. Leaving the dialog lets go of the microphone. */
export function useRecorder(): Recorder {
  const microphoneId = useOnly('settings')?.microphoneId;
  const [recording, setRecording] = useState<Recording>({ state: 'none' });
  const [failure, setFailure] = useState<Failure>();
  const recorder = useRef<MediaRecorder>(undefined);
  const isGone = useRef(false);
  const end = () => recorder.current?.state === 'recording' && recorder.current.stop();
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
      if (recorder.current?.state === 'recording') recorder.current.stop();
    };
  }, []);
  useEffect(() => {
    if (recording.state !== 'done') return;
    return () => URL.revokeObjectURL(recording.url);
  }, [recording]);
  const begin = async () => {
    setFailure(undefined);
    setRecording({ state: 'asking' });
    try {
      const audio = microphoneId ? { deviceId: { ideal: microphoneId } } : true;
      const stream = await navigator.mediaDevices.getUserMedia({ audio });
      recorder.current = recordStream(stream, (wav) => {
        if (isGone.current) return;
        if (!wav) return failed(new DOMException('', 'EncodingError'));
        const url = URL.createObjectURL(new Blob([wav], { type: 'audio/wav' }));
        setRecording({ state: 'done', wav, url });
      });
      if (isGone.current) return end();
      setRecording({ state: 'running' });
    } catch (error) {
      failed(error);
    }
  };
  const failed = (error: unknown) => {
    if (isGone.current) return;
    const isDenied = error instanceof DOMException && error.name === 'NotAllowedError';
    setFailure({ code: isDenied ? 'media.permission-denied' : 'media.no-microphone' });
    setRecording({ state: 'none' });
  };
  return {
    recording,
    failure,
    begin: () => void begin(),
    end,
    clear: () => setRecording({ state: 'none' }),
  };
}

/** Runs until it is stopped, or is long enough; then the microphone is let go of, and the sound is there, or nothing of it. */
function recordStream(
  stream: MediaStream,
  onEnd: (wav: Uint8Array<ArrayBuffer> | undefined) => void,
): MediaRecorder {
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  const timer = setTimeout(() => recorder.stop(), LONGEST_MS);
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  recorder.addEventListener('stop', () => {
    clearTimeout(timer);
    for (const track of stream.getTracks()) track.stop();
    toWav(new Blob(parts, { type: recorder.mimeType })).then(onEnd, () => onEnd(undefined));
  });
  recorder.start();
  return recorder;
}

async function toWav(recorded: Blob): Promise<Uint8Array<ArrayBuffer>> {
  // Decoding into a context of this rate is the resampling.
  const context = new OfflineAudioContext(1, 1, WAV_RATE);
  const sound = await context.decodeAudioData(await recorded.arrayBuffer());
  return encodeWav(sound.getChannelData(0));
}
