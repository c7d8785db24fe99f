/** One microphone, loudspeaker or camera, for a list. */
export interface MediaDevice {
  readonly id: string;
  /** Empty before the microphone was granted. */
  readonly label: string;
}

export interface DeviceList {
  readonly microphones: readonly MediaDevice[];
  readonly speakers: readonly MediaDevice[];
  readonly cameras: readonly MediaDevice[];
}

export type DeviceSource = Pick<
  MediaDevices,
  'enumerateDevices' | 'addEventListener' | 'removeEventListener'
>;

/** The devices there are now. `default` and `communications`, Chromium's names for the system's choice, are left out: that is the empty id here. */
export async function listDevices(source: DeviceSource): Promise<DeviceList> {
  const devices = await source.enumerateDevices();
  const pick = (kind: MediaDeviceKind): MediaDevice[] =>
    devices
      .filter(
        (device) => device.kind === kind && !['', 'default', 'communications'].includes(device.deviceId),
      )
      .map((device) => ({ id: device.deviceId, label: device.label }));
  return { microphones: pick('audioinput'), speakers: pick('audiooutput'), cameras: pick('videoinput') };
}

/** Gives the list now and after each change; returns the function that stops. */
export function watchDevices(source: DeviceSource, listener: (list: DeviceList) => void): () => void {
  let isStopped = false;
  const tell = (): void => {
    void listDevices(source).then((list) => {
      if (!isStopped) listener(list);
    });
  };
  source.addEventListener('devicechange', tell);
  tell();
  return () => {
    isStopped = true;
    source.removeEventListener('devicechange', tell);
  };
}
