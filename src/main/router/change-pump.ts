import { CHANGE_WINDOW, type Change, type ServerFrame } from '../../shared/contract/envelope.ts';
import type { TopicName } from '../../shared/contract/topics.ts';
import type { Cancel, Clock } from '../ports/clock.port.ts';
import type { Publication } from './publication.ts';

export interface Pump {
  readonly revision: number;
  readonly snapshot: readonly Change[];
  /** The client has applied so many batches. */
  credit(batches: number): void;
  close(): void;
}

/** A frame's time: changes within it travel together; a lone change after a quiet time leaves at once. */
const TICK_MS = 16;

/** Sends one client its changes: in numbered batches, at most CHANGE_WINDOW unpaid, at most one a tick. */
export function createPump(
  publication: Publication,
  clock: Clock,
  subscribed: readonly TopicName[],
  send: (frame: ServerFrame) => void,
): Pump {
  let revision = 0;
  let unpaid = 0;
  let lastSentMs = -Infinity;
  let timer: Cancel | undefined;
  let hasMore = false;

  const flush = () => {
    timer = undefined;
    if (unpaid >= CHANGE_WINDOW) return;
    const changes = feed.take();
    hasMore = changes.length > 0;
    if (!hasMore) return;
    revision += 1;
    unpaid += 1;
    lastSentMs = clock.monotonic();
    send({ t: 'changes', revision, changes: [...changes] });
    // More may be waiting than fits one batch; asking again costs nothing when not.
    schedule();
  };
  const schedule = () => {
    if (timer || unpaid >= CHANGE_WINDOW) return;
    timer = clock.after(Math.max(0, lastSentMs + TICK_MS - clock.monotonic()), flush);
  };

  const { snapshot, feed } = publication.open(subscribed, schedule);
  return {
    revision,
    snapshot,
    credit(batches) {
      unpaid = Math.max(0, unpaid - batches);
      schedule();
    },
    close() {
      timer?.();
      feed.close();
    },
  };
}
