import type { CallId } from '../../shared/domain/ids.ts';

/** What a call has to show. */
export interface Pictures {
  /** Theirs. */
  readonly remote?: MediaStream | undefined;
  /** Ours, as it is sent. */
  readonly own?: MediaStream | undefined;
  /** Their slides, and ours. */
  readonly slides?: MediaStream | undefined;
  readonly ownSlides?: MediaStream | undefined;
}

/** The pictures of all calls, where the agent puts them and the window draws them from. */
export interface PictureBoard {
  /** The same object until something of it changes. */
  of(callId: CallId): Pictures;
  set(callId: CallId, change: Pictures): void;
  subscribe(listener: () => void): () => void;
  /** Asks for a screen or window to show: only right after a click. False: none was chosen. */
  chooseScreen(): Promise<boolean>;
  /** What was chosen, once. */
  takeScreen(): MediaStreamTrack | undefined;
}

export type ScreenChooser = () => Promise<MediaStreamTrack | undefined>;

const nothing: Pictures = {};

export function createPictureBoard(choose: ScreenChooser = chooseScreen): PictureBoard {
  const pictures = new Map<CallId, Pictures>();
  const listeners = new Set<() => void>();
  let chosen: MediaStreamTrack | undefined;
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    of: (callId) => pictures.get(callId) ?? nothing,
    set(callId, change) {
      const next = { ...pictures.get(callId), ...change };
      if (Object.values(next).some((stream) => stream !== undefined)) pictures.set(callId, next);
      else pictures.delete(callId);
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async chooseScreen() {
      chosen?.stop();
      chosen = await choose();
      return chosen !== undefined;
    },
    takeScreen() {
      const track = chosen;
      chosen = undefined;
      return track;
    },
  };
}

/** The system's own picker; pictures of slides need sharpness more than speed. */
async function chooseScreen(): Promise<MediaStreamTrack | undefined> {
  try {
    const wanted = { video: { frameRate: { ideal: 8, max: 15 } }, audio: false };
    const [track] = (await navigator.mediaDevices.getDisplayMedia(wanted)).getVideoTracks();
    return track;
  } catch {
    return undefined;
  }
}
