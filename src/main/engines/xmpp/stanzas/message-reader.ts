import { bareJid, resourceOf } from '../../../../shared/domain/jid.ts';
import type { ChatMessage, XmppEvent } from '../../../ports/xmpp.port.ts';
import type { WireIds } from '../../../ports/chat-store.port.ts';
import { NS } from '../wire/namespaces.ts';
import { childOfNs, childText, type Element } from '../wire/xml.ts';
import { trustedDelay } from './delay.ts';
import { bodyText, type MessageContent, readContent as readWords, readTombstone } from './message-content.ts';
import { isOwnAccount, type OwnAddress } from './own-address.ts';
import { readableName } from './readable-name.ts';
import { readSharedFile } from './shared-file.ts';
import { messageFailure } from './stanza-error.ts';

/** How a message came to us, and what is known of it from outside. */
interface Envelope {
  readonly via: 'live' | 'carbon';
  readonly at: number | undefined;
}

/** Whether this bare address is a room of ours. */
export type IsRoom = (address: string) => boolean;

/** Whose message is read, and which addresses are rooms. */
interface Reading {
  readonly own: OwnAddress;
  readonly isRoom: IsRoom;
}

/** What is known from outside when a stanza is read. */
export interface ReadingContext {
  readonly isRoom?: IsRoom;
  /** As for `trustedDelay`. */
  readonly oldest?: number | undefined;
}

/** What a message stanza means, but for what is said to a whole room. Nothing comes of what is malformed or forged. */
export function readMessage(
  stanza: Element,
  own: OwnAddress,
  { isRoom = () => false, oldest }: ReadingContext = {},
): readonly XmppEvent[] {
  const reading = { own, isRoom };
  const carbon = childOfNs(stanza, NS.carbons);
  if (carbon) return isOwnAccount(stanza.attrs['from'], own) ? readCarbon(carbon, reading) : [];
  if (stanza.attrs['type'] === 'error') return readError(stanza, reading);
  const avatar = readAvatar(stanza, own);
  if (avatar) return [avatar];
  const at = trustedDelay(stanza, own, { oldest });
  return readContent(stanza, sidesOf(stanza, reading), own, { via: 'live', at });
}

/** XEP-0280. The caller has checked that the own account sent it (section 11). */
function readCarbon(carbon: Element, reading: Reading): readonly XmppEvent[] {
  const { own } = reading;
  const isCopy = carbon.is('sent') || carbon.is('received');
  const forwarded = isCopy ? carbon.getChild('forwarded', NS.forward) : undefined;
  const message = forwarded?.getChild('message', NS.client);
  if (!forwarded || !message || message.attrs['type'] === 'error') return [];
  const at = trustedDelay(forwarded, own, { isWrapper: true });
  return readContent(message, copiedSides(message, reading), own, { via: 'carbon', at });
}

/** A message of the own archive (XEP-0313): data, never live traffic. `archiveId` is its id there. */
export function readArchived(
  message: Element,
  archiveId: string,
  at: number | undefined,
  own: OwnAddress,
  isRoom: IsRoom = () => false,
): ChatMessage | undefined {
  const sides = copiedSides(message, { own, isRoom });
  const content = readTombstone(message, archiveId) ?? readWords(message, bodyOf(message));
  if (
    !sides ||
    content === undefined ||
    message.attrs['type'] === 'error' ||
    message.attrs['type'] === 'groupchat'
  )
    return undefined;
  const read = chatMessage(message, own, sides, withSubject(content, message), at);
  return {
    ...read,
    via: 'archive',
    wantsReceipt: false,
    wire: { ...read.wire, stanzaId: { id: archiveId, by: own.bare } },
  };
}

interface Sides {
  readonly peer: string;
  readonly direction: 'in' | 'out';
  readonly from: string;
}

