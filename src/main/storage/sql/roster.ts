import type { Contact } from '../../../shared/domain/contact.ts';
import type { Db } from '../database/engine.ts';
import type { SyncChatStore } from '../storage-protocol.ts';

/** The cached contact list: whole contacts as JSON, which the contacts service checks when it reads them. */
export function createRoster(db: Db): Pick<SyncChatStore, 'contacts' | 'saveContacts' | 'rosterVersion'> {
  const all = db.prepare<[], string>('SELECT value FROM contact').pluck();
  const save = db.prepare<[string, string]>(
    'INSERT INTO contact (id, value) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET value = excluded.value',
  );
  const remove = db.prepare<[string]>('DELETE FROM contact WHERE id = ?');
  const version = db.prepare<[], string | null>('SELECT version FROM roster_state').pluck();
  const setVersion = db.prepare<[string]>(
    'INSERT INTO roster_state (only, version) VALUES (1, ?) ON CONFLICT (only) DO UPDATE SET version = excluded.version',
  );
  return {
    contacts: () => all.all().map((value) => JSON.parse(value) as Contact),
    saveContacts(contacts, removed, rosterVersion) {
      for (const contact of contacts) save.run(contact.id, JSON.stringify(contact));
      for (const id of removed) remove.run(id);
      if (rosterVersion !== undefined) setVersion.run(rosterVersion);
    },
    rosterVersion: () => version.get() ?? undefined,
  };
}
