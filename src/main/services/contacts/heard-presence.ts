import type { Presence } from '../../../shared/domain/presence.ts';
import type { Subscription } from '../../../shared/domain/contact.ts';
import type { Cancel, Clock } from '../../ports/clock.port.ts';

/** A stream that is back within this time leaves the list as it is; after it everybody turns grey. */
const GREY_AFTER_MS = 10_000;
/** A new stream tells of everybody who is there, and says nothing of the others: when it has been quiet, they are offline. */
const SETTLE_MS = 3000;
const QUIET_MS = 1500;
/** A server that never is quiet has told enough after this time (A8: at most a minute of grey). */
const LONGEST_SETTLE_MS = 60_000;

const unknown: Presence = { show: 'unknown' };
const offline: Presence = { show: 'offline' };

/** Whose presence may be shown as what, through cuts, resumed and new streams. */
export interface HeardPresence {
  of(address: string, subscription: Subscription): Presence;
  hear(address: string, presence: Presence): void;
  /** The stream is gone. */
  lost(): void;
  /** It is back and nothing was missed. */
  resumed(): void;
  /** A new stream: everything will be told anew. */
  begun(): void;
  clear(): void;
}

/** `onAll`: everybody has to be looked at again. */
export function createHeardPresence(clock: Clock, onAll: () => void): HeardPresence {
  let heard = new Map<string, Presence>();
  /** Of the stream before, shown until this one has told. */
  let stale = new Map<string, Presence>();
  let phase: 'never' | 'settling' | 'settled' | 'grey' = 'never';
  let lastHeardAt = 0;
  let begunAt = 0;
  let cancel: Cancel | undefined;

  function later(ms: number, fn: () => void): void {
    cancel?.();
    cancel = clock.after(ms, fn);
  }
  function enter(next: typeof phase): void {
    phase = next;
    onAll();
  }
  function settle(): void {
    const quietFor = clock.monotonic() - lastHeardAt;
    const isLong = clock.monotonic() - begunAt >= LONGEST_SETTLE_MS;
    if (quietFor < QUIET_MS && !isLong) return later(QUIET_MS - quietFor, settle);
    stale = new Map();
    enter('settled');
  }

  return {
    of(address, subscription) {
      if (phase === 'grey') return unknown;
      const known = heard.get(address);
      if (known !== undefined) return known;
      if (phase === 'settling') return stale.get(address) ?? unknown;
      const isTold = subscription === 'to' || subscription === 'both';
      return phase === 'settled' && isTold ? offline : unknown;
    },
    hear(address, presence) {
      lastHeardAt = clock.monotonic();
      heard.set(address, presence);
    },
    lost() {
      if (phase === 'settling' || phase === 'settled') later(GREY_AFTER_MS, () => enter('grey'));
    },
    resumed() {
      cancel?.();
      if (phase === 'grey') enter('settled');
      else if (phase === 'settling') later(SETTLE_MS, settle);
    },
    begun() {
      // What was shown grey stays grey until it is told; what was not stays as it was.
      stale = phase === 'grey' ? new Map() : new Map([...stale, ...heard]);
      heard = new Map();
      const wasGrey = phase === 'grey';
      phase = 'settling';
      begunAt = clock.monotonic();
      later(SETTLE_MS, settle);
      if (wasGrey) onAll();
    },
    clear() {
      cancel?.();
      heard = new Map();
      stale = new Map();
      phase = 'never';
    },
  };
}