function sidesOf(message: Element, { own, isRoom }: Reading): Sides | undefined {
  const from = bareJid(message.attrs['from'] ?? own.bare);
  const to = bareJid(message.attrs['to'] ?? own.bare);
  if (from === undefined || to === undefined) return undefined;
  const direction = from === own.bare && to !== own.bare ? 'out' : 'in';
  const peer = direction === 'out' ? to : from;
  if (!isRoom(peer)) return { peer, direction, from };
  // Said to one person in a room (XEP-0045 section 7.5): the nick is the person.
  const nick = resourceOf(message.attrs[direction === 'out' ? 'to' : 'from'] ?? '');
  const occupant = nick === '' ? peer : `${peer}/${nick}`;
  return { peer: occupant, direction, from: direction === 'out' ? from : occupant };
}

/**
 * Of a copy that our own server made. It may be older than our knowledge of the room, or another device's business alone:
 * the element that marks private messages (XEP-0045 section 7.5) is believed there.
 */
function copiedSides(message: Element, reading: Reading): Sides | undefined {
  const user = message.getChild('x', NS.mucUser);
  const isPrivate = user !== undefined && user.getChild('invite') === undefined;
  return sidesOf(message, isPrivate ? { ...reading, isRoom: () => true } : reading);
}

function readContent(
  message: Element,
  sides: Sides | undefined,
  own: OwnAddress,
  envelope: Envelope,
): readonly XmppEvent[] {
  const type = message.attrs['type'] ?? 'normal';
  // What rooms say is read elsewhere. A headline asks for no answer: of people it is none of a conversation, of a service
  // it is an administrator's announcement.
  if (!sides || type === 'groupchat' || (type === 'headline' && sides.peer.includes('@'))) return [];
  const events = [...readMarks(message, sides), ...readStates(message, sides, envelope)];
  const content = readWords(message, bodyOf(message));
  if (content === undefined) return events;
  const read = chatMessage(message, own, sides, withSubject(content, message), envelope.at);
  const via = envelope.via === 'live' && envelope.at !== undefined ? 'offline' : envelope.via;
  // A carbon is another device's business: that one answers for it (XEP-0184 section 5.5).
  const wantsReceipt = read.wantsReceipt && via !== 'carbon' && sides.direction === 'in';
  const isDevice = sides.direction === 'in' && via === 'live' && !sides.peer.includes('/');
  const device = isDevice ? message.attrs['from'] : undefined;
  return [
    ...events,
    { kind: 'message', message: { ...read, via, wantsReceipt, ...(device !== undefined && { device }) } },
  ];
}

/** A message that stands alone (RFC 6121 section 5.2.4) may have a subject: its first line here. */
function withSubject(content: MessageContent, message: Element): MessageContent {
  const subject = readableName(childText(message, 'subject') ?? '');
  const isAlone = message.attrs['type'] !== 'chat';
  if (!isAlone || subject === '' || content.body === '' || content.body.startsWith(subject)) return content;
  const { rich: _, ...plain } = content;
  return { ...plain, body: `${subject}\n${content.body}` };
}

/** Its words; of a message without any that carries a file, where that is. */
function bodyOf(message: Element): string | undefined {
  const body = bodyText(message);
  return body === undefined || body === '' ? readSharedFile(message, undefined)?.url : body;
}

function chatMessage(
  message: Element,
  own: OwnAddress,
  sides: Sides,
  content: MessageContent,
  at: number | undefined,
): Omit<ChatMessage, 'via'> {
  const replaces = message.getChild('replace', NS.correction)?.attrs['id'];
  const file = readSharedFile(message, content.body);
  return {
    ...sides,
    ...content,
    ...(at !== undefined && { at }),
    wire: wireIds(message, own),
    wantsReceipt: message.getChild('request', NS.receipts) !== undefined,
    isMarkable: message.getChild('markable', NS.markers) !== undefined,
    ...(replaces !== undefined && replaces !== '' && { replaces }),
    ...(file && { file }),
  };
}

