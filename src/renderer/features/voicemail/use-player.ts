import { useCallback, useEffect, useRef, useState } from 'react';
import type { Failure } from '../../../shared/errors/result.ts';
import { useBridge, useOnly } from '../../bridge/bridge-context.tsx';
import { soundBlob } from './voicemail-lists.ts';

export type PlayerState = 'idle' | 'loading' | 'playing' | 'paused';

export interface Player {
  readonly state: PlayerState;
  /** Milliseconds; `duration` is the sound's own once it is loaded. */
  readonly at: number;
  readonly duration: number | undefined;
  readonly failure: Failure | undefined;
  toggle(): void;
  seek(ms: number): void;
  setSpeed(speed: number): void;
}

/** Plays one message; give its component a `key` of the message. The first sound of a new message makes it heard. */
export function usePlayer(id: string, isRead: boolean, isAutomatic: boolean): Player {
  const { call } = useBridge();
  const speaker = useOnly('settings')?.speakerId;
  const audio = useRef<HTMLAudioElement>(undefined);
  const [state, setState] = useState<PlayerState>('idle');
  const [at, setAt] = useState(0);
  const [duration, setDuration] = useState<number>();
  const [failure, setFailure] = useState<Failure>();
  const speed = useRef(1);

  const load = useCallback(async () => {
    setState('loading');
    setFailure(undefined);
    const sound = await call('voicemail/sound', { id });
    if (!sound.ok) {
      setState('idle');
      setFailure(sound.error);
      return;
    }
    const element = new Audio(URL.createObjectURL(soundBlob(sound.value)));
    audio.current = element;
    element.playbackRate = speed.current;
    element.addEventListener('timeupdate', () => setAt(element.currentTime * 1_000));
    element.addEventListener('durationchange', () => {
      if (Number.isFinite(element.duration)) setDuration(element.duration * 1_000);
    });
    element.addEventListener('play', () => setState('playing'));
    element.addEventListener('pause', () => setState('paused'));
    element.addEventListener('error', () => {
      setState('idle');
      setFailure({ code: 'voicemail.no-sound' });
      audio.current = undefined;
    });
    // A device that is gone leaves the system's own.
    if (speaker) await element.setSinkId(speaker).catch(() => undefined);
    await element.play().catch(() => undefined);
  }, [call, id, speaker]);

  useEffect(() => {
    if (isAutomatic) void load();
    return () => {
      const element = audio.current;
      audio.current = undefined;
      if (!element) return;
      element.pause();
      URL.revokeObjectURL(element.src);
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once a message: another device must not start it over
  }, []);

  useEffect(() => {
    if (state === 'playing' && !isRead) void call('voicemail/mark-read', { id, isRead: true });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- marked unread while it plays, it stays so
  }, [state === 'playing']);

  return {
    state,
    at,
    duration,
    failure,
    toggle() {
      const element = audio.current;
      if (!element) void load();
      else if (element.paused) void element.play().catch(() => undefined);
      else element.pause();
    },
    seek(ms) {
      setAt(ms);
      if (audio.current) audio.current.currentTime = ms / 1_000;
    },
    setSpeed(next) {
      speed.current = next;
      if (audio.current) audio.current.playbackRate = next;
    },
  };
}
