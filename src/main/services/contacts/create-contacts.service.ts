import type { Contact, Person } from '../../../shared/domain/contact.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';
import { bareJid, normaliseBareJid } from '../../../shared/domain/jid.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Directory } from '../../ports/directory.port.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { People } from '../../ports/people.port.ts';
import type { Pictures } from '../../ports/pictures.port.ts';
import type { Policies } from '../../ports/policies.port.ts';
import type { Prompter } from '../../ports/prompter.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { SettingsSource } from '../../ports/settings-source.port.ts';
import type { IdentityStore } from '../../ports/storage.port.ts';
import type { VCard, Xmpp } from '../../ports/xmpp.port.ts';
import { writeContactFile } from '../contact-files/write-contact-file.ts';
import type { Tasks } from '../tasks/create-tasks.ts';
import { createContactBook } from './contact-book.ts';
import { type ContactsSession, factsOf, openContactsSession } from './contacts-session.ts';
import { createCustomContacts } from './custom-contacts.ts';
import { createDirectoryCache } from './directory-cache.ts';
import { createDirectoryFacts, factsOfPerson } from './directory-facts.ts';
import { createDirectoryPhotos, isPhotoKey } from './directory-photos.ts';
import { createHeardPresence } from './heard-presence.ts';
import { createImportContacts } from './import-contacts.ts';
import { withPhotos } from './photos-in-files.ts';
import { createRecentPeople } from './recent-people.ts';
import { renameGroup } from './rename-group.ts';
import { searchPeople } from './search-people.ts';
import { createStrangerNames } from './stranger-names.ts';

export type ContactsHandlers = Pick<
  Handlers,
  Exclude<Extract<keyof Handlers, `contacts/${string}` | 'directory/search'>, 'contacts/broadcast'>
>;

/** Who is behind a number, SIP URI or address. */
export interface ResolvedParty {
  readonly name: string;
  readonly contactId?: ContactId;
  readonly avatarHash?: string;
}

export interface ContactsService extends People {
  readonly handlers: ContactsHandlers;
  /** Shows the cached list at once and follows the stream from then on. `address`: own bare JID. */
  start(identity: IdentityStore, address: string): Promise<void>;
  stop(): Promise<void>;
  /** C4: contacts first, then the directory, which remembers. */
  resolveParty(address: string): Promise<ResolvedParty | undefined>;
  picture(hash: string): Promise<{ type: string; bytes: Uint8Array } | undefined>;
}

export interface ContactsPorts {
  readonly xmpp: Xmpp;
  readonly clock: Clock;
  readonly publisher: Publisher;
  readonly prompter: Prompter;
  readonly directory: Directory;
  readonly pictures: Pictures;
  readonly policies: Pick<Policies, 'current'>;
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly random: Random;
  readonly tasks: Pick<Tasks, 'run'>;
  readonly log: Log;
  /** Name and picture of the own card. */
  readonly onOwnCard: (card: { readonly name?: string; readonly avatarHash?: string }) => void;
}

