import { contactSchema } from '../../../shared/domain/contact.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import type { ChatStore } from '../../ports/chat-store.port.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Prompter } from '../../ports/prompter.port.ts';
import type { SettingsSource } from '../../ports/settings-source.port.ts';
import type { VCard, Xmpp, XmppEvent, XmppLink } from '../../ports/xmpp.port.ts';
import { createCardFetcher } from './card-fetcher.ts';
import type { BookChange, ContactBook, Facts } from './contact-book.ts';
import type { HeardPresence } from './heard-presence.ts';
import { isUnnamed } from './roster-merge.ts';

/** Open questions at once: the server repeats the others at the next sign-in, and a flood of strangers covers nothing. */
const MOST_ASKED = 20;

/** Once a session, when everything else has come. */
const PRUNE_MS = 120_000;

/** One signed-in identity's people: follows the stream into the book and the store. */
export interface ContactsSession {
  readonly store: ChatStore;
  takeCard(address: string, card: VCard): Promise<void>;
  /** What else is known of a contact now. */
  learn(address: string, facts: Facts): void;
  /** Those without a picture show the directory's. */
  showPhotos(): void;
  stop(): Promise<void>;
}

export interface ContactsSessionPorts {
  readonly xmpp: Xmpp;
  readonly prompter: Prompter;
  readonly log: Log;
  readonly book: ContactBook;
  readonly heard: HeardPresence;
  /** Stands in where chat has no picture. */
  readonly photoOf: (address: string) => string | undefined;
  /** Hashes of the directory's photos that are kept; `undefined`: not known now. */
  readonly keptPhotos: () => Promise<readonly string[] | undefined>;
  readonly clock: Clock;
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly onOwnCard: (card: { readonly name?: string; readonly avatarHash?: string }) => void;
}

/** What a card tells of a contact. */
export function factsOf(card: VCard): Omit<Facts, 'name'> {
  return {
    ...(card.title !== undefined && { title: card.title }),
    ...(card.department !== undefined && { department: card.department }),
    ...(card.phones.length > 0 && { phones: [...card.phones] }),
    ...(card.photo && { avatarHash: card.photo.hash }),
  };
}

/** What the person, or the organisation, has decided of requests before they come (M2). */
function isLetIn(choice: Settings['acceptRequests'], address: string, self: string): boolean {
  const domainOf = (jid: string) => jid.slice(jid.lastIndexOf('@') + 1);
  return choice === 'everyone' || (choice === 'organisation' && domainOf(address) === domainOf(self));
}