/** XEP-0359: an id is worth only what its giver is; of those, only the own archive is trusted here. */
function wireIds(message: Element, own: OwnAddress): WireIds {
  const archived = message
    .getChildren('stanza-id', NS.stanzaIds)
    .find(({ attrs }) => attrs['by'] !== undefined && isOwnAccount(attrs['by'], own));
  const origin = message.getChild('origin-id', NS.stanzaIds)?.attrs['id'];
  const messageId = message.attrs['id'];
  const stanzaId = archived?.attrs['id'];
  return {
    ...(origin !== undefined && { originId: origin }),
    ...(stanzaId !== undefined && { stanzaId: { id: stanzaId, by: own.bare } }),
    ...(messageId !== undefined && { messageId }),
  };
}

/** Delivered (XEP-0184, XEP-0022) and displayed (XEP-0333, XEP-0022). */
function readMarks(message: Element, { peer, direction }: Sides): readonly XmppEvent[] {
  const events: XmppEvent[] = [];
  const delivered =
    message.getChild('received', NS.receipts)?.attrs['id'] ??
    message.getChild('received', NS.markers)?.attrs['id'];
  const displayed = message.getChild('displayed', NS.markers) ?? message.getChild('acknowledged', NS.markers);
  if (delivered !== undefined && direction === 'in')
    events.push({ kind: 'receipt', peer, messageId: delivered });
  if (displayed?.attrs['id'] !== undefined)
    events.push({ kind: 'displayed', peer, messageId: displayed.attrs['id'], direction });
  const old = message.getChild('x', NS.messageEvents);
  const id = old && childText(old, 'id');
  if (old && id !== undefined && id !== '') {
    if (old.getChild('delivered') && direction === 'in')
      events.push({ kind: 'receipt', peer, messageId: id });
    if (old.getChild('displayed')) events.push({ kind: 'displayed', peer, messageId: id, direction });
  }
  return events;
}

const STATES = ['active', 'composing', 'paused', 'inactive', 'gone'] as const;

/** XEP-0085, XEP-0022: what the peer does now. What was stored, or what another device of ours does, says nothing of that. */
function readStates(message: Element, { peer, direction }: Sides, { at }: Envelope): readonly XmppEvent[] {
  if (direction === 'out' || at !== undefined) return [];
  const state =
    STATES.find((name) => message.getChild(name, NS.chatStates) !== undefined) ?? oldState(message);
  return state === undefined ? [] : [{ kind: 'chat-state', peer, state }];
}

function oldState(message: Element): 'composing' | 'paused' | undefined {
  const old = message.getChild('x', NS.messageEvents);
  // With a body it asks to be told; without one it tells (XEP-0022 section 3).
  if (!old || bodyOf(message) !== undefined) return undefined;
  if (old.getChild('composing')) return 'composing';
  return old.getChild('delivered') || old.getChild('displayed') || old.getChild('offline')
    ? undefined
    : 'paused';
}

function readError(stanza: Element, reading: Reading): readonly XmppEvent[] {
  const sides = sidesOf(stanza, reading);
  const messageId = stanza.attrs['id'];
  return sides && messageId !== undefined
    ? [{ kind: 'message-error', peer: sides.peer, messageId, error: messageFailure(stanza) }]
    : [];
}

/** XEP-0084 section 4.2.3: the picture's hash is the item's id. */
function readAvatar(stanza: Element, own: OwnAddress): XmppEvent | undefined {
  const items = stanza.getChild('event', NS.pubsubEvent)?.getChild('items');
  const address = bareJid(stanza.attrs['from'] ?? own.bare);
  if (items?.attrs['node'] !== NS.avatarMetadata || address === undefined) return undefined;
  const info = items.getChild('item')?.getChild('metadata', NS.avatarMetadata)?.getChild('info');
  return { kind: 'avatar', address, hash: cleanHash(info?.attrs['id'] ?? '') ?? '' };
}

/** SHA-1 in hex. */
export function cleanHash(text: string): string | undefined {
  const hash = text.trim().toLowerCase();
  return /^[0-9a-f]{40}$/.test(hash) ? hash : undefined;
}
