import type { Db } from '../database/engine.ts';
import type { SyncKeyValueStore } from '../storage-protocol.ts';

export function createKeyValue(db: Db): SyncKeyValueStore {
  const get = db.prepare<[string], string>('SELECT value FROM key_value WHERE key = ?').pluck();
  const set = db.prepare<[string, string]>(
    'INSERT INTO key_value (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const remove = db.prepare<[string]>('DELETE FROM key_value WHERE key = ?');
  // The range walks the primary key; comparing the start keeps `%` and `_` of a prefix ordinary letters.
  const list = db.prepare<[string, number, string], { key: string; value: string }>(
    'SELECT key, value FROM key_value WHERE key >= ? AND substr(key, 1, ?) = ? ORDER BY key',
  );
  return {
    get: (key) => get.get(key),
    set: (key, value) => void set.run(key, value),
    delete: (key) => void remove.run(key),
    list: (prefix) => list.all(prefix, [...prefix].length, prefix),
  };
}