/** Shows the cached list, presence unknown, and follows the stream from then on. `self`: own bare JID. */
export async function openContactsSession(
  ports: ContactsSessionPorts,
  store: ChatStore,
  self: string,
): Promise<ContactsSession> {
  const { xmpp, book, heard, log } = ports;
  const [stored, hashes] = await Promise.all([store.contacts(), store.avatarHashes()]);
  book.load(stored.filter((contact) => contactSchema.safeParse(contact).success));
  const pictures = new Set(hashes);
  /** Fetched in this session, for whomever. */
  const fresh = new Set<string>();
  const asking = new Set<string>();
  const stopAsking = new AbortController();
  const cards = createCardFetcher(xmpp, log.child('cards'), takeCard);
  let writes: Promise<unknown> = Promise.resolve();

  /** Writes one after the other, so that the last word is the last one stored. */
  function save(change: BookChange, rosterVersion?: string): void {
    if (change.saved.length === 0 && change.removed.length === 0 && rosterVersion === undefined) return;
    writes = writes
      .then(() => store.saveContacts(change.saved, change.removed, rosterVersion))
      .catch(() => log.error('contacts not stored', { count: change.saved.length }));
  }

  async function takeCard(address: string, card: VCard): Promise<void> {
    const { photo, fullName } = card;
    if (photo) fresh.add(photo.hash);
    if (photo && !pictures.has(photo.hash)) {
      // Stored before its hash is shown, so that the window never asks for a picture that isn't there.
      await store.saveAvatar(photo.hash, photo.type, photo.bytes);
      pictures.add(photo.hash);
    }
    if (address === self) {
      ports.onOwnCard({ ...(fullName && { name: fullName }), ...(photo && { avatarHash: photo.hash }) });
      return;
    }
    const contact = book.all.get(address as ContactId);
    const isNameless = contact !== undefined && isUnnamed(contact);
    save(book.learn(address, { ...factsOf(card), ...(isNameless && fullName && { name: fullName }) }));
  }

  function wantNames(): void {
    for (const contact of book.all.values()) {
      if (contact.address !== undefined && isUnnamed(contact)) cards.want(contact.address);
    }
  }

  function onLink(link: XmppLink): void {
    if (link.kind !== 'online') {
      cards.pause();
      return heard.lost();
    }
    if (link.isResumed) return heard.resumed();
    heard.begun();
    cards.want(self);
  }

  function onPicture(address: string, hash: string): void {
    if (hash !== '' && !pictures.has(hash)) return cards.want(address);
    const shown = hash === '' ? (ports.photoOf(address) ?? '') : hash;
    if (address !== self) return save(book.learn(address, { avatarHash: shown }));
    if (hash !== '') ports.onOwnCard({ avatarHash: hash });
  }

  async function onRequest(address: string, nick: string | undefined): Promise<void> {
    const known = book.all.get(address as ContactId);
    const isWanted =
      known?.subscription === 'to' || known?.subscription === 'both' || known?.isPending === true;
    // We asked for theirs ourselves, so theirs for ours is no question.
    if (isWanted) return void xmpp.answerSubscription(address, true);
    if (isLetIn(ports.settings.current().acceptRequests, address, self)) {
      xmpp.answerSubscription(address, true);
      xmpp.subscribe(address);
      return;
    }
    // The server repeats an open request at every sign-in.
    if (asking.has(address) || asking.size >= MOST_ASKED) return;
    asking.add(address);
    const name = nick ?? known?.name ?? address;
    const isAccepted = await ports.prompter.ask({ kind: 'subscription', address, name }, stopAsking.signal);
    asking.delete(address);
    // Signed out with the question open: it will come again.
    if (stopAsking.signal.aborted) return;
    xmpp.answerSubscription(address, isAccepted);
    if (isAccepted) xmpp.subscribe(address);
  }

  function follow(event: XmppEvent): void {
    switch (event.kind) {
      case 'link':
        return onLink(event.link);
      case 'roster':
        save(book.setRoster(event.items), event.version);
        return wantNames();
      case 'roster-unchanged':
        return wantNames();
      case 'roster-push':
        if (event.item) save(book.setItem(event.item), event.version);
        if (event.removed !== undefined) save(book.remove(event.removed), event.version);
        return;
      case 'presence':
        heard.hear(event.address, event.presence);
        return book.refreshPresence(event.address);
      case 'avatar':
        return onPicture(event.address, event.hash);
      case 'presence-refused': {
        const { address, error } = event;
        const contact = book.all.get(address as ContactId);
        if (contact?.isPending !== true) return;
        const params = { name: contact.name };
        return ports.prompter.tell({
          tone: 'warning',
          text: { key: 'contacts.request-refused', params },
          error,
        });
      }
      case 'subscription-request':
        onRequest(event.address, event.nick).catch(() => log.error('subscription not asked'));
        return;
      default:
      // Messages are the chat service's.
    }
  }

  /** Pictures that nobody shows any more: of people who left the list, old ones of those who have a new one. */
  async function prunePictures(): Promise<void> {
    const photos = await ports.keptPhotos();
    if (photos === undefined) return;
    const shown = [...book.all.values()].flatMap(({ avatarHash }) => avatarHash ?? []);
    const kept = new Set([...shown, ...photos, ...fresh]);
    for (const hash of pictures) if (!kept.has(hash)) pictures.delete(hash);
    await store.pruneAvatars([...kept]);
  }

  const cancelPrune = ports.clock.after(PRUNE_MS, () => {
    prunePictures().catch(() => log.warn('old pictures not removed'));
  });
  const stopFollowing = xmpp.on(follow);
  if (xmpp.link().kind === 'online') onLink({ ...xmpp.link(), isResumed: false } as XmppLink);

  return {
    store,
    takeCard,
    learn: (address, facts) => save(book.learn(address, facts)),
    showPhotos() {
      const saved = [...book.all.values()].flatMap(({ address, avatarHash }) => {
        const photo = address === undefined || avatarHash !== undefined ? undefined : ports.photoOf(address);
        return address === undefined || photo === undefined
          ? []
          : book.learn(address, { avatarHash: photo }).saved;
      });
      save({ saved, removed: [] });
    },
    async stop() {
      stopFollowing();
      cancelPrune();
      stopAsking.abort();
      cards.stop();
      await writes;
    },
  };
}
