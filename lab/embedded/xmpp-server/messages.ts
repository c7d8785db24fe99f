import { randomUUID } from 'node:crypto';
import { type XmlElement, xml } from '../xml/element.ts';
import type { Account } from './accounts.ts';
import { isArchivable } from './archive.ts';
import type { XmppCore } from './core.ts';
import { bareOf, parseJid, resourceOf } from './jid.ts';
import { NS } from './namespaces.ts';
import { handleRoomMessage } from './rooms.ts';
import { isReachable, type Session } from './session.ts';
import { StanzaError } from './stanza-error.ts';

/** A message from a session, already stamped with its full address (RFC 6121 sections 5 and 8.5). */
export function handleMessage(core: XmppCore, session: Session, stanza: XmlElement): void {
  const to = stanza.attrs['to'] ?? session.account.jid;
  const target = parseJid(to);
  if (!target) throw new StanzaError('jid-malformed', 'modify');
  if (target.domain === core.mucDomain) return handleRoomMessage(core, session, stanza);
  if (target.domain !== core.domain) throw new StanzaError('remote-server-not-found', 'cancel');
  if (target.local === '') return;
  const message = withoutForeignIds(core, stanza.with({ to }));
  const type = message.attrs['type'] ?? 'normal';
  if (type === 'groupchat') throw new StanzaError('service-unavailable', 'cancel');
  const sender = session.account;
  const recipient = core.account(to);
  if (sender.blocked.has(bareOf(to)))
    throw new StanzaError('not-acceptable', 'cancel', xml('blocked', NS.blockingErrors));
  if (recipient?.blocked.has(sender.jid)) {
    if (type === 'error') return;
    throw new StanzaError('service-unavailable', 'cancel');
  }
  const archivedId = isArchivable(message) ? sender.archive.add(to, message, Date.now()) : undefined;
  if (recipient !== sender)
    copyToSiblings(
      core,
      session,
      archivedId === undefined ? message : withArchiveId(message, sender.jid, archivedId),
    );
  if (!recipient) {
    if (type === 'error') return;
    throw new StanzaError('service-unavailable', 'cancel');
  }
  accept(core, recipient, message, recipient === sender ? archivedId : undefined);
}

/** A message arrives for an account: archive, choose resources, carbons, or keep for later. */
function accept(core: XmppCore, recipient: Account, message: XmlElement, knownId: string | undefined): void {
  const id =
    knownId ??
    (isArchivable(message)
      ? recipient.archive.add(message.attrs['from'] ?? '', message, Date.now())
      : undefined);
  const copy = id === undefined ? message : withArchiveId(message, recipient.jid, id);
  const targets = targetsOf(core, recipient, copy);
  core.forks.set(copy, new Set(targets));
  for (const target of targets) core.deliver(target, copy);
  if (isCopiable(copy)) {
    for (const other of core.sessionsOf(recipient.jid)) {
      if (other.hasCarbons && !targets.includes(other) && targets.length > 0)
        core.deliver(other, carbon('received', copy, other));
    }
  }
  if (targets.length === 0) keepOffline(recipient, copy);
}

/** RFC 6121 section 8.5: a full address that is gone falls back to the bare one for chat, and is dropped for others. */
function targetsOf(core: XmppCore, recipient: Account, message: XmlElement): Session[] {
  const to = message.attrs['to'] ?? '';
  const type = message.attrs['type'] ?? 'normal';
  if (resourceOf(to) !== '') {
    const exact = core.session(to);
    if (exact) return [exact];
    if (type !== 'chat' && type !== 'normal') return [];
  }
  if (type === 'error') return [];
  return core.sessionsOf(recipient.jid).filter(isReachable);
}

/** Kept: chat and normal messages that say something. Not kept: typing notices, headlines, errors, no-store. */
function keepOffline(recipient: Account, message: XmlElement): void {
  const type = message.attrs['type'] ?? 'normal';
  if ((type !== 'chat' && type !== 'normal') || message.child('no-store', NS.hints)) return;
  const hasContent = message.elements.some(
    (child) =>
      ![NS.chatStates, NS.stanzaId, NS.hints].some((ns) => ns === child.ns) && child.name !== 'thread',
  );
  if (hasContent) recipient.offline.push(delayed(message, recipient));
}

function delayed(message: XmlElement, recipient: Account): XmlElement {
  if (message.child('delay', NS.delay)) return message;
  const domain = recipient.jid.slice(recipient.jid.indexOf('@') + 1);
  return message.with({}, [
    ...message.children,
    xml('delay', NS.delay, { from: domain, stamp: new Date().toISOString() }, 'Offline Storage'),
  ]);
}

export function deliverOffline(core: XmppCore, session: Session): void {
  for (const message of session.account.offline.splice(0)) {
    core.forks.set(message, new Set([session]));
    core.deliver(session, message);
  }
}

/** A session ended with messages it never acknowledged: others that lack them get them, or they wait (XEP-0198 section 5). */
export function rescue(core: XmppCore, lost: Session, messages: readonly XmlElement[]): void {
  const { account } = lost;
  for (const message of messages) {
    const had = core.forks.get(message);
    if (!had || message.attrs['type'] === 'error') continue;
    had.delete(lost);
    const others = core.sessionsOf(account.jid).filter((other) => other !== lost && isReachable(other));
    const fresh = others.filter((other) => !had.has(other));
    for (const other of fresh) {
      had.add(other);
      core.deliver(other, message);
    }
    if (others.length === 0 && had.size === 0) keepOffline(account, message);
  }
}

/** XEP-0280 section 6.1 and 8: chat, or normal with a body; never private ones. */
function isCopiable(message: XmlElement): boolean {
  const type = message.attrs['type'] ?? 'normal';
  if (message.child('private', NS.carbons) || message.child('no-copy', NS.hints)) return false;
  return type === 'chat' || (type === 'normal' && message.child('body') !== undefined);
}

function copyToSiblings(core: XmppCore, session: Session, message: XmlElement): void {
  if (!isCopiable(message)) return;
  for (const other of core.sessionsOf(session.account.jid)) {
    if (other !== session && other.hasCarbons) core.deliver(other, carbon('sent', message, other));
  }
}

function carbon(direction: 'sent' | 'received', message: XmlElement, to: Session): XmlElement {
  const wrapped = xml(direction, NS.carbons, {}, xml('forwarded', NS.forward, {}, message));
  return xml(
    'message',
    NS.client,
    { from: to.account.jid, to: to.jid, type: message.attrs['type'], id: randomUUID() },
    wrapped,
  );
}

/** XEP-0359 section 5: ids that claim to be ours but come from a client are removed. */
function withoutForeignIds(core: XmppCore, message: XmlElement): XmlElement {
  const isForged = (by: string | undefined): boolean => by !== undefined && core.account(by) !== undefined;
  return message.with(
    {},
    message.children.filter(
      (child) =>
        typeof child === 'string' || !child.is('stanza-id', NS.stanzaId) || !isForged(child.attrs['by']),
    ),
  );
}

function withArchiveId(message: XmlElement, by: string, id: string): XmlElement {
  return message.with({}, [...message.children, xml('stanza-id', NS.stanzaId, { by, id })]);
}