/** The contact list and what is known of people. One identity at a time. */
export function createContactsService(ports: ContactsPorts): ContactsService {
  const { xmpp, clock, publisher } = ports;
  const renamed = new Set<(address: string) => void>();
  const recents = createRecentPeople();
  const directory = createDirectoryCache(ports.directory, clock);
  const heard = createHeardPresence(clock, () => book.refreshPresence());
  const onRenamed = (address: string): void => {
    for (const listener of renamed) listener(address);
  };
  const strangers = createStrangerNames({ directory, clock, onNamed: onRenamed });
  const book = createContactBook({ publisher, presenceOf: heard.of, onRenamed });
  const custom = createCustomContacts(book, ports.random);
  let self: string | undefined;
  const imports = createImportContacts({ ...ports, book, custom, self: () => self });
  let session: ContactsSession | undefined;
  const photos = createDirectoryPhotos({ ...ports, directory });
  const facts = createDirectoryFacts({
    directory,
    clock,
    onFacts: (who, told) => session?.learn(who, told),
  });
  ports.directory.onReady?.(() => {
    session?.showPhotos();
    facts.begin(book.all.values());
  });

  async function stop(): Promise<void> {
    await session?.stop();
    session = undefined;
    self = undefined;
    custom.stop();
    imports.stop();
    book.clear();
    heard.clear();
    recents.clear();
    strangers.clear();
    directory.stop();
    photos.stop();
    facts.stop();
  }

  async function search(text: string, limit: number): Promise<Person[]> {
    const isKnown = (id: ContactId): boolean => book.all.has(id);
    const entries = [...book.entries(), ...recents.strangers(isKnown)];
    return searchPeople(entries, text, limit, recents.at).map((id) => personOf(id, book.all.get(id)));
  }

  async function card(id: ContactId): Promise<Contact | undefined> {
    const local = book.all.get(id);
    if (local?.isLocal === true) return local;
    const number = /^tel:(.+)$/.exec(id)?.[1];
    const [answer, told] = await Promise.all([
      normaliseBareJid(id) === undefined ? undefined : xmpp.vcard(id),
      number === undefined ? directory.byUri(id) : directory.byNumber(number),
    ]);
    if (answer?.ok && session !== undefined) await session.takeCard(id, answer.value);
    const person = told.ok ? told.value : undefined;
    if (person) session?.learn(id, factsOfPerson(person));
    const vcard = answer?.ok ? answer.value : undefined;
    return book.all.get(id) ?? strangerOf(id, vcard, person && withPhoto(person));
  }

  /** The directory's photo stands in until chat has a picture. */
  function withPhoto(person: Person): Person {
    const photo = person.address === undefined ? undefined : photos.keyOf(person.address);
    return person.avatarHash === undefined && photo !== undefined ? { ...person, avatarHash: photo } : person;
  }

  async function resolveParty(address: string): Promise<ResolvedParty | undefined> {
    const { uri, number } = partsOf(address);
    const jid = bareJid(uri);
    const known = (jid !== undefined && book.all.get(jid as ContactId)) || (number && book.byNumber(number));
    if (known) return partyOf(known);
    const found = await (number === undefined ? directory.byUri(uri) : directory.byNumber(number));
    return found.ok && found.value ? partyOf(withPhoto(found.value)) : undefined;
  }

  return {
    noteRecent: recents.note,
    nameOf: (address) => book.all.get(address as ContactId)?.name ?? strangers.nameOf(address),
    onRenamed(listener) {
      renamed.add(listener);
      return () => renamed.delete(listener);
    },
    picture: async (hash) => (isPhotoKey(hash) ? photos.get(hash) : session?.store.avatar(hash)),
    async start(identity, address) {
      await stop();
      directory.start(identity.keyValue);
      photos.start(identity);
      self = address;
      session = await openContactsSession(
        { ...ports, book, heard, photoOf: photos.keyOf, keptPhotos: photos.kept },
        identity.chat,
        address,
      );
      await custom.start(identity);
    },
    stop,
    resolveParty,
    handlers: {
      ...imports.handlers,
      'contacts/search': async ({ text, limit }) => ok(await search(text, limit)),
      'directory/search': async ({ text, limit }, { signal }) => {
        const found = await directory.search(text, limit, signal);
        if (!found.ok) return found;
        strangers.learn(found.value);
        return ok(found.value.map(withPhoto));
      },
      'contacts/add': async ({ address, name, groups }) => {
        const jid = normaliseBareJid(address);
        if (jid === undefined) return fail('contacts.bad-address', { address });
        const set = await xmpp.setRosterItem({ address: jid, name: name.trim(), groups });
        return set.ok ? xmpp.subscribe(jid) : set;
      },
      'contacts/update': async ({ id, name, groups }) =>
        book.all.has(id)
          ? xmpp.setRosterItem({ address: id, name: name.trim(), groups })
          : fail('contacts.not-found'),
      'contacts/remove': async ({ id }) => {
        const contact = book.all.get(id);
        if (contact?.isLocal === true) return custom.remove(id);
        return contact ? xmpp.removeRosterItem(id) : fail('contacts.not-found');
      },
      'contacts/save-custom': ({ id, contact }) => custom.save(contact, id),
      'contacts/rename-group': ({ group, name }) => renameGroup({ book, custom, xmpp }, group, name.trim()),
      'contacts/export': async ({ format }) =>
        self === undefined
          ? fail('app.not-signed-in')
          : ok(
              writeContactFile(
                format,
                await withPhotos(format, [...book.all.values()], session?.store),
                self,
              ),
            ),
      'contacts/card': async ({ id }) => {
        const contact = await card(id);
        return contact ? ok(contact) : fail('contacts.not-found');
      },
    },
  };
}

/** What was dialled or signalled, without scheme and parameters; `number` when it is one (RFC 3966 5.1.1 separators aside). */
function partsOf(address: string): { readonly uri: string; readonly number: string | undefined } {
  const uri = address.replace(/^(sips?|tel|xmpp|im):/i, '').split(/[;?]/)[0] ?? '';
  const user = (uri.split('@')[0] ?? '').replace(/[\s().-]/g, '');
  return { uri, number: /^\+?[\d*#]+$/.test(user) ? user : undefined };
}

function partyOf(known: Contact | Person): ResolvedParty {
  return {
    name: known.name,
    contactId: known.id,
    ...(known.avatarHash !== undefined && { avatarHash: known.avatarHash }),
  };
}

function personOf(id: ContactId, contact: Contact | undefined): Person {
  if (contact === undefined) return { id, source: 'recent', name: id, address: id, phones: [] };
  const { name, phones, address, title, department, avatarHash, email, sipUri, company } = contact;
  return {
    id,
    source: 'contacts',
    name,
    phones,
    ...(address !== undefined && { address }),
    ...(title !== undefined && { title }),
    ...(department !== undefined && { department }),
    ...(avatarHash !== undefined && { avatarHash }),
    ...(email !== undefined && { email }),
    ...(sipUri !== undefined && { sipUri }),
    ...(company !== undefined && { company }),
  };
}

/** Somebody outside the contact list, known by the card or the directory. */
function strangerOf(id: ContactId, card: VCard | undefined, person: Person | undefined): Contact | undefined {
  if (!card && !person) return undefined;
  return {
    id,
    ...(normaliseBareJid(id) !== undefined && { address: id }),
    name: card?.fullName ?? person?.name ?? id,
    groups: [],
    subscription: 'none',
    isPending: false,
    presence: { show: 'unknown' },
    phones: [],
    ...(person && factsOfPerson(person)),
    ...(person?.avatarHash !== undefined && { avatarHash: person.avatarHash }),
    ...(card && factsOf(card)),
  };
}
