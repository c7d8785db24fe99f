import type { XmlElement } from '../xml/element.ts';
import type { XmppCore } from './core.ts';
import { handleIq } from './iq.ts';
import { handleMessage } from './messages.ts';
import { handlePresence } from './presence.ts';
import { errorReply } from './replies.ts';
import type { Session } from './session.ts';
import { StanzaError } from './stanza-error.ts';

/** Handles one stanza of a session: stamps the sender (RFC 6120 section 8.1.2.1), routes, turns refusals into error stanzas. */
export function dispatch(core: XmppCore, session: Session, raw: XmlElement): void {
  const stanza = raw.with({ from: session.jid });
  core.counters.stanzasIn++;
  for (const tap of core.taps) tap('in', session.jid, stanza);
  try {
    if (stanza.name === 'message') handleMessage(core, session, stanza);
    else if (stanza.name === 'presence') handlePresence(core, session, stanza);
    else handleIq(core, session, stanza);
  } catch (error) {
    if (!(error instanceof StanzaError)) throw error;
    const { type } = stanza.attrs;
    if (type === 'error' || (stanza.name === 'iq' && type === 'result')) return;
    core.deliver(session, errorReply(stanza, error, stanza.attrs['to'] ?? session.account.jid));
  }
}
