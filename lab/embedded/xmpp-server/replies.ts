import { type XmlElement, xml } from '../xml/element.ts';
import { NS } from './namespaces.ts';
import type { Session } from './session.ts';
import type { StanzaError } from './stanza-error.ts';

/** The answer to a stanza that failed: sender and receiver change places, the id stays. */
export function errorReply(stanza: XmlElement, error: StanzaError, from = stanza.attrs['to']): XmlElement {
  return xml(
    stanza.name,
    NS.client,
    { type: 'error', id: stanza.attrs['id'], from, to: stanza.attrs['from'] },
    xml('error', NS.client, { type: error.type }, xml(error.condition, NS.stanzaErrors), error.extra),
  );
}

/** The result of a request: from whom it was asked, with one child or none. */
export function resultReply(stanza: XmlElement, session: Session, content?: XmlElement): XmlElement {
  return xml(
    'iq',
    NS.client,
    { type: 'result', id: stanza.attrs['id'], from: stanza.attrs['to'], to: session.jid },
    content,
  );
}
