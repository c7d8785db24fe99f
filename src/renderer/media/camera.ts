/** Why a picture can't be sent: the codes `media/failed` takes. */
export type PictureFailure = 'media.no-camera' | 'media.permission-denied' | 'media.failed';

/** 720 lines where the camera has them; what is sent follows the rate. Without a device the system chooses. */
export async function openCamera(
  recorder: Pick<MediaDevices, 'getUserMedia'>,
  deviceId = '',
): Promise<MediaStreamTrack> {
  const wanted = {
    // One that is gone is no reason to show nothing.
    ...(deviceId !== '' && { deviceId: { ideal: deviceId } }),
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30, max: 30 },
  };
  const [track] = (await recorder.getUserMedia({ video: wanted })).getVideoTracks();
  if (!track) throw new DOMException('no video track', 'NotFoundError');
  return track;
}

/** Why a camera could not be had. */
export function pictureFailureOf(error: unknown): PictureFailure {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'media.permission-denied';
  return ['NotFoundError', 'NotReadableError', 'OverconstrainedError'].includes(name)
    ? 'media.no-camera'
    : 'media.failed';
}
