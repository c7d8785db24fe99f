/** The part of `navigator.mediaDevices` that is used to record. */
export type Recorder = Pick<MediaDevices, 'getUserMedia'>;

/** What Chromium does to our voice before it is sent. All on, but where a measurement wants the raw sound. */
export interface VoiceProcessing {
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
}

export const defaultProcessing: VoiceProcessing = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

/** The microphone, opened once and shared: each call gets its own clone of the track, so muting one mutes no other. */
export interface Microphone {
  /** Opens it, or joins the opening under way. Call it before sound is needed: it takes 100–300 ms. Rejects as getUserMedia does. */
  prepare(): Promise<MediaStreamTrack>;
  /** Another device for what is prepared from now on; empty: the system's choice. */
  select(deviceId: string): void;
  /** Closes it; the system's recording sign goes out. Clones handed out live on. */
  release(): void;
  /** The device went away (unplugged, taken by the system). The next `prepare` opens what is there then. */
  onEnded(listener: () => void): void;
}

export function createMicrophone(
  recorder: Recorder,
  processing: VoiceProcessing = defaultProcessing,
): Microphone {
  const listeners = new Set<() => void>();
  let deviceId = '';
  let opened: Promise<MediaStreamTrack> | undefined;

  const open = async (): Promise<MediaStreamTrack> => {
    const [track] = (await openDevice(recorder, processing, deviceId)).getAudioTracks();
    if (!track) throw new DOMException('no audio track', 'NotFoundError');
    return track;
  };
  const begin = (): Promise<MediaStreamTrack> => {
    const opening = open();
    opened = opening;
    const forget = (): boolean => {
      if (opened !== opening) return false;
      opened = undefined;
      return true;
    };
    opening.then(
      (track) =>
        track.addEventListener('ended', () => {
          if (forget()) for (const listener of listeners) listener();
        }),
      forget,
    );
    return opening;
  };
  const release = (): void => {
    opened?.then(
      (track) => track.stop(),
      () => undefined,
    );
    opened = undefined;
  };
  return {
    prepare: () => opened ?? begin(),
    select(next) {
      if (next === deviceId) return;
      deviceId = next;
      release();
    },
    release,
    onEnded: (listener) => void listeners.add(listener),
  };
}

async function openDevice(
  recorder: Recorder,
  processing: VoiceProcessing,
  deviceId: string,
): Promise<MediaStream> {
  const wanted = { ...processing, channelCount: 1 };
  if (deviceId === '') return recorder.getUserMedia({ audio: wanted });
  try {
    return await recorder.getUserMedia({ audio: { ...wanted, deviceId: { exact: deviceId } } });
  } catch (error) {
    // The chosen device was unplugged: the call goes on with another one.
    const isMissing =
      error instanceof DOMException && ['OverconstrainedError', 'NotFoundError'].includes(error.name);
    if (!isMissing) throw error;
    return recorder.getUserMedia({ audio: wanted });
  }
}
