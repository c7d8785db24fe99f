import { BATCH_LIMIT, CHANGE_WINDOW, type Change, type ServerFrame } from '../../shared/contract/envelope.ts';
import type { TopicName } from '../../shared/contract/topics.ts';
import { BurstMeter } from '../../shared/domain/burst-meter.ts';
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
 * fast. It waits no longer than the changes keep coming: the last of a burst leaves soon after it came.
 */
const BURST = { changes: 16, pauseMs: 150, lullMs: 10 } as const;

/** Sends one client its changes: in numbered batches, at most CHANGE_WINDOW unpaid, at most one a tick, fewer in a burst. */
export function createPump(
  publication: Publication,
  clock: Clock,
  subscribed: readonly TopicName[],
  send: (frame: ServerFrame) => void,
): Pump {
  const meter = new BurstMeter({ many: BURST.changes, withinMs: BURST.pauseMs });
  let revision = 0;
  let unpaid = 0;
  /** The next batch leaves between these two. */
  let earliestMs = -Infinity;
  let latestMs = -Infinity;
  let timer: Cancel | undefined;
  let seen = 0;

  const flush = () => {
    const changes = feed.take();
    if (changes.length === 0) return;
    revision += 1;
    unpaid += 1;
    const now = clock.monotonic();
    // A full batch is one piece of something longer, a first contact list for instance: that goes on at once.
    const isSlower = meter.note(changes.length, now) && changes.length < BATCH_LIMIT;
    earliestMs = now + TICK_MS;
    latestMs = now + (isSlower ? BURST.pauseMs : TICK_MS);
    send({ t: 'changes', revision, changes: [...changes] });
    // More may be waiting than fits one batch.
    if (changes.length === BATCH_LIMIT) schedule();
  };
  const look = () => {
    timer = undefined;
    if (unpaid >= CHANGE_WINDOW) return;
    const isGrowing = feed.marked() !== seen;
    if (isGrowing && clock.monotonic() < latestMs) schedule();
    else flush();
  };
  const schedule = () => {
    if (timer || unpaid >= CHANGE_WINDOW) return;
    seen = feed.marked();
    const now = clock.monotonic();
    timer = clock.after(Math.max(0, earliestMs - now, Math.min(latestMs - now, BURST.lullMs)), look);
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
