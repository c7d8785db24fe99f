import { type XmlElement, xml } from '../xml/element.ts';
import { type Account, createAccount, type PersonSeed, photoHash, type RosterItem } from './accounts.ts';
import { bareOf, parseJid, resourceOf } from './jid.ts';
import { NS } from './namespaces.ts';
import type { FileStore } from './file-store.ts';
import type { Room } from './rooms.ts';
import type { Session } from './session.ts';

/** What tests ask afterwards. Keys of the maps are user names or bare addresses. */
export interface XmppCounters {
  connections: number;
  stanzasIn: number;
  stanzasOut: number;
  resumptions: number;
  failedResumptions: number;
  /** Each `<auth/>`, right or wrong, by user name. */
  readonly authAttempts: Map<string, number>;
  readonly authFailures: Map<string, number>;
  /** Messages handed to a session of this bare address (a resent one is counted once). */
  readonly delivered: Map<string, number>;
}

/** Faults that stay on until switched off; per-client ones are functions of the server's handle. */
export interface XmppFaults {
  /** User names whose right password is refused too; `'*'` is everybody. */
  refuseAuth: Set<string>;
  /** Never answers `<r/>` and never counts as acknowledged what was received. */
  swallowAcks: boolean;
  /** Milliseconds that everything sent is held back. */
  delayMs: number;
  /** `host` or `host:port` told to each client that connects (RFC 6120 section 4.9.3.19). */
  seeOtherHost: string | undefined;
  /** Accepts connections and says nothing. */
  isMute: boolean;
  /** Answers `<resume/>` with item-not-found. */
  refuseResume: boolean;
}

export type StanzaTap = (direction: 'in' | 'out', jid: string, stanza: XmlElement) => void;

/** All state that outlives connections, and delivery by address. Protocol rules live in the modules around it. */
export class XmppCore {
  readonly domain: string;
  readonly mucDomain: string;
  readonly accounts = new Map<string, Account>();
  readonly sessions = new Map<string, Map<string, Session>>();
  readonly rooms = new Map<string, Room>();
  /** Absent: this server keeps no files. */
  files: FileStore | undefined;
  readonly taps = new Set<StanzaTap>();
  readonly counters: XmppCounters = {
    connections: 0,
    stanzasIn: 0,
    stanzasOut: 0,
    resumptions: 0,
    failedResumptions: 0,
    authAttempts: new Map(),
    authFailures: new Map(),
    delivered: new Map(),
  };
  readonly faults: XmppFaults = {
    refuseAuth: new Set(),
    swallowAcks: false,
    delayMs: 0,
    seeOtherHost: undefined,
    isMute: false,
    refuseResume: false,
  };
  /** Who already got a forked message, so that a second chance is not a second copy. */
  readonly forks = new WeakMap<XmlElement, Set<Session>>();

  constructor(domain: string) {
    this.domain = domain;
    this.mucDomain = `conference.${domain}`;
  }

  account(jid: string): Account | undefined {
    return this.accounts.get(bareOf(jid));
  }

  addAccount(seed: PersonSeed): Account {
    const account = createAccount(seed, this.domain);
    this.accounts.set(account.jid, account);
    return account;
  }

  sessionsOf(jid: string): Session[] {
    return [...(this.sessions.get(bareOf(jid))?.values() ?? [])];
  }

  session(fullJid: string): Session | undefined {
    return this.sessions.get(bareOf(fullJid))?.get(resourceOf(fullJid));
  }

  isLocal(jid: string): boolean {
    return parseJid(jid)?.domain === this.domain;
  }

  attach(session: Session): void {
    const bare = session.account.jid;
    const table = this.sessions.get(bare) ?? new Map<string, Session>();
    table.set(session.resource, session);
    this.sessions.set(bare, table);
  }

  detach(session: Session): void {
    const table = this.sessions.get(session.account.jid);
    if (table?.get(session.resource) !== session) return;
    table.delete(session.resource);
    if (table.size === 0) this.sessions.delete(session.account.jid);
  }

  /** Hands a stanza to one session and counts it. */
  deliver(session: Session, stanza: XmlElement): void {
    this.counters.stanzasOut++;
    if (stanza.name === 'message') count(this.counters.delivered, session.account.jid);
    for (const tap of this.taps) tap('out', session.jid, stanza);
    session.deliver(stanza);
  }

  /** Tells every interested session of the account about a changed roster line (RFC 6121 section 2.1.6). */
  pushRoster(account: Account, item: XmlElement): void {
    account.rosterVersion++;
    for (const session of this.sessionsOf(account.jid)) {
      if (!session.isInterested) continue;
      const query = xml('query', NS.roster, { ver: account.rosterVersion }, item);
      this.deliver(
        session,
        xml('iq', NS.client, { type: 'set', id: `push${account.rosterVersion}`, to: session.jid }, query),
      );
    }
  }

  /** Presence of a session as others see it, with the avatar hash of bots (clients send their own). */
  presenceFor(session: Session, to: string): XmlElement | undefined {
    return session.presence?.with({ from: session.jid, to });
  }
}

export function count(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

/** A roster line on the wire; `remove` is how a deletion is pushed. */
export function rosterElement(item: RosterItem, isRemoved = false): XmlElement {
  return xml(
    'item',
    NS.roster,
    {
      jid: item.jid,
      name: isRemoved ? undefined : item.name,
      subscription: isRemoved ? 'remove' : item.subscription,
      ask: item.isAsking && !isRemoved ? 'subscribe' : undefined,
    },
    isRemoved ? [] : item.groups.map((group) => xml('group', NS.roster, {}, group)),
  );
}

/** XEP-0153 child of presence for an account's stored photo. */
export function avatarElement(account: Account): XmlElement {
  return xml('x', NS.vcardUpdate, {}, xml('photo', NS.vcardUpdate, {}, photoHash(account.vcard) ?? ''));
}
