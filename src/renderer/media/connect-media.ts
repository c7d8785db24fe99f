import type { Bridge } from '../bridge/bridge.ts';
import { soleKey } from '../bridge/entity-store.ts';
import { createConferenceMixer } from './conference-mixer.ts';
import { createDirectSession } from './direct-session.ts';
import type { MediaAgent } from './media-agent.ts';
import { createMediaAgent } from './media-agent.ts';
import { browserParts, createMediaSession } from './media-session.ts';
import { createMicrophone } from './microphone.ts';
import { createPictureAgent, createVideoConnection } from './picture-agent.ts';
import { openCamera } from './camera.ts';
import type { PictureBoard } from './picture-board.ts';

export interface ConnectedMedia {
  readonly agent: MediaAgent;
  stop(): void;
}

const statsEveryMs = 1_000;

/** Runs the page's sound and pictures from main's topics `media` and `settings`. One page of the app does this: the one that is never reloaded. */
export function connectMedia(bridge: Bridge, board: PictureBoard): ConnectedMedia {
  const agent = createMediaAgent({
    microphone: createMicrophone(navigator.mediaDevices),
    mixer: createConferenceMixer(),
    createSession: () => createMediaSession(browserParts),
    createDirectSession: (task) => createDirectSession(task),
    answered: (callId, revision, sdp) => void bridge.call('media/answered', { callId, revision, sdp }),
    failed: (callId, revision, code) => void bridge.call('media/failed', { callId, revision, code }),
    after(ms, fn) {
      const timer = setTimeout(fn, ms);
      return () => clearTimeout(timer);
    },
  });
  let cameraId = bridge.store.get('settings', soleKey)?.cameraId ?? '';
  const pictures = (['video', 'slides'] as const).map((stream) =>
    createPictureAgent({
      board,
      stream,
      createConnection: createVideoConnection,
      openCamera: () => openCamera(navigator.mediaDevices, cameraId),
      answered: (callId, revision, sdp) =>
        void bridge.call('media/answered', { callId, revision, sdp, stream }),
      failed: (callId, revision, code) =>
        void bridge.call('media/failed', { callId, revision, code, stream }),
      stopped: (callId) =>
        void (stream === 'video' && bridge.store.get('media', callId)?.video?.source !== 'screen'
          ? bridge.call('calls/set-video', { callId })
          : bridge.call('calls/share', { callId, isOn: false })),
    }),
  );
  const readTasks = (): void => {
    const tasks = [...bridge.store.all('media').values()];
    agent.reconcile(tasks);
    for (const picture of pictures) picture.reconcile(tasks);
  };
  const readDevices = (): void => {
    const settings = bridge.store.get('settings', soleKey);
    if (!settings) return;
    agent.useDevices(settings);
    if (settings.cameraId === cameraId) return;
    cameraId = settings.cameraId;
    for (const picture of pictures) picture.reopenCamera();
  };
  const report = async (): Promise<void> => {
    for (const { callId } of bridge.store.all('media').values()) {
      const stats = await agent.stats(callId);
      if (stats) void bridge.call('media/stats', { callId, stats });
    }
  };
  const stops = [
    bridge.store.subscribe('media', undefined, readTasks),
    bridge.store.subscribe('settings', soleKey, readDevices),
  ];
  const timer = setInterval(() => void report(), statsEveryMs);
  readDevices();
  readTasks();
  return {
    agent,
    stop() {
      clearInterval(timer);
      for (const stop of stops) stop();
      agent.stop();
      for (const picture of pictures) picture.stop();
    },
  };
}
