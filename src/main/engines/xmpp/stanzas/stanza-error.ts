import type { ErrorCode } from '../../../../shared/errors/catalogue.ts';
import { failure, type Failure } from '../../../../shared/errors/result.ts';
import { NS } from '../wire/namespaces.ts';
import { type Element, xml } from '../wire/xml.ts';

export interface StanzaError {
  /** RFC 6120 section 8.3.3, e.g. `item-not-found`. */
  readonly condition: string;
  /** `auth`, `cancel`, `continue`, `modify`, `wait`, or what the server made up. */
  readonly type: string;
  /** What whoever refused says about it, in one line of bounded length. */
  readonly words?: string;
}

const LONGEST_WORDS = 300;

/** Foreign text for a line of ours: no line breaks, nothing that turns the direction. */
function oneLine(text: string): string {
  const clean = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim();
  const letters = [...clean];
  return letters.length > LONGEST_WORDS ? `${letters.slice(0, LONGEST_WORDS - 1).join('')}…` : clean;
}

export function readStanzaError(stanza: Element): StanzaError {
  const error = stanza.getChild('error');
  const condition = error
    ?.getChildElements()
    .find((child) => child.getNS() === NS.stanzaErrors && child.getName() !== 'text')
    ?.getName();
  const words = oneLine(error?.getChild('text', NS.stanzaErrors)?.getText() ?? '');
  return {
    condition: condition ?? 'undefined-condition',
    type: error?.attrs['type'] ?? 'cancel',
    ...(words !== '' && { words }),
  };
}

/** The failure of a request that was answered with an error. */
export function requestFailure(stanza: Element): Failure {
  const { condition, words } = readStanzaError(stanza);
  return failure('xmpp.stanza', { condition, ...(words !== undefined && { words }) }, condition);
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
  const { condition, words } = readStanzaError(stanza);
  const params = { condition, ...(words !== undefined && { words }) };
  return failure(MESSAGE_CODES[condition] ?? 'xmpp.stanza', params, condition);
}

/** An error answer to a request of somebody else's (RFC 6120 section 8.3.1). */
export function errorReply(request: Element, type: string, condition: string): Element {
  return xml(
    'iq',
    { type: 'error', id: request.attrs['id'], to: request.attrs['from'] },
    xml('error', { type }, xml(condition, { xmlns: NS.stanzaErrors })),
  );
}
