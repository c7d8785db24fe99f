import type { CallLogEntry } from '../../../shared/domain/call.ts';
import type { CallsPorts } from './calls-ports.ts';

/** Keeps a call that is over, and shows it in the history. A store that fails costs the entry's keeping, not the call. */
export async function writeCallLog(
  ports: Pick<CallsPorts, 'callLog' | 'log' | 'publisher' | 'spokenWith'>,
  ended: CallLogEntry,
): Promise<void> {
  const peer = ports.spokenWith?.(ended.id);
  const entry = peer ? { ...ended, peer } : ended;
  await ports
    .callLog()
    ?.save(entry)
    .catch((error: unknown) =>
      ports.log.error('call log not written', { name: error instanceof Error ? error.name : 'unknown' }),
    );
  ports.publisher.set('callLog', entry.id, entry);
}
