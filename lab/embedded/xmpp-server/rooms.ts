import { type XmlElement, xml } from '../xml/element.ts';
import { type Archive, createArchive } from './archive.ts';
import type { XmppCore } from './core.ts';
import { bareOf, parseJid, resourceOf } from './jid.ts';
import { NS } from './namespaces.ts';
import type { Session } from './session.ts';
import { StanzaError } from './stanza-error.ts';

export type Affiliation = 'owner' | 'admin' | 'member' | 'none' | 'outcast';

export interface Occupant {
  nick: string;
  readonly session: Session;
  presence: XmlElement;
}

/** A room (XEP-0045); without `isPersistent` it goes away with its last occupant. */
export interface Room {
  readonly jid: string;
  name: string;
  password: string;
  isPersistent: boolean;
  /** Named in the list of rooms. */
  isPublic: boolean;
  isMembersOnly: boolean;
  /** Shows real addresses to everybody, else to owners and admins only. */
  isNonAnonymous: boolean;
  subject: { readonly text: string; readonly from: string } | undefined;
  readonly affiliations: Map<string, Affiliation>;
  readonly occupants: Map<string, Occupant>;
  readonly archive: Archive;
}

const HISTORY_MAX = 20;

export function createRoom(core: XmppCore, jid: string, ownerJid?: string): Room {
  const room: Room = {
    jid,
    name: parseJid(jid)?.local ?? jid,
    password: '',
    isPersistent: false,
    isPublic: true,
    isMembersOnly: false,
    isNonAnonymous: true,
    subject: undefined,
    affiliations: new Map(ownerJid === undefined ? [] : [[ownerJid, 'owner' as const]]),
    occupants: new Map(),
    archive: createArchive(jid),
  };
  core.rooms.set(jid, room);
  return room;
}

export function affiliationOf(room: Room, jid: string): Affiliation {
  return room.affiliations.get(bareOf(jid)) ?? 'none';
}

export function roleOf(room: Room, jid: string): string {
  const affiliation = affiliationOf(room, jid);
  return affiliation === 'owner' || affiliation === 'admin' ? 'moderator' : 'participant';
}

export function occupantOf(room: Room, session: Session): Occupant | undefined {
  for (const occupant of room.occupants.values()) if (occupant.session === session) return occupant;
  return undefined;
}

export interface OccupantNews {
  readonly codes?: readonly string[];
  readonly nick?: string;
  readonly isGone?: boolean;
  readonly extra?: XmlElement;
  readonly affiliation?: Affiliation;
}

/** Tells one occupant about another (sections 7.1.3, 7.2); status 110 marks the own one. */
export function tellOccupant(
  core: XmppCore,
  room: Room,
  about: Occupant,
  to: Occupant,
  news: OccupantNews = {},
): void {
  const { account, jid } = about.session;
  const mayKnow = room.isNonAnonymous || roleOf(room, to.session.account.jid) === 'moderator';
  const item = xml(
    'item',
    NS.mucUser,
    {
      affiliation: news.affiliation ?? affiliationOf(room, account.jid),
      role: news.isGone && news.nick === undefined ? 'none' : roleOf(room, account.jid),
      jid: mayKnow ? jid : undefined,
      nick: news.nick,
    },
    news.extra,
  );
  const codes = [...(news.codes ?? []), ...(about === to ? ['110'] : [])];
  const user = xml(
    'x',
    NS.mucUser,
    {},
    item,
    codes.map((code) => xml('status', NS.mucUser, { code })),
  );
  const content = about.presence.elements.filter((child) => child.ns !== NS.muc && child.ns !== NS.mucUser);
  const attrs = {
    from: `${room.jid}/${about.nick}`,
    to: to.session.jid,
    type: news.isGone ? 'unavailable' : undefined,
    id: about === to ? about.presence.attrs['id'] : undefined,
  };
  core.deliver(to.session, xml('presence', NS.client, attrs, content, user));
}

export function tellEveryone(core: XmppCore, room: Room, about: Occupant, news: OccupantNews = {}): void {
  for (const to of room.occupants.values()) tellOccupant(core, room, about, to, news);
}

