import type { OutgoingMessage } from '../../../ports/xmpp.port.ts';
import { contentElements } from './message-content.ts';
import { NS } from '../wire/namespaces.ts';
import { type Element, xml } from '../wire/xml.ts';
import { sharedFileElement } from './shared-file.ts';

/** A chat message with everything that lets its fate be followed: origin id, receipt and marker requests, chat state. */
export function chatStanza(message: OutgoingMessage): Element {
  return xml(
    'message',
    { type: 'chat', to: message.to, id: message.id },
    ...contentElements(message),
    message.fileUrl === undefined ? undefined : sharedFileElement(message.fileUrl),
    xml('origin-id', { xmlns: NS.stanzaIds, id: message.id }),
    privateMark(message.isPrivate === true),
    ...(message.about === undefined ? marks() : []),
  );
}

/** What lets the fate of a message be followed. */
const marks = (): readonly Element[] => [
  // XEP-0085 section 5.1: with content it may always be sent, and tells the peer that we support it.
  xml('active', { xmlns: NS.chatStates }),
  xml('request', { xmlns: NS.receipts }),
  xml('markable', { xmlns: NS.markers }),
];

/** XEP-0045 section 7.5: for one person in a room. Tells copies to own devices (XEP-0280) from talk with a person. */
const privateMark = (isPrivate: boolean): Element | undefined =>
  isPrivate ? xml('x', { xmlns: NS.mucUser }) : undefined;

/** Marks and states go to conversations, never to a device: only an occupant's has a resource. */
const isOccupant = (to: string): boolean => to.includes('/');

/** XEP-0184 section 5.4. Kept by the archive, so that other devices know. */
export function receiptStanza(to: string, messageId: string, id: string): Element {
  return xml(
    'message',
    { type: 'chat', to, id },
    xml('received', { xmlns: NS.receipts, id: messageId }),
    privateMark(isOccupant(to)),
    xml('store', { xmlns: NS.hints }),
  );
}

/** XEP-0333 section 4. */
export function displayedStanza(to: string, messageId: string, id: string): Element {
  return xml(
    'message',
    { type: 'chat', to, id },
    xml('displayed', { xmlns: NS.markers, id: messageId }),
    privateMark(isOccupant(to)),
    xml('store', { xmlns: NS.hints }),
  );
}

/** XEP-0085; not to be stored anywhere (section 5.6). */
export function chatStateStanza(to: string, state: string): Element {
  return xml(
    'message',
    { type: 'chat', to },
    xml(state, { xmlns: NS.chatStates }),
    privateMark(isOccupant(to)),
    xml('no-store', { xmlns: NS.hints }),
  );
}
