import { NS } from '../wire/namespaces.ts';
import type { Element } from '../wire/xml.ts';
import { readableName } from './readable-name.ts';

/** Schemes by the namespace that EME names (XEP-0380) or that their own element has. */
const SCHEMES: Readonly<Record<string, string>> = {
  'eu.siacs.conversations.axolotl': 'OMEMO',
  'urn:xmpp:omemo:0': 'OMEMO',
  'urn:xmpp:omemo:1': 'OMEMO',
  'urn:xmpp:omemo:2': 'OMEMO',
  'urn:xmpp:openpgp:0': 'OpenPGP',
  'jabber:x:encrypted': 'OpenPGP',
  'urn:xmpp:otr:0': 'OTR',
};
/** What carries the words, by name. An OMEMO element without a payload only exchanges keys. */
const CARRIERS: ReadonlySet<string> = new Set(['encrypted', 'openpgp', 'x']);
const LONGEST_NAME = 30;

/**
 * How a message is encrypted from client to client, when it is: words that nobody here can read (decision 0017), and an
 * English body beside them that says as much of some other program. '' when it names no scheme.
 */
export function readEncryption(message: Element, body: string | undefined): string | undefined {
  const carrier = message
    .getChildElements()
    .find((child) => CARRIERS.has(child.getName()) && SCHEMES[child.getNS() ?? ''] !== undefined);
  const hint = message.getChild('encryption', NS.encryption);
  // Data of OTR; its first words, which are for people too, are left as they are.
  if (/^\?OTR[:,|]/.test(body ?? '')) return 'OTR';
  if (!carrier && !hint) return undefined;
  const isKeysOnly = carrier?.is('encrypted') && !carrier.getChild('payload');
  if ((body ?? '') === '' && (!carrier || isKeysOnly)) return undefined;
  return (
    SCHEMES[carrier?.getNS() ?? ''] ??
    SCHEMES[hint?.attrs['namespace'] ?? ''] ??
    [...readableName(hint?.attrs['name'] ?? '')].slice(0, LONGEST_NAME).join('')
  );
}
