import { type XmlElement, xml } from '../xml/element.ts';
import { queryArchive } from './archive.ts';
import { rosterElement, type XmppCore } from './core.ts';
import { accountInfo, serverInfo, serverItems } from './disco.ts';
import { bareOf, parseJid } from './jid.ts';
import { NS } from './namespaces.ts';
import { resultReply } from './replies.ts';
import { handleRoomIq } from './rooms-iq.ts';
import type { Session } from './session.ts';
import { StanzaError } from './stanza-error.ts';
import { removeContact } from './subscriptions.ts';

export interface IqContext {
  readonly core: XmppCore;
  readonly session: Session;
  readonly stanza: XmlElement;
  readonly payload: XmlElement;
}

/** Answers a request: the child of the result, or nothing for an empty result. Throws `StanzaError`. */
type IqHandler = (context: IqContext) => XmlElement | undefined;

/** An info/query from a session, already stamped with its full address (RFC 6120 section 8.2.3). */
export function handleIq(core: XmppCore, session: Session, stanza: XmlElement): void {
  const { type, id } = stanza.attrs;
  const to = stanza.attrs['to'] ?? session.account.jid;
  const target = parseJid(to);
  if (!target) throw new StanzaError('jid-malformed', 'modify');
  const isRequest = type === 'get' || type === 'set';
  if (!isRequest && type !== 'result' && type !== 'error') throw new StanzaError('bad-request', 'modify');
  if (isRequest && (id === undefined || stanza.elements.length !== 1))
    throw new StanzaError('bad-request', 'modify');
  if (target.domain === core.mucDomain) return handleRoomIq(core, session, stanza);
  if (target.domain !== core.domain) throw new StanzaError('remote-server-not-found', 'cancel');
  if (target.resource !== '' && target.local !== '') return forward(core, session, stanza, isRequest);
  const payload = stanza.elements[0];
  if (!isRequest || !payload) return;
  const isOwn = target.local === '' || bareOf(to) === session.account.jid;
  const handler = (isOwn ? OWN : CONTACT)[`${type} ${payload.ns}`];
  if (!handler) throw new StanzaError('service-unavailable', 'cancel');
  const result = handler({ core, session, stanza, payload });
  core.deliver(session, resultReply(stanza, session, result));
}

function forward(core: XmppCore, session: Session, stanza: XmlElement, isRequest: boolean): void {
  const to = stanza.attrs['to'] ?? '';
  const target = core.session(to);
  const isBlocked =
    core.account(to)?.blocked.has(session.account.jid) || session.account.blocked.has(bareOf(to));
  if (target && !isBlocked) core.deliver(target, stanza);
  else if (isRequest) throw new StanzaError('service-unavailable', 'cancel');
}

/** Requests to the server or to the own account. */
const OWN: Record<string, IqHandler> = {
  [`set ${NS.session}`]: () => undefined,
  [`get ${NS.ping}`]: () => undefined,
  [`get ${NS.roster}`]: getRoster,
  [`set ${NS.roster}`]: setRoster,
  [`get ${NS.vcard}`]: ({ core, session, stanza }) => {
    const to = stanza.attrs['to'];
    return to === core.domain ? xml('vCard', NS.vcard) : (session.account.vcard ?? xml('vCard', NS.vcard));
  },
  [`set ${NS.vcard}`]: ({ session, payload }) => {
    session.account.vcard = payload;
    return undefined;
  },
  [`get ${NS.discoInfo}`]: ({ core, session, stanza, payload }) =>
    stanza.attrs['to'] === core.domain ? serverInfo(core, payload) : accountInfo(session.account, payload),
  [`get ${NS.discoItems}`]: ({ core, stanza, payload }) =>
    stanza.attrs['to'] === core.domain
      ? serverItems(core, payload)
      : xml('query', NS.discoItems, { node: payload.attrs['node'] }),
  [`get ${NS.upload}`]: ({ core, stanza, payload }) => {
    if (!core.files || stanza.attrs['to'] !== core.domain)
      throw new StanzaError('service-unavailable', 'cancel');
    return core.files.slot(payload);
  },
  [`get ${NS.version}`]: () =>
    xml(
      'query',
      NS.version,
      {},
      xml('name', NS.version, {}, 'Parlance lab'),
      xml('version', NS.version, {}, '1'),
    ),
  [`get ${NS.time}`]: () =>
    xml(
      'time',
      NS.time,
      {},
      xml('tzo', NS.time, {}, '+00:00'),
      xml('utc', NS.time, {}, new Date().toISOString()),
    ),
  [`set ${NS.carbons}`]: ({ session, payload }) => {
    session.hasCarbons = payload.name === 'enable';
    return undefined;
  },
  [`get ${NS.blocking}`]: ({ session }) => {
    session.wantsBlockPushes = true;
    return xml(
      'blocklist',
      NS.blocking,
      {},
      [...session.account.blocked].map((jid) => xml('item', NS.blocking, { jid })),
    );
  },
  [`set ${NS.blocking}`]: setBlocking,
  [`get ${NS.privateXml}`]: ({ session, payload }) => {
    const asked = payload.elements[0];
    if (!asked) throw new StanzaError('bad-request', 'modify');
    return xml(
      'query',
      NS.privateXml,
      {},
      session.account.privateXml.get(`${asked.ns} ${asked.name}`) ?? asked,
    );
  },
  [`set ${NS.privateXml}`]: ({ session, payload }) => {
    for (const item of payload.elements) session.account.privateXml.set(`${item.ns} ${item.name}`, item);
    return undefined;
  },
  [`get ${NS.search}`]: () =>
    xml(
      'query',
      NS.search,
      {},
      xml('instructions', NS.search, {}, 'Any part of a name or address'),
      ...['first', 'last', 'nick', 'email'].map((name) => xml(name, NS.search)),
    ),
  [`set ${NS.search}`]: search,
  [`set ${NS.mam}`]: ({ core, session, payload }) => {
    const { results, fin } = queryArchive(session.account.archive, payload);
    for (const result of results)
      core.deliver(session, result.with({ from: session.account.jid, to: session.jid }));
    return fin;
  },
  [`get ${NS.mam}`]: ({ payload }) => {
    if (payload.name === 'prefs')
      return xml('prefs', NS.mam, { default: 'always' }, xml('always', NS.mam), xml('never', NS.mam));
    const field = (name: string, type: string): XmlElement => xml('field', NS.form, { var: name, type });
    const formType = xml(
      'field',
      NS.form,
      { var: 'FORM_TYPE', type: 'hidden' },
      xml('value', NS.form, {}, NS.mam),
    );
    return xml(
      'query',
      NS.mam,
      {},
      xml(
        'x',
        NS.form,
        { type: 'form' },
        formType,
        field('with', 'jid-single'),
        field('start', 'text-single'),
        field('end', 'text-single'),
      ),
    );
  },
};

