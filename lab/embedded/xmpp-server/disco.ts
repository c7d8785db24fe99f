import { type XmlElement, xml } from '../xml/element.ts';
import type { Account } from './accounts.ts';
import type { XmppCore } from './core.ts';
import { NS } from './namespaces.ts';
import { StanzaError } from './stanza-error.ts';

const SERVER_FEATURES = [
  NS.discoInfo,
  NS.discoItems,
  NS.ping,
  NS.version,
  NS.time,
  NS.roster,
  NS.vcard,
  NS.privateXml,
  NS.search,
  NS.carbons,
  NS.blocking,
  NS.mam,
  NS.stanzaId,
  'msgoffline',
];
const ACCOUNT_FEATURES = [NS.discoInfo, NS.discoItems, NS.mam, NS.stanzaId, NS.carbons, NS.vcard];

/** Answer of XEP-0030; the asked `node` is echoed. */
export function info(
  query: XmlElement,
  identities: readonly (readonly [string, string, string])[],
  features: readonly string[],
  ...more: XmlElement[]
): XmlElement {
  return xml(
    'query',
    NS.discoInfo,
    { node: query.attrs['node'] },
    identities.map(([category, type, name]) => xml('identity', NS.discoInfo, { category, type, name })),
    features.map((feature) => xml('feature', NS.discoInfo, { var: feature })),
    more,
  );
}

export function serverInfo(core: XmppCore, query: XmlElement): XmlElement {
  if (query.attrs['node'] !== undefined) throw new StanzaError('item-not-found', 'cancel');
  return info(
    query,
    [
      ['server', 'im', 'Parlance lab'],
      ['directory', 'user', 'People'],
    ],
    core.files ? [...SERVER_FEATURES, NS.upload] : SERVER_FEATURES,
  );
}

export function accountInfo(account: Account, query: XmlElement): XmlElement {
  return info(query, [['account', 'registered', account.name]], ACCOUNT_FEATURES);
}

export function serverItems(core: XmppCore, query: XmlElement): XmlElement {
  return xml(
    'query',
    NS.discoItems,
    { node: query.attrs['node'] },
    xml('item', NS.discoItems, { jid: core.mucDomain, name: 'Rooms' }),
  );
}
