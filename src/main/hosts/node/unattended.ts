import { createContractClient, type EntityChange } from '../../../shared/contract/client.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { AppFace } from '../../ports/host.port.ts';
import type { AppObserver } from '../../app/observer.ts';
import { createMemoryPair } from '../../app/memory-wire.ts';

/** No change for this long after the contacts were shown: the start has settled. */
const SETTLED_MS = 1000;

/**
 * What unattended mode writes to stdout: one JSON object a line, `t` in ms since the process started
 * (docs/unattended.md). It watches the app through the same contract as any client.
 */
export interface Marks {
  readonly observer: AppObserver;
  control(url: string, token: string): void;
  /** A page of an identity provider is to be shown; nobody here shows it. */
  signOn(page: { readonly url: string; readonly place: string }): void;
  /** A link that another program was to open; none does here. */
  opened(url: string): void;
  follow(face: AppFace): void;
}

export function createMarks(isOn: boolean, clock: Clock): Marks {
  const startedAt = clock.monotonic() - process.uptime() * 1000;
  const mark = (name: string, facts: Record<string, unknown> = {}) => {
    if (isOn)
      process.stdout.write(
        `${JSON.stringify({ t: Math.round((clock.monotonic() - startedAt) * 10) / 10, mark: name, ...facts })}\n`,
      );
  };
  const settle = watchSettling(clock, () => mark('settled'));
  return {
    observer: {
      painted(report) {
        if (report.what === 'window') mark('window');
        if (report.what === 'message') mark('message-shown', { id: report.key });
        if (report.what === 'contacts') {
          mark('contacts-shown', { count: report.count ?? 0 });
          settle.arm();
        }
      },
      fault: (message) => mark('fault', { message }),
      rtpSent: (callId) => mark('rtp-sent', { id: callId }),
    },
    control: (url, token) => mark('control', { url, token }),
    signOn: ({ url, place }) => mark('sign-on', { url, place }),
    opened: (url) => mark('opened', { url }),
    follow(face) {
      if (!isOn) return;
      const { wire, carrier } = createMemoryPair();
      face.attach(carrier, 'control');
      const client = createContractClient(wire);
      const report = markChanges(mark);
      const onChanges = (changes: readonly EntityChange[]) => {
        settle.touch();
        for (const change of changes) report(change);
      };
      void client.subscribe(['session', 'services', 'contacts', 'conversations', 'calls'], {
        snapshot: onChanges,
        changes: onChanges,
      });
    },
  };
}

/** Turns entity changes into marks, each said once a change of state. */
function markChanges(
  mark: (name: string, facts?: Record<string, unknown>) => void,
): (change: EntityChange) => void {
  const callStates = new Map<string, string>();
  const online = new Set<string>();
  let lastPhase = '';
  return (change) => {
    if (change.topic === 'services' && change.value) {
      const isOnline = change.value.state === 'online';
      const wasOnline = online.has(change.key);
      if (isOnline && !wasOnline) {
        online.add(change.key);
        if (change.key === 'chat') mark('session', { server: change.value.server });
        if (change.key === 'phone') mark('registered', { server: change.value.server });
      }
      if (!isOnline && wasOnline) {
        online.delete(change.key);
        mark('service-lost', { service: change.key, state: change.value.state });
      }
    }
    if (change.topic === 'session' && change.value) {
      const phase = change.value.phase;
      if (phase !== lastPhase)
        mark('phase', {
          phase,
          ...(change.value.phase === 'signed-out' &&
            change.value.error && { error: change.value.error.code }),
        });
      lastPhase = phase;
    }
    if (change.topic === 'calls' && change.value && callStates.get(change.key) !== change.value.state) {
      callStates.set(change.key, change.value.state);
      mark('call', { id: change.key, state: change.value.state, direction: change.value.direction });
    }
  };
}

function watchSettling(clock: Clock, onSettled: () => void): { arm(): void; touch(): void } {
  let state: 'idle' | 'armed' | 'done' = 'idle';
  let cancel: (() => void) | undefined;
  const restart = () => {
    cancel?.();
    cancel = clock.after(SETTLED_MS, () => {
      state = 'done';
      onSettled();
    });
  };
  return {
    arm() {
      if (state !== 'idle') return;
      state = 'armed';
      restart();
    },
    touch() {
      if (state === 'armed') restart();
    },
  };
}
