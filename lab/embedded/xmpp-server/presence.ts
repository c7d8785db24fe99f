import { type XmlElement, xml } from '../xml/element.ts';
import type { XmppCore } from './core.ts';
import { bareOf, parseJid } from './jid.ts';
import { deliverOffline } from './messages.ts';
import { NS } from './namespaces.ts';
import { handleRoomPresence, leaveAllRooms } from './rooms.ts';
import { isReachable, type Session } from './session.ts';
import { StanzaError } from './stanza-error.ts';
import {
  deliverPendingRequests,
  hasFrom,
  hasTo,
  subscribe,
  subscribed,
  unsubscribe,
  unsubscribed,
} from './subscriptions.ts';

/** A presence stanza from a session, already stamped with its full address (RFC 6121 sections 3 and 4). */
export function handlePresence(core: XmppCore, session: Session, stanza: XmlElement): void {
  const { type, to } = stanza.attrs;
  if (to !== undefined && !parseJid(to)) throw new StanzaError('jid-malformed', 'modify');
  if (to !== undefined && parseJid(to)?.domain === core.mucDomain)
    return handleRoomPresence(core, session, stanza);
  switch (type) {
    case undefined:
      return to === undefined ? becomeAvailable(core, session, stanza) : direct(core, session, stanza, to);
    case 'unavailable':
      return to === undefined ? becomeUnavailable(core, session, stanza) : direct(core, session, stanza, to);
    case 'subscribe':
      return to === undefined ? undefined : subscribe(core, session.account, bareOf(to), stanza);
    case 'subscribed':
      return to === undefined ? undefined : subscribed(core, session.account, bareOf(to));
    case 'unsubscribe':
      return to === undefined ? undefined : unsubscribe(core, session.account, bareOf(to));
    case 'unsubscribed':
      return to === undefined ? undefined : unsubscribed(core, session.account, bareOf(to));
    case 'probe':
      return to === undefined ? undefined : answerProbe(core, session, bareOf(to));
    case 'error':
      return;
    default:
      throw new StanzaError('bad-request', 'modify');
  }
}

function becomeAvailable(core: XmppCore, session: Session, stanza: XmlElement): void {
  const isInitial = session.presence === undefined;
  const wasReachable = isReachable(session);
  session.presence = stanza;
  broadcast(core, session, stanza);
  if (isInitial) {
    for (const other of core.sessionsOf(session.account.jid)) {
      const presence = other === session ? undefined : core.presenceFor(other, session.jid);
      if (presence) core.deliver(session, presence);
    }
    for (const item of session.account.roster.values()) if (hasTo(item)) answerProbe(core, session, item.jid);
    deliverPendingRequests(core, session);
  }
  if (!wasReachable && isReachable(session)) deliverOffline(core, session);
}

/** Section 4.3.2: only who may see the contact gets an answer, one per available resource. */
function answerProbe(core: XmppCore, session: Session, contactJid: string): void {
  const contact = core.account(contactJid);
  if (!contact || (contact !== session.account && !hasFrom(contact.roster.get(session.account.jid)))) return;
  if (contact.blocked.has(session.account.jid) || session.account.blocked.has(contact.jid)) return;
  for (const theirs of core.sessionsOf(contact.jid)) {
    const presence = core.presenceFor(theirs, session.jid);
    if (presence) core.deliver(session, presence);
  }
}

/** To every contact that may see us and to our other resources (and back to this one, section 4.4.2). */
function broadcast(core: XmppCore, session: Session, stanza: XmlElement): void {
  const { account } = session;
  for (const item of account.roster.values()) {
    if (!hasFrom(item) || account.blocked.has(item.jid)) continue;
    const contact = core.account(item.jid);
    if (!contact || contact.blocked.has(account.jid)) continue;
    for (const theirs of core.sessionsOf(item.jid))
      if (theirs.presence) core.deliver(theirs, stanza.with({ from: session.jid, to: item.jid }));
  }
  for (const mine of core.sessionsOf(account.jid))
    if (mine.presence) core.deliver(mine, stanza.with({ from: session.jid, to: account.jid }));
}

export function becomeUnavailable(core: XmppCore, session: Session, stanza?: XmlElement): void {
  leaveAllRooms(core, session);
  if (session.presence === undefined && session.directed.size === 0) return;
  const goodbye = stanza ?? xml('presence', NS.client, { type: 'unavailable', from: session.jid });
  if (session.presence !== undefined) broadcast(core, session, goodbye);
  session.presence = undefined;
  for (const to of session.directed) deliverTo(core, goodbye.with({ from: session.jid, to }), to);
  session.directed.clear();
}

/** Directed presence (section 4.6): remembered unless the other side sees us by subscription anyway. */
function direct(core: XmppCore, session: Session, stanza: XmlElement, to: string): void {
  const isGone = stanza.attrs['type'] === 'unavailable';
  if (isGone) session.directed.delete(to);
  else if (!hasFrom(session.account.roster.get(bareOf(to)))) session.directed.add(to);
  if (core.account(to)?.blocked.has(session.account.jid)) return;
  deliverTo(core, stanza.with({ from: session.jid }), to);
}

function deliverTo(core: XmppCore, stanza: XmlElement, to: string): void {
  const exact = to.includes('/') ? core.session(to) : undefined;
  const targets = exact ? [exact] : to.includes('/') ? [] : core.sessionsOf(to);
  for (const target of targets) if (target.presence) core.deliver(target, stanza);
}
