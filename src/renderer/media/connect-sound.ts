import type { Bridge } from '../bridge/bridge.ts';
import { soleKey } from '../bridge/entity-store.ts';
import { createConferenceMixer } from './conference-mixer.ts';
import { createDirectSession } from './direct-session.ts';
import { createMediaAgent } from './media-agent.ts';
import { browserParts, createMediaSession } from './media-session.ts';
import { createMicrophone } from './microphone.ts';

const statsEveryMs = 1_000;

/**
 * Runs the sound of calls from main's topics `media` and `settings`, in the one page that holds it (topic `soundPlace`).
 * Returns the function that ends it.
 */
export function connectSound(bridge: Bridge): () => void {
  const { store, call } = bridge;
  const agent = createMediaAgent({
    microphone: createMicrophone(navigator.mediaDevices),
    mixer: createConferenceMixer(),
    createSession: () => createMediaSession(browserParts),
    createDirectSession: (task) => createDirectSession(task),
    answered: (callId, revision, sdp) => void call('media/answered', { callId, revision, sdp }),
    failed: (callId, revision, code) => void call('media/failed', { callId, revision, code }),
    after(ms, fn) {
      const timer = setTimeout(fn, ms);
      return () => clearTimeout(timer);
    },
  });
  const readDevices = (): void => {
    const settings = store.get('settings', soleKey);
    if (settings) agent.useDevices(settings);
  };
  const readTasks = (): void => agent.reconcile([...store.all('media').values()]);
  const report = async (): Promise<void> => {
    for (const { callId } of store.all('media').values()) {
      const stats = await agent.stats(callId);
      if (stats) void call('media/stats', { callId, stats });
    }
  };
  const stops = [
    store.subscribe('media', undefined, readTasks),
    store.subscribe('settings', soleKey, readDevices),
  ];
  const timer = setInterval(() => void report(), statsEveryMs);
  readDevices();
  readTasks();
  return () => {
    clearInterval(timer);
    for (const stop of stops) stop();
    agent.stop();
  };
}