/** Requests to the bare address of somebody else. */
const CONTACT: Record<string, IqHandler> = {
  [`get ${NS.vcard}`]: ({ core, stanza }) => {
    const account = core.account(stanza.attrs['to'] ?? '');
    if (!account?.vcard) throw new StanzaError(account ? 'item-not-found' : 'service-unavailable', 'cancel');
    return account.vcard;
  },
  [`get ${NS.discoInfo}`]: ({ core, stanza, payload }) => {
    const account = core.account(stanza.attrs['to'] ?? '');
    if (!account) throw new StanzaError('service-unavailable', 'cancel');
    return accountInfo(account, payload);
  },
};

/** RFC 6121 sections 2.1.3 and 2.6: a known version is answered with nothing. */
function getRoster({ session, payload }: IqContext): XmlElement | undefined {
  session.isInterested = true;
  const { account } = session;
  if (payload.attrs['ver'] === String(account.rosterVersion)) return undefined;
  return xml(
    'query',
    NS.roster,
    { ver: account.rosterVersion },
    [...account.roster.values()].map((item) => rosterElement(item)),
  );
}

/** RFC 6121 sections 2.3 to 2.5: exactly one item; the groups sent replace the old ones. */
function setRoster({ core, session, payload }: IqContext): undefined {
  const [sent, ...more] = payload.all('item');
  const target = parseJid(sent?.attrs['jid'] ?? '');
  if (!sent || more.length > 0 || !target) throw new StanzaError('bad-request', 'modify');
  const jid = bareOf(sent.attrs['jid'] ?? '');
  const { account } = session;
  if (sent.attrs['subscription'] === 'remove') {
    if (!removeContact(core, account, jid)) throw new StanzaError('item-not-found', 'modify');
    return undefined;
  }
  const item = account.roster.get(jid) ?? { jid, groups: [], subscription: 'none' as const, isAsking: false };
  const groups = sent.all('group').map((group) => group.text);
  if (groups.includes('')) throw new StanzaError('not-acceptable', 'modify');
  const name = sent.attrs['name'];
  if (name === undefined) delete item.name;
  else item.name = name;
  item.groups = [...new Set(groups)];
  account.roster.set(jid, item);
  core.pushRoster(account, rosterElement(item));
  return undefined;
}

/** XEP-0191: block hides our presence from them, unblock shows it again. */
function setBlocking({ core, session, payload }: IqContext): undefined {
  const { account } = session;
  const named = payload.all('item').map((item) => bareOf(item.attrs['jid'] ?? ''));
  if (payload.name === 'block' && named.length === 0) throw new StanzaError('bad-request', 'modify');
  const affected = named.length > 0 ? named : [...account.blocked];
  for (const jid of affected) {
    if (payload.name === 'block') account.blocked.add(jid);
    else account.blocked.delete(jid);
    for (const mine of core.sessionsOf(account.jid)) {
      const subscription = account.roster.get(jid)?.subscription;
      if (!mine.presence || (subscription !== 'from' && subscription !== 'both')) continue;
      const presence =
        payload.name === 'block'
          ? xml('presence', NS.client, { type: 'unavailable', from: mine.jid, to: jid })
          : core.presenceFor(mine, jid);
      for (const theirs of core.sessionsOf(jid))
        if (theirs.presence && presence) core.deliver(theirs, presence);
    }
  }
  for (const mine of core.sessionsOf(account.jid)) {
    if (mine.wantsBlockPushes)
      core.deliver(
        mine,
        xml('iq', NS.client, { type: 'set', id: `block${Date.now()}`, to: mine.jid }, payload),
      );
  }
  return undefined;
}

/** XEP-0055 over the accounts: every field given must begin a word of the name or be in the address. */
function search({ core, payload }: IqContext): XmlElement {
  const wanted = payload.elements
    .map((field) => field.text.trim().toLowerCase())
    .filter((text) => text !== '');
  const found = [...core.accounts.values()].filter((account) => {
    const words = [...account.name.toLowerCase().split(/\s+/), account.username];
    return wanted.length > 0 && wanted.every((text) => words.some((word) => word.startsWith(text)));
  });
  return xml(
    'query',
    NS.search,
    {},
    found.slice(0, 50).map((account) => {
      const [first = '', ...rest] = account.name.split(' ');
      const field = (name: string, value: string): XmlElement => xml(name, NS.search, {}, value);
      return xml(
        'item',
        NS.search,
        { jid: account.jid },
        field('first', first),
        field('last', rest.join(' ')),
        field('nick', account.name),
        field('email', account.jid),
      );
    }),
  );
}
