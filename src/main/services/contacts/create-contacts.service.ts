import type { Contact, Person } from '../../../shared/domain/contact.ts';
import { contactSchema } from '../../../shared/domain/contact.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';
import { normaliseBareJid } from '../../../shared/domain/jid.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import type { ChatStore } from '../../ports/chat-store.port.ts';
import type { Directory } from '../../ports/directory.port.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { People } from '../../ports/people.port.ts';
import type { Prompter } from '../../ports/prompter.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { IdentityStore } from '../../ports/storage.port.ts';
import type { VCard, Xmpp, XmppEvent } from '../../ports/xmpp.port.ts';
import { type CardFetcher, createCardFetcher } from './card-fetcher.ts';
import { type BookChange, createContactBook } from './contact-book.ts';
import { isSameNumber } from './match-number.ts';
import { searchPeople } from './search-people.ts';

export interface ContactsService extends People {
  readonly handlers: Pick<
    Handlers,
    | 'contacts/add'
    | 'contacts/update'
    | 'contacts/remove'
    | 'contacts/search'
    | 'contacts/card'
    | 'directory/search'
  >;
  /** Shows the cached list at once and follows the stream from then on. */
  start(identity: IdentityStore, address: string): Promise<void>;
  stop(): Promise<void>;
  /** Who is behind a number, SIP URI or address (C4): contacts first, then the directory. */
  resolveParty(
    address: string,
  ): Promise<{ name: string; contactId?: ContactId; avatarHash?: string } | undefined>;
  picture(hash: string): Promise<{ type: string; bytes: Uint8Array } | undefined>;
}

export interface ContactsPorts {
  readonly xmpp: Xmpp;
  readonly publisher: Publisher;
  readonly prompter: Prompter;
  readonly directory: Directory;
  readonly log: Log;
  /** Name and picture of the own card. */
  readonly onOwnCard: (card: { readonly name?: string; readonly avatarHash?: string }) => void;
}