/** Join, change of nick or status, leave: by the presence sent to `room/nick`. */
export function handleRoomPresence(core: XmppCore, session: Session, stanza: XmlElement): void {
  const to = stanza.attrs['to'] ?? '';
  const jid = bareOf(to);
  const nick = resourceOf(to);
  const room = core.rooms.get(jid);
  const present = room && occupantOf(room, session);
  if (stanza.attrs['type'] === 'unavailable') {
    if (room && present) leave(core, room, { ...present, presence: stanza });
    return;
  }
  if (stanza.attrs['type'] !== undefined) return;
  if (nick === '') throw new StanzaError('jid-malformed', 'modify');
  if (room && present && !stanza.child('x', NS.muc)) {
    present.presence = stanza;
    return present.nick === nick ? tellEveryone(core, room, present) : rename(core, room, present, nick);
  }
  join(core, session, stanza, jid, nick);
}

function join(core: XmppCore, session: Session, stanza: XmlElement, jid: string, nick: string): void {
  const isNew = !core.rooms.has(jid);
  const room = core.rooms.get(jid) ?? createRoom(core, jid, session.account.jid);
  checkEntry(room, session, stanza, nick);
  // A second join of the same session (after a lost connection) replaces the first.
  const before = occupantOf(room, session);
  if (before) room.occupants.delete(before.nick);
  // Another resource of the same person takes the nick over; the first one hears that it is out.
  const holder = room.occupants.get(nick);
  if (holder) tellOccupant(core, room, holder, holder, { isGone: true });
  room.occupants.delete(nick);
  const occupant: Occupant = { nick, session, presence: stanza };
  for (const other of room.occupants.values()) tellOccupant(core, room, other, occupant);
  room.occupants.set(nick, occupant);
  const codes = [...(room.isNonAnonymous ? ['100'] : []), ...(isNew ? ['201'] : [])];
  for (const other of room.occupants.values())
    tellOccupant(core, room, occupant, other, other === occupant ? { codes } : {});
  sendHistory(core, room, occupant, stanza.child('x', NS.muc)?.child('history'));
  sendSubject(core, room, occupant);
}

function checkEntry(room: Room, session: Session, stanza: XmlElement, nick: string): void {
  const affiliation = affiliationOf(room, session.jid);
  if (affiliation === 'outcast') throw new StanzaError('forbidden', 'auth');
  if (room.isMembersOnly && affiliation === 'none') throw new StanzaError('registration-required', 'auth');
  if (
    room.password !== '' &&
    affiliation !== 'owner' &&
    stanza.child('x', NS.muc)?.childText('password') !== room.password
  ) {
    throw new StanzaError('not-authorized', 'auth');
  }
  const holder = room.occupants.get(nick);
  if (holder && holder.session.account !== session.account) throw new StanzaError('conflict', 'cancel');
}

/** Section 7.2.13: `maxchars` 0, `maxstanzas` and `since` are honoured. */
function sendHistory(core: XmppCore, room: Room, to: Occupant, wish: XmlElement | undefined): void {
  const max =
    wish?.attrs['maxchars'] === '0'
      ? 0
      : Math.min(HISTORY_MAX, Number(wish?.attrs['maxstanzas'] ?? HISTORY_MAX));
  const since = Date.parse(wish?.attrs['since'] ?? '');
  const entries = room.archive.entries.filter((entry) => !(entry.at < since));
  for (const entry of max > 0 ? entries.slice(-max) : []) {
    const delay = xml('delay', NS.delay, { from: room.jid, stamp: new Date(entry.at).toISOString() });
    const id = xml('stanza-id', NS.stanzaId, { by: room.jid, id: entry.id });
    core.deliver(
      to.session,
      entry.stanza.with({ to: to.session.jid }, [...entry.stanza.children, id, delay]),
    );
  }
}

function sendSubject(core: XmppCore, room: Room, to: Occupant): void {
  const subject = xml('subject', NS.client, {}, room.subject?.text ?? '');
  core.deliver(
    to.session,
    xml(
      'message',
      NS.client,
      { type: 'groupchat', from: room.subject?.from ?? room.jid, to: to.session.jid },
      subject,
    ),
  );
}

