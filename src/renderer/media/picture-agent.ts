import type { MediaTask } from '../../shared/domain/call.ts';
import type { CallId } from '../../shared/domain/ids.ts';
import { CallPicture } from './call-picture.ts';
import type { PictureBoard } from './picture-board.ts';

/** Why a picture can't be sent: the codes `media/failed` takes. */
export type PictureFailure = 'media.no-camera' | 'media.permission-denied' | 'media.failed';

export interface PictureAgentPorts {
  /** The camera's stream, or that of the slides beside it. */
  readonly stream: 'video' | 'slides';
  readonly board: PictureBoard;
  readonly createConnection: () => RTCPeerConnection;
  /** Rejects as getUserMedia does. */
  readonly openCamera: () => Promise<MediaStreamTrack>;
  readonly answered: (callId: CallId, revision: number, sdp: string) => void;
  readonly failed: (callId: CallId, revision: number, code: PictureFailure) => void;
  /** Ours ended without us: the sharing was ended in the system, the camera was unplugged. */
  readonly stopped: (callId: CallId) => void;
}

/** Makes the page's pictures what main's tasks say. The voice has an agent of its own, and neither waits for the other. */
export interface PictureAgent {
  /** All tasks there are now. */
  reconcile(tasks: readonly MediaTask[]): void;
  /** Another camera was chosen: the pictures of one that runs are taken from it. */
  reopenCamera(): void;
  stop(): void;
}

export function createPictureAgent(ports: PictureAgentPorts): PictureAgent {
  const calls = new Map<CallId, CallPicture>();
  return {
    reconcile(tasks) {
      const wanted = new Map(
        tasks.flatMap((task) => {
          const picture = task[ports.stream];
          return picture ? [[task.callId, picture] as const] : [];
        }),
      );
      for (const [callId, picture] of calls) {
        if (wanted.has(callId)) continue;
        picture.close();
        calls.delete(callId);
      }
      for (const [callId, task] of wanted) {
        const picture = calls.get(callId) ?? new CallPicture(ports, callId);
        calls.set(callId, picture);
        picture.want(task);
      }
    },
    reopenCamera() {
      for (const picture of calls.values()) picture.reopenCamera();
    },
    stop() {
      for (const picture of calls.values()) picture.close();
      calls.clear();
    },
  };
}

export function createVideoConnection(): RTCPeerConnection {
  return new RTCPeerConnection({ bundlePolicy: 'max-compat', rtcpMuxPolicy: 'require', iceServers: [] });
}

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