/** The contact list and what is known of people. One identity at a time. */
export function createContactsService(ports: ContactsPorts): ContactsService {
  const { xmpp, publisher, directory } = ports;
  /** When there was last something to do with somebody, ms since 1970; parts equals when searching (C3). */
  const recent = new Map<string, number>();
  const renamed = new Set<(address: string) => void>();
  const book = createContactBook(publisher, (address) => {
    for (const listener of renamed) listener(address);
  });
  let session: Session | undefined;

  const findByNumber = (number: string) =>
    [...book.all.values()].find((one) => one.phones.some((phone) => isSameNumber(phone.number, number)));
  const person = (contact: Contact): Person => ({
    id: contact.id,
    source: 'contacts',
    name: contact.name,
    phones: contact.phones,
    ...(contact.address !== undefined && { address: contact.address }),
    ...(contact.title !== undefined && { title: contact.title }),
    ...(contact.department !== undefined && { department: contact.department }),
    ...(contact.avatarHash !== undefined && { avatarHash: contact.avatarHash }),
  });

  return {
    noteRecent: (address, at) => void recent.set(address, Math.max(at, recent.get(address) ?? 0)),
    nameOf: (address) => book.all.get(address as ContactId)?.name,
    onRenamed(listener) {
      renamed.add(listener);
      return () => renamed.delete(listener);
    },
    picture: async (hash) => session?.store.avatar(hash),
    async start(identity, address) {
      await session?.stop();
      session = await Session.open(ports, book, identity.chat, address);
    },
    async stop() {
      await session?.stop();
      session = undefined;
      book.clear();
      recent.clear();
    },
    async resolveParty(address) {
      const uri = address.replace(/^(sips?|tel|xmpp|im):/i, '').split(/[;?]/)[0] ?? '';
      const jid = normaliseBareJid(uri);
      const known =
        (jid !== undefined && book.all.get(jid as ContactId)) || findByNumber(uri.split('@')[0] ?? uri);
      if (known)
        return {
          name: known.name,
          contactId: known.id,
          ...(known.avatarHash !== undefined && { avatarHash: known.avatarHash }),
        };
      const found = /^[+\d*#]+$/.test(uri.split('@')[0] ?? '')
        ? await directory.byNumber(uri.split('@')[0] ?? uri)
        : await directory.byUri(uri);
      return found.ok && found.value ? { name: found.value.name, contactId: found.value.id } : undefined;
    },
    handlers: {
      'contacts/search': async ({ text, limit }) =>
        ok([...searchPeople(book.entries(), text, limit, (one) => recent.get(one.id) ?? 0)].map(person)),
      'directory/search': async ({ text, limit }, { signal }) => {
        const found = await directory.search(text, limit, signal);
        return found.ok ? ok([...found.value]) : found;
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
      'contacts/remove': async ({ id }) =>
        book.all.has(id) ? xmpp.removeRosterItem(id) : fail('contacts.not-found'),
      'contacts/card': async ({ id }) => {
        const listed = book.all.get(id);
        const card = normaliseBareJid(id) === undefined ? undefined : await xmpp.vcard(id);
        if (card?.ok) await session?.takeCard(id, card.value);
        const contact = book.all.get(id) ?? (card?.ok ? strangerOf(id, card.value) : listed);
        return contact ? ok(contact) : fail('contacts.not-found');
      },
    },
  };
}

/** Somebody outside the contact list, known by the card. */
function strangerOf(id: ContactId, card: VCard): Contact {
  return {
    id,
    address: id,
    name: card.fullName ?? id,
    groups: [],
    subscription: 'none',
    isPending: false,
    presence: { show: 'unknown' },
    phones: [...card.phones],
    ...factsOf(card),
  };
}

function factsOf(card: VCard): Partial<Pick<Contact, 'avatarHash' | 'title' | 'department' | 'phones'>> {
  return {
    ...(card.title !== undefined && { title: card.title }),
    ...(card.department !== undefined && { department: card.department }),
    ...(card.phones.length > 0 && { phones: [...card.phones] }),
    ...(card.photo && { avatarHash: card.photo.hash }),
  };
}

type Book = ReturnType<typeof createContactBook>;

/** One signed-in identity's people. Writes to the store one after the other. */
class Session {
  readonly store: ChatStore;
  private readonly ports: ContactsPorts;
  private readonly book: Book;
  private readonly self: string;
  private readonly cards: CardFetcher;
  private readonly pictures = new Set<string>();
  private readonly stopAsking = new AbortController();
  private readonly stopListening: () => void;
  private writes: Promise<unknown> = Promise.resolve();

  private constructor(ports: ContactsPorts, book: Book, store: ChatStore, self: string) {
    this.ports = ports;
    this.book = book;
    this.store = store;
    this.self = self;
    this.cards = createCardFetcher(ports.xmpp, ports.log, (address, card) => this.takeCard(address, card));
    this.stopListening = ports.xmpp.on((event) => this.onEvent(event));
  }

  static async open(ports: ContactsPorts, book: Book, store: ChatStore, self: string): Promise<Session> {
    const [stored, hashes] = await Promise.all([store.contacts(), store.avatarHashes()]);
    book.clear();
    book.load(stored.filter((contact) => contactSchema.safeParse(contact).success));
    const session = new Session(ports, book, store, self);
    for (const hash of hashes) session.pictures.add(hash);
    return session;
  }

  async stop(): Promise<void> {
    this.stopListening();
    this.stopAsking.abort();
    this.cards.stop();
    await this.writes;
  }

  async takeCard(address: string, card: VCard): Promise<void> {
    if (card.photo && !this.pictures.has(card.photo.hash)) {
      await this.store.saveAvatar(card.photo.hash, card.photo.type, card.photo.bytes);
      this.pictures.add(card.photo.hash);
    }
    if (address === this.self) {
      return this.ports.onOwnCard({
        ...(card.fullName !== undefined && { name: card.fullName }),
        ...(card.photo && { avatarHash: card.photo.hash }),
      });
    }
    this.save(this.book.learn(address, factsOf(card)));
  }

  private onEvent(event: XmppEvent): void {
    switch (event.kind) {
      case 'link':
        return this.onLink(event.link);
      case 'roster':
        return this.save(this.book.setRoster(event.items), event.version);
      case 'roster-push':
        if (event.item) this.save(this.book.setItem(event.item), event.version);
        if (event.removed !== undefined) this.save(this.book.remove(event.removed), event.version);
        return;
      case 'presence':
        return this.book.setPresence(event.address, event.presence);
      case 'avatar':
        return this.onPicture(event.address, event.hash);
      case 'subscription-request':
        return void this.askAbout(event.address, event.nick);
      default:
        return;
    }
  }

  private onLink(link: Extract<XmppEvent, { kind: 'link' }>['link']): void {
    if (link.kind !== 'online') return this.book.forgetPresence();
    if (link.isResumed) return this.book.restorePresence();
    this.book.startPresence();
    this.cards.want(this.self);
  }

  private onPicture(address: string, hash: string): void {
    if (hash === '') {
      if (address === this.self) return;
      const contact = this.book.all.get(address as ContactId);
      if (contact?.avatarHash !== undefined) this.save(this.book.learn(address, { avatarHash: '' }));
      return;
    }
    if (!this.pictures.has(hash)) return this.cards.want(address);
    if (address === this.self) this.ports.onOwnCard({ avatarHash: hash });
    else this.save(this.book.learn(address, { avatarHash: hash }));
  }

  private async askAbout(address: string, nick: string | undefined): Promise<void> {
    const name = nick ?? this.book.all.get(address as ContactId)?.name ?? address;
    const isAccepted = await this.ports.prompter.ask(
      { kind: 'subscription', address, name },
      this.stopAsking.signal,
    );
    // Signed out with the question open: the server will ask again at the next sign-in.
    if (this.stopAsking.signal.aborted) return;
    this.ports.xmpp.answerSubscription(address, isAccepted);
    const known = this.book.all.get(address as ContactId);
    if (isAccepted && known?.subscription !== 'to' && known?.subscription !== 'both')
      this.ports.xmpp.subscribe(address);
  }

  private save(change: BookChange, rosterVersion?: string): void {
    if (change.saved.length === 0 && change.removed.length === 0 && rosterVersion === undefined) return;
    this.writes = this.writes
      .then(() => this.store.saveContacts(change.saved, change.removed, rosterVersion))
      .catch(() => this.ports.log.error('contacts not stored', { count: change.saved.length }));
  }
}
