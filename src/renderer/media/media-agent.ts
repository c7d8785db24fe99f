import type { MediaStats, MediaTask } from '../../shared/domain/call.ts';
import type { CallId } from '../../shared/domain/ids.ts';
import { CallMedia } from './call-media.ts';
import type { ConferenceMixer } from './conference-mixer.ts';
import type { DirectSession, DirectTask } from './direct-session.ts';
import type { MediaSession } from './media-session.ts';
import { readMediaStats } from './media-stats.ts';
import type { Microphone } from './microphone.ts';

/** Why a task can't be done: the codes `media/failed` takes. */
export type MediaFailure = 'media.no-microphone' | 'media.permission-denied' | 'media.failed';

export interface MediaAgentPorts {
  readonly microphone: Microphone;
  readonly mixer: ConferenceMixer;
  readonly createSession: () => MediaSession;
  readonly createDirectSession: (task: DirectTask) => DirectSession;
  readonly answered: (callId: CallId, revision: number, sdp: string) => void;
  /** Said once for each revision; a later revision is tried again. */
  readonly failed: (callId: CallId, revision: number, code: MediaFailure) => void;
  /** Runs the function once after so many ms; gives the function that stops it. */
  readonly after: (ms: number, fn: () => void) => () => void;
}

export interface ChosenDevices {
  /** Empty: the system's choice. */
  readonly microphoneId: string;
  readonly speakerId: string;
}

/** Makes the page's sound what main's tasks say, whatever it was before: a reloaded page starts over from the same tasks. */
export interface MediaAgent {
  /** All tasks there are now. A call without a task is over. */
  reconcile(tasks: readonly MediaTask[]): void;
  /** Devices for running and coming calls; running ones change without a gap. */
  useDevices(devices: ChosenDevices): void;
  /** Opens the microphone ahead of a call that is likely. Rejects nothing: what is wrong shows when a call needs it. */
  prepare(): void;
  stats(callId: CallId): Promise<MediaStats | undefined>;
  stop(): void;
}

/** The microphone stays open this long after the last call: the next one may come at once, the recording sign may not stay. */
const lingerMs = 10_000;

export function createMediaAgent(ports: MediaAgentPorts): MediaAgent {
  const calls = new Map<CallId, CallMedia>();
  let devices: ChosenDevices = { microphoneId: '', speakerId: '' };
  let stopLinger = (): void => undefined;

  const releaseLater = (): void => {
    stopLinger();
    stopLinger = ports.after(lingerMs, () => {
      if (calls.size === 0) ports.microphone.release();
    });
  };
  const refreshMicrophone = (): void => {
    for (const call of calls.values()) call.refreshMicrophone();
  };
  ports.microphone.onEnded(refreshMicrophone);

  return {
    reconcile(tasks) {
      const wanted = new Set(tasks.map((task) => task.callId));
      for (const [callId, call] of calls) {
        if (wanted.has(callId)) continue;
        call.close();
        calls.delete(callId);
        if (calls.size === 0) releaseLater();
      }
      for (const task of tasks) {
        const call = calls.get(task.callId) ?? new CallMedia(ports, devices.speakerId);
        calls.set(task.callId, call);
        call.want(task);
      }
      if (calls.size > 0) stopLinger();
    },
    useDevices(next) {
      const previous = devices;
      devices = next;
      ports.microphone.select(next.microphoneId);
      if (next.microphoneId !== previous.microphoneId) refreshMicrophone();
      if (next.speakerId === previous.speakerId) return;
      for (const call of calls.values()) call.useOutput(next.speakerId);
    },
    prepare() {
      ports.microphone.prepare().catch(() => undefined);
      if (calls.size === 0) releaseLater();
    },
    async stats(callId) {
      const report = await calls.get(callId)?.report();
      return report && readMediaStats(report);
    },
    stop() {
      stopLinger();
      for (const call of calls.values()) call.close();
      calls.clear();
      ports.microphone.release();
    },
  };
}
