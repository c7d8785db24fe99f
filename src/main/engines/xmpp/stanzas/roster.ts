import { subscriptionSchema } from '../../../../shared/domain/contact.ts';
import { bareJid } from '../../../../shared/domain/jid.ts';
import type { RosterItem, XmppEvent } from '../../../ports/xmpp.port.ts';
import { NS } from '../wire/namespaces.ts';
import { type Element, xml } from '../wire/xml.ts';
import { isOwnAccount, type OwnAddress } from './own-address.ts';
import { readableName } from './readable-name.ts';

/** RFC 6121 section 2.2; `version` is '' when the cache is empty (section 2.6.2). */
export function rosterQuery(version: string): Element {
  return xml('query', { xmlns: NS.roster, ver: version });
}

/** The answer to a roster request: the whole list, or nothing new (section 2.6.3). */
export function readRoster(result: Element): XmppEvent {
  const query = result.getChild('query', NS.roster);
  if (!query) return { kind: 'roster-unchanged' };
  const version = query.attrs['ver'];
  const items = query.getChildren('item').flatMap((item) => readItem(item) ?? []);
  return { kind: 'roster', items, ...(version !== undefined && { version }) };
}

export function isRosterPush(stanza: Element): boolean {
  return stanza.attrs['type'] === 'set' && stanza.getChild('query', NS.roster) !== undefined;
}

/** A roster push; nothing when somebody else than the own account sent it (section 2.1.6), or it is malformed. */
export function readRosterPush(stanza: Element, own: OwnAddress): XmppEvent | undefined {
  const query = stanza.getChild('query', NS.roster);
  const item = query?.getChild('item');
  if (!query || !item || !isOwnAccount(stanza.attrs['from'], own)) return undefined;
  const version = query.attrs['ver'];
  const push = { kind: 'roster-push', ...(version !== undefined && { version }) } as const;
  if (item.attrs['subscription'] === 'remove') {
    const removed = bareJid(item.attrs['jid'] ?? '');
    return removed === undefined ? undefined : { ...push, removed };
  }
  const read = readItem(item);
  return read && { ...push, item: read };
}

/** A set replaces name and groups (section 2.3): both are always given. */
export function rosterSet(item: { address: string; name: string; groups: readonly string[] }): Element {
  const attrs = { jid: item.address, name: item.name === '' ? undefined : item.name };
  const groups = [...new Set(item.groups)].map((group) => xml('group', {}, group));
  return xml('query', { xmlns: NS.roster }, xml('item', attrs, ...groups));
}

export function rosterRemove(address: string): Element {
  return xml('query', { xmlns: NS.roster }, xml('item', { jid: address, subscription: 'remove' }));
}

function readItem(item: Element): RosterItem | undefined {
  const address = bareJid(item.attrs['jid'] ?? '');
  if (address === undefined) return undefined;
  const subscription = subscriptionSchema.safeParse(item.attrs['subscription']);
  const groups = item.getChildren('group').map((group) => readableName(group.getText()));
  return {
    address,
    name: readableName(item.attrs['name'] ?? ''),
    groups: [...new Set(groups)].filter((group) => group !== ''),
    subscription: subscription.success ? subscription.data : 'none',
    isPending: item.attrs['ask'] === 'subscribe',
  };
}
