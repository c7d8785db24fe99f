import { BATCH_LIMIT, CHANGE_WINDOW, type Change, type ServerFrame } from '../../shared/contract/envelope.ts';
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
/**
 * After many changes, at once or one by one, the next batch waits longer: in a burst of messages or presence the same rows
 * change again and again, and drawing them sixty times a second costs more than everything else together. Nobody reads that
 * fast.
 */
const BURST = { changes: 16, pauseMs: 100 } as const;

/** Sends one client its changes: in numbered batches, at most CHANGE_WINDOW unpaid, at most one a tick, fewer in a burst. */
export function createPump(
  publication: Publication,
  clock: Clock,
  subscribed: readonly TopicName[],
  send: (frame: ServerFrame) => void,
): Pump {
  let revision = 0;
  let unpaid = 0;
  let nextAtMs = -Infinity;
  let timer: Cancel | undefined;
  let hasMore = false;
  let recent = 0;
  let countedAtMs = 0;

  /** Adds them to what was sent lately, which is forgotten at half the pace of a burst. */
  const isBurst = (count: number): boolean => {
    const now = clock.monotonic();
    const forgotten = ((now - countedAtMs) * BURST.changes) / (2 * BURST.pauseMs);
    countedAtMs = now;
    recent = Math.min(2 * BURST.changes, Math.max(0, recent - forgotten) + count);
    return recent >= BURST.changes;
  };
  const flush = () => {
    timer = undefined;
    if (unpaid >= CHANGE_WINDOW) return;
    const changes = feed.take();
    hasMore = changes.length > 0;
    if (!hasMore) return;
    revision += 1;
    unpaid += 1;
    // A full batch is one piece of something longer, a first contact list for instance: that goes on at once.
    const isSlower = isBurst(changes.length) && changes.length < BATCH_LIMIT;
    nextAtMs = clock.monotonic() + (isSlower ? BURST.pauseMs : TICK_MS);
    send({ t: 'changes', revision, changes: [...changes] });
    // More may be waiting than fits one batch; asking again costs nothing when not.
    schedule();
  };
  const schedule = () => {
    if (timer || unpaid >= CHANGE_WINDOW) return;
    timer = clock.after(Math.max(0, nextAtMs - clock.monotonic()), flush);
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
