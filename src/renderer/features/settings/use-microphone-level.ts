import { useEffect, useEffectEvent, useState } from 'react';

/** How loud the microphone is, 0 to 1, while `isOn`. It is opened for the test alone and closed after it. */
export function useMicrophoneLevel(
  deviceId: string,
  isOn: boolean,
  onFailed: (error: Error) => void,
): number {
  const [level, setLevel] = useState(0);
  const failed = useEffectEvent(onFailed);
  useEffect(() => {
    if (!isOn) return;
    let stop: (() => void) | undefined;
    let isOver = false;
    const audio = deviceId === '' ? true : { deviceId: { exact: deviceId } };
    navigator.mediaDevices.getUserMedia({ audio }).then(
      (stream) => {
        stop = measure(stream, setLevel);
        if (isOver) stop();
      },
      (error: unknown) => {
        if (!isOver) failed(error as Error);
      },
    );
    return () => {
      isOver = true;
      stop?.();
      setLevel(0);
    };
  }, [deviceId, isOn]);
  return level;
}

/** Reads the level each frame; −60 dB and below are 0, full scale is 1. */
function measure(stream: MediaStream, onLevel: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let frame = requestAnimationFrame(function read() {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    onLevel(Math.min(1, Math.max(0, 1 + (10 * Math.log10(power + 1e-9)) / 60)));
    frame = requestAnimationFrame(read);
  });
  return () => {
    cancelAnimationFrame(frame);
    for (const track of stream.getTracks()) track.stop();
    void context.close();
  };
}
