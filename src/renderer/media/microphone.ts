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
}

export function createMicrophone(
  recorder: Recorder,
  processing: VoiceProcessing = defaultProcessing,
): Microphone {
  let deviceId = '';
  let opening: Promise<MediaStream> | undefined;

  const open = async (): Promise<MediaStream> => {
    const wanted = { ...processing, channelCount: 1 };
    if (deviceId === '') return recorder.getUserMedia({ audio: wanted });
    try {
      return await recorder.getUserMedia({ audio: { ...wanted, deviceId: { exact: deviceId } } });
    } catch (error) {
      // The chosen device was unplugged: the call goes on with another one.
      if (!isMissingDevice(error)) throw error;
      return recorder.getUserMedia({ audio: wanted });
    }
  };
  const release = (): void => {
    void opening?.then(stopTracks, () => undefined);
    opening = undefined;
  };
  return {
    async prepare() {
      opening ??= open();
      const mine = opening;
      try {
        const [track] = (await mine).getAudioTracks();
        if (track?.readyState === 'live') return track;
      } catch (error) {
        if (opening === mine) opening = undefined;
        throw error;
      }
      // The device went away since: the next attempt opens anew.
      if (opening === mine) opening = undefined;
      throw new DOMException('the microphone ended', 'NotFoundError');
    },
    select(next) {
      if (next === deviceId) return;
      deviceId = next;
      release();
    },
    release,
  };
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function isMissingDevice(error: unknown): boolean {
  return (
    error instanceof DOMException && (error.name === 'OverconstrainedError' || error.name === 'NotFoundError')
  );
}
