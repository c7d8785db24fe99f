import type { Db } from '../database/engine.ts';
import type { SyncChatStore } from '../storage-protocol.ts';

/** Pictures by hash; the hash is checked by whoever fetched them. */
export function createAvatars(
  db: Db,
): Pick<SyncChatStore, 'avatar' | 'avatarHashes' | 'saveAvatar' | 'pruneAvatars'> {
  const get = db.prepare<[string], { type: string; bytes: Uint8Array }>(
    'SELECT type, bytes FROM avatar WHERE hash = ?',
  );
  const hashes = db.prepare<[], string>('SELECT hash FROM avatar').pluck();
  const save = db.prepare<[string, string, Uint8Array]>(
    'INSERT INTO avatar (hash, type, bytes) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING',
  );
  const prune = db.prepare<[string]>('DELETE FROM avatar WHERE hash NOT IN (SELECT value FROM json_each(?))');
  return {
    pruneAvatars: (kept) => void prune.run(JSON.stringify(kept)),
    avatar: (hash) => get.get(hash),
    avatarHashes: () => hashes.all(),
    saveAvatar: (hash, type, bytes) => void save.run(hash, type, bytes),
  };
}
