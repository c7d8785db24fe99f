import type { Contact } from '../../../shared/domain/contact.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';
import type { Presence } from '../../../shared/domain/presence.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { RosterItem } from '../../ports/xmpp.port.ts';
import { isSameStored, mergeItem } from './roster-merge.ts';
import { type SearchEntry, searchEntry } from './search-people.ts';

/** What changed and must be stored. */
export interface BookChange {
  readonly saved: readonly Contact[];
  readonly removed: readonly ContactId[];
}

/**
 * The contacts in memory: roster and presence joined, published as they change, made ready for searching.
 * Presence of a lost stream is kept aside: a resumed stream takes it up again, a new one starts afresh.
 */
export interface ContactBook {
  readonly all: ReadonlyMap<ContactId, Contact>;
  entries(): Iterable<SearchEntry>;
  load(contacts: readonly Contact[]): void;
  setRoster(items: readonly RosterItem[]): BookChange;
  setItem(item: RosterItem): BookChange;
  remove(address: string): BookChange;
  setPresence(address: string, presence: Presence): void;
  /** Card or picture became known. */
  learn(
    address: string,
    facts: Partial<Pick<Contact, 'name' | 'avatarHash' | 'title' | 'department' | 'phones'>>,
  ): BookChange;
  /** Nobody's presence is known any more (stream lost). */
  forgetPresence(): void;
  /** The lost stream was resumed: what was known holds again. */
  restorePresence(): void;
  /** A new stream: who has said nothing is offline. */
  startPresence(): void;
  clear(): void;
}

export function createContactBook(publisher: Publisher, onRenamed: (address: string) => void): ContactBook {
  const contacts = new Map<ContactId, Contact>();
  const searchable = new Map<ContactId, SearchEntry>();
  const heard = new Map<string, Presence>();
  let silence: Presence = { show: 'unknown' };

  const put = (contact: Contact): Contact => {
    const before = contacts.get(contact.id);
    contacts.set(contact.id, contact);
    if (!isSameStored(contact, before)) searchable.set(contact.id, searchEntry(contact));
    publisher.set('contacts', contact.id, contact);
    if (before?.name !== contact.name) onRenamed(contact.id);
    return contact;
  };
  const drop = (id: ContactId) => {
    contacts.delete(id);
    searchable.delete(id);
    publisher.remove('contacts', id);
  };
  const presenceOf = (address: string) => heard.get(address) ?? silence;
  const merged = (item: RosterItem) => ({
    ...mergeItem(item, contacts.get(item.address as ContactId)),
    presence: presenceOf(item.address),
  });
  const showAll = (presence: (id: ContactId) => Presence) => {
    for (const contact of contacts.values()) put({ ...contact, presence: presence(contact.id) });
  };

  return {
    all: contacts,
    entries: () => searchable.values(),
    load(stored) {
      for (const contact of stored) put({ ...contact, presence: { show: 'unknown' } });
    },
    setRoster(items) {
      const named = new Set(items.map((item) => item.address as ContactId));
      const removed = [...contacts.keys()].filter((id) => !named.has(id));
      for (const id of removed) drop(id);
      const saved = items.map(merged).filter((contact) => {
        const isChanged = !isSameStored(contact, contacts.get(contact.id));
        put(contact);
        return isChanged;
      });
      return { saved, removed };
    },
    setItem: (item) => ({ saved: [put(merged(item))], removed: [] }),
    remove(address) {
      const id = address as ContactId;
      if (!contacts.has(id)) return { saved: [], removed: [] };
      drop(id);
      return { saved: [], removed: [id] };
    },
    setPresence(address, presence) {
      heard.set(address, presence);
      const contact = contacts.get(address as ContactId);
      if (contact) put({ ...contact, presence });
    },
    learn(address, facts) {
      const contact = contacts.get(address as ContactId);
      if (!contact) return { saved: [], removed: [] };
      const next = { ...contact, ...facts };
      return isSameStored(next, contact) ? { saved: [], removed: [] } : { saved: [put(next)], removed: [] };
    },
    forgetPresence() {
      showAll(() => ({ show: 'unknown' }));
    },
    restorePresence() {
      showAll(presenceOf);
    },
    startPresence() {
      heard.clear();
      silence = { show: 'offline' };
      showAll(presenceOf);
    },
    clear() {
      for (const id of [...contacts.keys()]) drop(id);
      heard.clear();
      silence = { show: 'unknown' };
    },
  };
}
