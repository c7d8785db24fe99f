import { bareJid } from '../../../../shared/domain/jid.ts';
import { NS } from '../wire/namespaces.ts';
import { type Element, xml } from '../wire/xml.ts';
import { isOwnAccount, type OwnAddress } from './own-address.ts';

/** More than this is no list of a person's. */
const MOST = 5_000;

export const blocklistQuery = (): Element => xml('blocklist', { xmlns: NS.blocking });

/** XEP-0191 section 3.2. */
export function readBlocklist(answer: Element): readonly string[] {
  return addressesOf(answer.getChild('blocklist', NS.blocking));
}

/** Sections 3.3 and 3.4. */
export function blockStanza(address: string, isBlocked: boolean): Element {
  return xml(isBlocked ? 'block' : 'unblock', { xmlns: NS.blocking }, xml('item', { jid: address }));
}

export interface BlockingPush {
  readonly addresses: readonly string[];
  readonly isBlocked: boolean;
}

/** What another device changed: told by the own account only, anything else is forged. */
export function readBlockingPush(stanza: Element, own: OwnAddress): BlockingPush | undefined {
  if (stanza.attrs['type'] !== 'set' || !isOwnAccount(stanza.attrs['from'], own)) return undefined;
  const block = stanza.getChild('block', NS.blocking);
  const unblock = stanza.getChild('unblock', NS.blocking);
  if (block) return { addresses: addressesOf(block), isBlocked: true };
  return unblock && { addresses: addressesOf(unblock), isBlocked: false };
}

function addressesOf(parent: Element | undefined): readonly string[] {
  const items = parent?.getChildren('item').slice(0, MOST) ?? [];
  return [...new Set(items.flatMap(({ attrs }) => bareJid(attrs['jid'] ?? '') ?? []))];
}
