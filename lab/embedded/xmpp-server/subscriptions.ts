import { type XmlElement, xml } from '../xml/element.ts';
import type { Account, RosterItem } from './accounts.ts';
import { rosterElement, type XmppCore } from './core.ts';
import { NS } from './namespaces.ts';
import type { Session } from './session.ts';

/** RFC 6121 section 3 and appendix A, both sides of it: user's and contact's server are the same here. */

export function hasFrom(item: RosterItem | undefined): boolean {
  return item?.subscription === 'from' || item?.subscription === 'both';
}

export function hasTo(item: RosterItem | undefined): boolean {
  return item?.subscription === 'to' || item?.subscription === 'both';
}

function itemOf(account: Account, jid: string): RosterItem {
  const known = account.roster.get(jid);
  if (known) return known;
  const item: RosterItem = { jid, groups: [], subscription: 'none', isAsking: false };
  account.roster.set(jid, item);
  return item;
}

function push(core: XmppCore, account: Account, item: RosterItem): void {
  core.pushRoster(account, rosterElement(item));
}

function stamp(type: string, from: string, to: string, stanza?: XmlElement): XmlElement {
  return xml('presence', NS.client, { type, from, to, id: stanza?.attrs['id'] }, stanza?.children ?? []);
}

function deliverToInterested(core: XmppCore, account: Account, stanza: XmlElement): void {
  for (const session of core.sessionsOf(account.jid))
    if (session.isInterested && session.presence) core.deliver(session, stanza);
}

/** Sends the presence of each of `owner`'s sessions (or that they are gone) to everyone who speaks for `jid`. */
function tellPresence(core: XmppCore, owner: Account, jid: string, isGone: boolean): void {
  for (const mine of core.sessionsOf(owner.jid)) {
    if (!mine.presence) continue;
    const presence = isGone
      ? xml('presence', NS.client, { type: 'unavailable', from: mine.jid, to: jid })
      : core.presenceFor(mine, jid);
    for (const theirs of core.sessionsOf(jid))
      if (theirs.presence && presence) core.deliver(theirs, presence);
  }
}

/** A client asks to see the contact's presence (section 3.1.2). */
export function subscribe(core: XmppCore, user: Account, contactJid: string, stanza: XmlElement): void {
  const item = itemOf(user, contactJid);
  if (!hasTo(item)) {
    item.isAsking = true;
    push(core, user, item);
  }
  const contact = core.account(contactJid);
  if (!contact) return;
  const theirs = contact.roster.get(user.jid);
  if (hasFrom(theirs)) return approveBack(core, contact, user);
  const request = stamp('subscribe', user.jid, contactJid, stanza);
  contact.pendingIn.set(user.jid, request);
  deliverToInterested(core, contact, request);
}

/** The contact approves (section 3.1.5); without a request before it, nothing happens. */
export function subscribed(core: XmppCore, contact: Account, userJid: string): void {
  if (!contact.pendingIn.delete(userJid)) return;
  const item = itemOf(contact, userJid);
  item.subscription = item.subscription === 'to' || item.subscription === 'both' ? 'both' : 'from';
  push(core, contact, item);
  const user = core.account(userJid);
  if (user) approveBack(core, contact, user);
}

function approveBack(core: XmppCore, contact: Account, user: Account): void {
  const item = user.roster.get(contact.jid);
  if (item?.isAsking) {
    item.isAsking = false;
    item.subscription = item.subscription === 'from' || item.subscription === 'both' ? 'both' : 'to';
    deliverToInterested(core, user, stamp('subscribed', contact.jid, user.jid));
    push(core, user, item);
  }
  tellPresence(core, contact, user.jid, false);
}

/** The contact denies or takes its approval back (section 3.2). */
export function unsubscribed(core: XmppCore, contact: Account, userJid: string): void {
  const wasPending = contact.pendingIn.delete(userJid);
  const item = contact.roster.get(userJid);
  const hadFrom = hasFrom(item);
  if (!wasPending && !hadFrom) return;
  if (hadFrom) tellPresence(core, contact, userJid, true);
  if (item && hadFrom) {
    item.subscription = item.subscription === 'both' ? 'to' : 'none';
    push(core, contact, item);
  }
  const user = core.account(userJid);
  const theirs = user?.roster.get(contact.jid);
  if (!user || !theirs || (!theirs.isAsking && !hasTo(theirs))) return;
  theirs.isAsking = false;
  theirs.subscription = theirs.subscription === 'both' || theirs.subscription === 'from' ? 'from' : 'none';
  deliverToInterested(core, user, stamp('unsubscribed', contact.jid, user.jid));
  push(core, user, theirs);
}

/** The user no longer wants to see the contact (section 3.3). */
export function unsubscribe(core: XmppCore, user: Account, contactJid: string): void {
  const item = user.roster.get(contactJid);
  if (item) {
    item.isAsking = false;
    item.subscription = hasFrom(item) ? 'from' : 'none';
    push(core, user, item);
  }
  const contact = core.account(contactJid);
  if (!contact) return;
  const wasPending = contact.pendingIn.delete(user.jid);
  const theirs = contact.roster.get(user.jid);
  if (!wasPending && !hasFrom(theirs)) return;
  if (theirs && hasFrom(theirs)) {
    tellPresence(core, contact, user.jid, true);
    theirs.subscription = theirs.subscription === 'both' ? 'to' : 'none';
    deliverToInterested(core, contact, stamp('unsubscribe', user.jid, contact.jid));
    push(core, contact, theirs);
  }
}

/** Removes a roster line with both subscriptions (section 2.5.2). */
export function removeContact(core: XmppCore, account: Account, jid: string): boolean {
  const item = account.roster.get(jid);
  if (!item) return false;
  if (hasFrom(item)) unsubscribed(core, account, jid);
  if (hasTo(item) || item.isAsking) unsubscribe(core, account, jid);
  account.roster.delete(jid);
  core.pushRoster(account, rosterElement(item, true));
  return true;
}

/** Sets a line without asking anybody: how the lab fills address books. Both accounts see each other at once. */
export function befriend(
  core: XmppCore,
  one: string,
  other: string,
  line: { name?: string; groups?: string[] } = {},
): void {
  const [a, b] = [core.account(one), core.account(other)];
  if (!a || !b) throw new Error(`lab: no such account: ${a ? other : one}`);
  const mine = itemOf(a, b.jid);
  mine.subscription = 'both';
  mine.groups = line.groups ?? mine.groups;
  mine.name = line.name ?? b.name;
  const theirs = itemOf(b, a.jid);
  theirs.subscription = 'both';
  theirs.name ??= a.name;
}

/** Requests that arrived while the person was away, again at each start until answered (section 3.1.3). */
export function deliverPendingRequests(core: XmppCore, session: Session): void {
  for (const request of session.account.pendingIn.values()) core.deliver(session, request);
}
