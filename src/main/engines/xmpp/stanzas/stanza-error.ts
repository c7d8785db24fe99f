import type { ErrorCode } from '../../../../shared/errors/catalogue.ts';
import { failure, type Failure } from '../../../../shared/errors/result.ts';
import { NS } from '../wire/namespaces.ts';
import { type Element, xml } from '../wire/xml.ts';

export interface StanzaError {
  /** RFC 6120 section 8.3.3, e.g. `item-not-found`. */
  readonly condition: string;
  /** `auth`, `cancel`, `continue`, `modify`, `wait`, or what the server made up. */
  readonly type: string;
}

export function readStanzaError(stanza: Element): StanzaError {
  const error = stanza.getChild('error');
  const condition = error
    ?.getChildElements()
    .find((child) => child.getNS() === NS.stanzaErrors && child.getName() !== 'text')
    ?.getName();
  return { condition: condition ?? 'undefined-condition', type: error?.attrs['type'] ?? 'cancel' };
}

/** The failure of a request that was answered with an error. */
export function requestFailure(stanza: Element): Failure {
  const { condition } = readStanzaError(stanza);
  return failure('xmpp.stanza', { condition }, condition);
}

/** What became of a message: the peer can't be had, or somebody on the way said no (M14). */
const MESSAGE_CODES: Readonly<Record<string, ErrorCode>> = {
  'recipient-unavailable': 'chat.recipient-unavailable',
  'service-unavailable': 'chat.recipient-unavailable',
  'item-not-found': 'chat.recipient-unavailable',
  gone: 'chat.recipient-unavailable',
  'remote-server-not-found': 'chat.recipient-unavailable',
  'remote-server-timeout': 'chat.recipient-unavailable',
  'policy-violation': 'chat.rejected',
  forbidden: 'chat.rejected',
  'not-allowed': 'chat.rejected',
  'not-acceptable': 'chat.rejected',
  'not-authorized': 'chat.rejected',
  'registration-required': 'chat.rejected',
  'subscription-required': 'chat.rejected',
};

export function messageFailure(stanza: Element): Failure {
  const { condition } = readStanzaError(stanza);
  return failure(MESSAGE_CODES[condition] ?? 'xmpp.stanza', { condition }, condition);
}

/** Gives a message back that nobody here will see. */
export function refusedMessage(message: Element): Element {
  return xml(
    'message',
    { type: 'error', id: message.attrs['id'], to: message.attrs['from'] },
    xml('error', { type: 'cancel' }, xml('service-unavailable', { xmlns: NS.stanzaErrors })),
  );
}

/** An error answer to a request of somebody else's (RFC 6120 section 8.3.1). */
export function errorReply(request: Element, type: string, condition: string): Element {
  return xml(
    'iq',
    { type: 'error', id: request.attrs['id'], to: request.attrs['from'] },
    xml('error', { type }, xml(condition, { xmlns: NS.stanzaErrors })),
  );
}