function rename(core: XmppCore, room: Room, occupant: Occupant, nick: string): void {
  if (room.occupants.has(nick)) throw new StanzaError('conflict', 'cancel');
  tellEveryone(core, room, occupant, { isGone: true, nick, codes: ['303'] });
  room.occupants.delete(occupant.nick);
  occupant.nick = nick;
  room.occupants.set(nick, occupant);
  tellEveryone(core, room, occupant);
}

export function leave(core: XmppCore, room: Room, occupant: Occupant, news: OccupantNews = {}): void {
  const listed = room.occupants.get(occupant.nick);
  for (const to of room.occupants.values())
    tellOccupant(core, room, occupant, to === listed ? occupant : to, { ...news, isGone: true });
  room.occupants.delete(occupant.nick);
  if (room.occupants.size === 0 && !room.isPersistent) core.rooms.delete(room.jid);
}

export function leaveAllRooms(core: XmppCore, session: Session): void {
  for (const room of [...core.rooms.values()]) {
    const occupant = occupantOf(room, session);
    if (!occupant) continue;
    const goodbye = xml('presence', NS.client, { type: 'unavailable' });
    leave(core, room, { ...occupant, presence: goodbye });
  }
}

/** Groupchat, subject change, private message, mediated invitation. */
export function handleRoomMessage(core: XmppCore, session: Session, stanza: XmlElement): void {
  const to = stanza.attrs['to'] ?? '';
  const room = core.rooms.get(bareOf(to));
  if (stanza.attrs['type'] === 'error') return;
  if (!room) throw new StanzaError('item-not-found', 'cancel');
  const sender = occupantOf(room, session);
  if (!sender) throw new StanzaError('not-acceptable', 'cancel');
  const from = `${room.jid}/${sender.nick}`;
  if (resourceOf(to) !== '') {
    const target = room.occupants.get(resourceOf(to));
    if (!target) throw new StanzaError('item-not-found', 'cancel');
    if (stanza.attrs['type'] === 'groupchat') throw new StanzaError('bad-request', 'modify');
    return core.deliver(
      target.session,
      stanza.with({ from, to: target.session.jid }, [...stanza.children, xml('x', NS.mucUser)]),
    );
  }
  const invitation = stanza.child('x', NS.mucUser)?.all('invite') ?? [];
  if (invitation.length > 0) return invite(core, room, session, invitation);
  if (stanza.attrs['type'] !== 'groupchat') throw new StanzaError('bad-request', 'modify');
  broadcastInRoom(core, room, from, stanza);
}

export function broadcastInRoom(core: XmppCore, room: Room, from: string, stanza: XmlElement): void {
  const subject = stanza.childText('subject');
  if (subject !== undefined && stanza.child('body') === undefined) room.subject = { text: subject, from };
  const kept = stanza.with({ from, to: room.jid });
  const isKept = stanza.child('body') !== undefined;
  const id = isKept ? room.archive.add(from, kept, Date.now()) : undefined;
  const children =
    id === undefined
      ? kept.children
      : [...kept.children, xml('stanza-id', NS.stanzaId, { by: room.jid, id })];
  for (const occupant of room.occupants.values())
    core.deliver(occupant.session, kept.with({ to: occupant.session.jid }, children));
}

/** Section 7.8.2; inviting into a members-only room makes a member. */
function invite(core: XmppCore, room: Room, session: Session, invitations: readonly XmlElement[]): void {
  for (const one of invitations) {
    const guest = bareOf(one.attrs['to'] ?? '');
    if (room.isMembersOnly && affiliationOf(room, guest) === 'none') room.affiliations.set(guest, 'member');
    const content = xml('invite', NS.mucUser, { from: session.jid }, one.children);
    const password = room.password === '' ? undefined : xml('password', NS.mucUser, {}, room.password);
    for (const target of core.sessionsOf(guest)) {
      core.deliver(
        target,
        xml('message', NS.client, { from: room.jid, to: guest }, xml('x', NS.mucUser, {}, content, password)),
      );
    }
  }
}
