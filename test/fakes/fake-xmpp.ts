import { fail, ok, type Result } from '../../src/shared/errors/result.ts';
import type { Presence } from '../../src/shared/domain/presence.ts';
import type {
  ArchivePage,
  ChatMessage,
  OutgoingMessage,
  RosterItem,
  VCard,
  Xmpp,
  XmppEvent,
  XmppLink,
} from '../../src/main/ports/xmpp.port.ts';

type Features = Extract<XmppLink, { kind: 'online' }>['features'];

/** The Xmpp port without a network: the test says what arrives, and looks at what was asked. */
export interface FakeXmpp extends Xmpp {
  emit(event: XmppEvent): void;
  /** A stream that stands, told as an event. */
  goOnline(options?: { isResumed?: boolean; features?: Partial<Features> }): void;
  goOffline(): void;
  /** An ordinary message from a peer; `more` overrides. */
  receive(peer: string, body: string, more?: Partial<ChatMessage>): void;
  readonly sent: OutgoingMessage[];
  readonly receipts: { to: string; id: string }[];
  readonly markers: { to: string; id: string }[];
  readonly chatStates: { to: string; state: string }[];
  readonly presences: Presence[];
  /** Verbs on roster and subscriptions, in words. */
  readonly rosterCalls: string[];
  /** The archive, oldest first; every message has a stanza id. */
  archived: ChatMessage[];
  readonly archiveQueries: { with?: string; before?: string; start?: number; limit: number }[];
  /** When set, the next archive queries fail with it. */
  archiveFailure: Result<never> | undefined;
  readonly vcards: Map<string, VCard>;
  readonly vcardCalls: string[];
  /** The vCard queries that have not been answered; while `vcardsHeld` is true they wait for `answerVcards`. */
  vcardsHeld: boolean;
  answerVcards(): void;
  rosterResult: Result<void>;
  /** What the server is not told of before it resolves; undefined: nothing waits. */
  stored: () => Promise<void> | undefined;
}

const notConnected = () => fail('xmpp.not-connected');

export function fakeXmpp(jid = 'alice@example.test/desk'): FakeXmpp {
  const listeners = new Set<(event: XmppEvent) => void>();
  const held: (() => void)[] = [];
  let link: XmppLink = { kind: 'offline' };
  const isOnline = (): boolean => link.kind === 'online';
  const record = <T>(list: T[], value: T): Result<void> => {
    if (!isOnline()) return notConnected();
    list.push(value);
    return ok();
  };
  const setLink = (next: XmppLink): void => {
    link = next;
    fake.emit({ kind: 'link', link });
  };
  let count = 0;
  const fake: FakeXmpp = {
    sent: [],
    receipts: [],
    markers: [],
    chatStates: [],
    presences: [],
    rosterCalls: [],
    archived: [],
    archiveQueries: [],
    archiveFailure: undefined,
    vcards: new Map(),
    vcardCalls: [],
    vcardsHeld: false,
    rosterResult: ok(),
    stored: () => undefined,

    emit(event) {
      for (const listener of [...listeners]) listener(event);
    },
    goOnline({ isResumed = false, features = {} } = {}) {
      const all: Features = { archive: true, carbons: true, streamManagement: true, ...features };
      setLink({ kind: 'online', jid, isResumed, server: 'chat.example.test', features: all });
    },
    goOffline() {
      setLink({ kind: 'waiting', attempt: 1, retryAt: 0, cause: { code: 'net.reset' } });
    },
    receive(peer, body, more = {}) {
      count += 1;
      const message: ChatMessage = {
        peer,
        direction: 'in',
        from: peer,
        body,
        wire: { messageId: `in-${count}`, originId: `in-${count}` },
        wantsReceipt: false,
        isMarkable: false,
        via: 'live',
        ...more,
      };
      fake.emit({ kind: 'message', message });
    },
    answerVcards() {
      for (const answer of held.splice(0)) answer();
    },

    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    link: () => link,
    acknowledgeWhen(stored) {
      fake.stored = stored;
      return () => {
        fake.stored = () => undefined;
      };
    },
    connect: () => {
      fake.goOnline();
      return Promise.resolve(ok());
    },
    disconnect: () => {
      setLink({ kind: 'offline' });
      return Promise.resolve();
    },
    nudge: () => undefined,
    again: () => undefined,
    sendMessage: (message) => record(fake.sent, message),
    sendReceipt: (to, id) => record(fake.receipts, { to, id }),
    sendDisplayed: (to, id) => record(fake.markers, { to, id }),
    sendChatState: (to, state) => record(fake.chatStates, { to, state }),
    setPresence: (presence) => record(fake.presences, presence),
    setRosterItem: ({ address, name, groups }) => {
      const recorded = record(fake.rosterCalls, `set ${address} ${name} [${groups.join(',')}]`);
      return Promise.resolve(recorded.ok ? fake.rosterResult : recorded);
    },
    removeRosterItem: (address) => Promise.resolve(record(fake.rosterCalls, `remove ${address}`)),
    subscribe: (address) => record(fake.rosterCalls, `subscribe ${address}`),
    answerSubscription: (address, isAccepted) =>
      record(fake.rosterCalls, `${isAccepted ? 'accept' : 'deny'} ${address}`),
    vcard(address) {
      fake.vcardCalls.push(address);
      const answer = (): Result<VCard> => {
        if (!isOnline()) return notConnected();
        const card = fake.vcards.get(address);
        return card === undefined ? fail('xmpp.stanza', undefined, 'item-not-found') : ok(card);
      };
      if (!fake.vcardsHeld) return Promise.resolve(answer());
      return new Promise((resolve) => held.push(() => resolve(answer())));
    },
    archive(query) {
      fake.archiveQueries.push(query);
      if (!isOnline()) return Promise.resolve(notConnected());
      return Promise.resolve(fake.archiveFailure ?? ok(pageOf(fake.archived, query)));
    },
  };
  return fake;
}

const idOf = (message: ChatMessage): string => message.wire.stanzaId?.id ?? '';

function pageOf(
  archive: readonly ChatMessage[],
  query: { with?: string; before?: string; start?: number; limit: number },
): ArchivePage {
  const { with: peer, before, start = 0, limit } = query;
  const end =
    before === undefined || before === ''
      ? archive.length
      : archive.findIndex((each) => idOf(each) === before);
  const matching = archive
    .slice(0, Math.max(0, end))
    .filter((each) => (peer === undefined || each.peer === peer) && (each.at ?? 0) >= start);
  const messages = matching.slice(-limit);
  const first = messages[0];
  const last = messages.at(-1);
  return {
    messages: messages.map((each) => ({ ...each, via: 'archive' as const })),
    ...(first && { firstId: idOf(first) }),
    ...(last && { lastId: idOf(last) }),
    isComplete: matching.length <= limit,
  };
}

/** Roster items for tests: friends of ours unless `more` says otherwise. */
export function rosterItem(address: string, name = '', more: Partial<RosterItem> = {}): RosterItem {
  return { address, name, groups: [], subscription: 'both', isPending: false, ...more };
}
