import type { MediaTask } from '../../shared/domain/call.ts';
import type { CallId } from '../../shared/domain/ids.ts';
import { CallPicture } from './call-picture.ts';
import type { PictureAgentPorts } from './picture-agent-ports.ts';

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
