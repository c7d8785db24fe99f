import type { Bridge } from '../bridge/bridge.ts';
import { soleKey } from '../bridge/entity-store.ts';
import { openCamera } from './camera.ts';
import { createPictureAgent, createVideoConnection } from './picture-agent.ts';
import type { PictureBoard } from './picture-board.ts';

/**
 * Runs the pictures of calls from main's topics `media` and `settings`, in the window that draws them: a picture cannot cross
 * from one page to another. Returns the function that ends it.
 */
export function connectPictures({ store, call }: Bridge, board: PictureBoard): () => void {
  let cameraId = store.get('settings', soleKey)?.cameraId ?? '';
  const agents = (['video', 'slides'] as const).map((stream) =>
    createPictureAgent({
      board,
      stream,
      createConnection: createVideoConnection,
      openCamera: () => openCamera(navigator.mediaDevices, cameraId),
      answered: (callId, revision, sdp) => void call('media/answered', { callId, revision, sdp, stream }),
      failed: (callId, revision, code) => void call('media/failed', { callId, revision, code, stream }),
      stopped: (callId) =>
        void (stream === 'video' && store.get('media', callId)?.video?.source !== 'screen'
          ? call('calls/set-video', { callId })
          : call('calls/share', { callId, isOn: false })),
    }),
  );
  const readTasks = (): void => {
    const tasks = [...store.all('media').values()];
    for (const agent of agents) agent.reconcile(tasks);
  };
  const readCamera = (): void => {
    const chosen = store.get('settings', soleKey)?.cameraId ?? cameraId;
    if (chosen === cameraId) return;
    cameraId = chosen;
    for (const agent of agents) agent.reopenCamera();
  };
  const stops = [
    store.subscribe('media', undefined, readTasks),
    store.subscribe('settings', soleKey, readCamera),
  ];
  readTasks();
  return () => {
    for (const stop of stops) stop();
    for (const agent of agents) agent.stop();
  };
}
