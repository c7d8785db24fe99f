import type { Contact } from '../../../shared/domain/contact.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';
import type { Presence } from '../../../shared/domain/presence.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { RosterItem } from '../../ports/xmpp.port.ts';
import { createNumberIndex } from './number-index.ts';
import { isSameItem, mergeItem } from './roster-merge.ts';
import { type SearchEntry, searchEntry } from './search-people.ts';

/** What changed and must be stored. */
export interface BookChange {
  readonly saved: readonly Contact[];
  readonly removed: readonly ContactId[];
}

/** What a card or a picture tells. An empty picture hash takes the picture away. */
export type Facts = Partial<
  Pick<
    Contact,
    | 'name'
    | 'avatarHash'
    | 'phones'
    | 'title'
    | 'department'
    | 'company'
    | 'manager'
    | 'postalAddress'
    | 'email'
    | 'sipUri'
  >
>;

/** The contacts in memory: roster and presence joined, published as they change, made ready for searching. */
export interface ContactBook {
  readonly all: ReadonlyMap<ContactId, Contact>;
  entries(): Iterable<SearchEntry>;
  byNumber(number: string): Contact | undefined;
  load(contacts: readonly Contact[]): void;
  /** A contact of this computer, new or changed; `undefined`: it is gone. */
  setLocal(id: ContactId, contact: Contact | undefined): void;
  setRoster(items: readonly RosterItem[]): BookChange;
  setItem(item: RosterItem): BookChange;
  remove(address: string): BookChange;
  learn(address: string, facts: Facts): BookChange;
  /** Shows the presence of one as it is now, or of everybody. */
  refreshPresence(address?: string): void;
  clear(): void;
}

export interface ContactBookPorts {
  readonly publisher: Publisher;
  readonly onRenamed: (address: string) => void;
  readonly presenceOf: (address: string, subscription: Contact['subscription']) => Presence;
}

const nothing: BookChange = { saved: [], removed: [] };

export function createContactBook({ publisher, onRenamed, presenceOf }: ContactBookPorts): ContactBook {
  const contacts = new Map<ContactId, Contact>();
  const searchable = new Map<ContactId, SearchEntry>();
  const numbers = createNumberIndex();

  const put = (contact: Contact): Contact => {
    const before = contacts.get(contact.id);
    contacts.set(contact.id, contact);
    if (before?.name !== contact.name || before.phones !== contact.phones) {
      searchable.set(contact.id, searchEntry(contact));
      numbers.set(
        contact.id,
        contact.phones.map((phone) => phone.number),
      );
    }
    publisher.set('contacts', contact.id, contact);
    if (before?.name !== contact.name) onRenamed(contact.id);
    return contact;
  };
  const drop = (id: ContactId): void => {
    contacts.delete(id);
    searchable.delete(id);
    numbers.remove(id);
    publisher.remove('contacts', id);
  };
  /** Gives the contact when it has to be stored. */
  const take = (item: RosterItem): Contact | undefined => {
    const known = contacts.get(item.address as ContactId);
    const contact = mergeItem(item, known, presenceOf(item.address, item.subscription));
    const isSame = isSameItem(contact, known);
    if (!isSame || contact.presence !== known?.presence) put(contact);
    return isSame ? undefined : contact;
  };
  const refresh = (contact: Contact): void => {
    const presence = presenceOf(contact.address ?? contact.id, contact.subscription);
    // Presence comes in thousands: nothing but the row itself is touched.
    if (presence === contact.presence || contact.isLocal === true) return;
    const next = { ...contact, presence };
    contacts.set(contact.id, next);
    publisher.set('contacts', contact.id, next);
  };

  return {
    all: contacts,
    entries: () => searchable.values(),
    byNumber(number) {
      const id = numbers.find(number);
      return id && contacts.get(id);
    },
    load(stored) {
      for (const contact of stored) {
        put({ ...contact, presence: presenceOf(contact.address ?? contact.id, contact.subscription) });
      }
    },
    setLocal(id, contact) {
      if (contact) put(contact);
      else if (contacts.get(id)?.isLocal === true) drop(id);
    },
    setRoster(items) {
      const named = new Set(items.map((item) => item.address as ContactId));
      const removed = [...contacts.values()]
        .filter(({ id, isLocal }) => !named.has(id) && isLocal !== true)
        .map(({ id }) => id);
      for (const id of removed) drop(id);
      return { saved: items.map(take).filter((contact) => contact !== undefined), removed };
    },
    setItem(item) {
      const contact = take(item);
      return contact === undefined ? nothing : { saved: [contact], removed: [] };
    },
    remove(address) {
      const id = address as ContactId;
      if (!contacts.has(id)) return nothing;
      drop(id);
      return { saved: [], removed: [id] };
    },
    learn(address, facts) {
      const contact = contacts.get(address as ContactId);
      if (contact === undefined || !isNews(contact, facts)) return nothing;
      const { avatarHash, ...rest } = { ...contact, ...facts };
      return {
        saved: [put({ ...rest, ...(avatarHash !== undefined && avatarHash !== '' && { avatarHash }) })],
        removed: [],
      };
    },
    refreshPresence(address) {
      if (address === undefined) for (const contact of contacts.values()) refresh(contact);
      const contact = contacts.get(address as ContactId);
      if (contact !== undefined) refresh(contact);
    },
    clear() {
      for (const id of [...contacts.keys()]) drop(id);
    },
  };
}

const TEXTS = ['title', 'department', 'company', 'manager', 'postalAddress', 'email', 'sipUri'] as const;

function isNews(contact: Contact, facts: Facts): boolean {
  return (
    (facts.name !== undefined && facts.name !== contact.name) ||
    (facts.avatarHash !== undefined && facts.avatarHash !== (contact.avatarHash ?? '')) ||
    TEXTS.some((fact) => facts[fact] !== undefined && facts[fact] !== contact[fact]) ||
    (facts.phones !== undefined && JSON.stringify(facts.phones) !== JSON.stringify(contact.phones))
  );
}
