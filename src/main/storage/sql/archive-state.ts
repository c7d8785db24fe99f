import type { ArchiveState } from '../../ports/chat-store.port.ts';
import type { Db } from '../database/engine.ts';
import type { SyncChatStore } from '../storage-protocol.ts';

const nothingRead: ArchiveState = { gaps: [], reachedStart: false };

export function createArchiveState(
  db: Db,
): Pick<SyncChatStore, 'archiveState' | 'setArchiveState' | 'oldestArchiveId'> {
  const get = db.prepare<[string], string>('SELECT value FROM archive_state WHERE scope = ?').pluck();
  const set = db.prepare<[string, string]>(
    'INSERT INTO archive_state (scope, value) VALUES (?, ?) ON CONFLICT (scope) DO UPDATE SET value = excluded.value',
  );
  const oldest = db
    .prepare<[string], string>(
      `SELECT archive_id FROM message
       WHERE conversation = (SELECT key FROM conversation WHERE address = ?) AND archive_id IS NOT NULL
       ORDER BY place LIMIT 1`,
    )
    .pluck();
  return {
    archiveState(of) {
      const value = get.get(of);
      return value === undefined ? nothingRead : (JSON.parse(value) as ArchiveState);
    },
    setArchiveState: (of, state) => void set.run(of, JSON.stringify(state)),
    oldestArchiveId: (id) => oldest.get(id),
  };
}
