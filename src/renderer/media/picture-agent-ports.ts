import type { CallId } from '../../shared/domain/ids.ts';
import type { PictureFailure } from './camera.ts';
import type { PictureBoard } from './picture-board.ts';

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
