import type { Cancel, Clock } from '../../ports/clock.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Policies } from '../../ports/policies.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { CallLogStore } from '../../ports/storage.port.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** At the start other things come first. */
const FIRST_MS = 25_000;

export interface KeepCallsPorts {
  readonly policies: Policies;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly log: Log;
}

/** Takes calls older than `Callhistory_Expire_Days` out of the history: soon after the start and each hour. Returns what stops it. */
export function keepCalls(ports: KeepCallsPorts, callLog: CallLogStore): () => void {
  const { policies, publisher, clock, log } = ports;
  let cancel: Cancel = () => undefined;
  let isStopped = false;
  const sweep = async (): Promise<void> => {
    const days = policies.current().number('Callhistory_Expire_Days');
    // 0 is no number of days that anybody means.
    if (days !== undefined && days > 0) {
      const removed = await callLog.forgetBefore(clock.now() - days * DAY_MS);
      if (!isStopped) for (const id of removed) publisher.remove('callLog', id);
    }
    later(HOUR_MS);
  };
  const later = (ms: number): void => {
    cancel();
    if (isStopped) return;
    cancel = clock.after(ms, () => {
      sweep().catch((error: unknown) => {
        log.warn('old calls not removed', { reason: error instanceof Error ? error.name : 'unknown' });
        later(HOUR_MS);
      });
    });
  };
  const stopListening = policies.onChange(() => later(FIRST_MS));
  later(FIRST_MS);
  return () => {
    isStopped = true;
    cancel();
    stopListening();
  };
}
