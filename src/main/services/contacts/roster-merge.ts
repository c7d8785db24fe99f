import type { Contact } from '../../../shared/domain/contact.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';
import type { RosterItem } from '../../ports/xmpp.port.ts';

/** A roster item as a contact; what the roster does not say (picture, card, presence) is kept from what was known. */
export function mergeItem(item: RosterItem, known: Contact | undefined): Contact {
  return {
    presence: { show: 'unknown' },
    phones: [],
    ...known,
    id: item.address as ContactId,
    address: item.address,
    name: nameFor(item, known),
    groups: [...item.groups],
    subscription: item.subscription,
    isPending: item.isPending,
  };
}

/** The name given in the roster, else one learnt from the card, else the address's local part. */
function nameFor(item: RosterItem, known: Contact | undefined): string {
  if (item.name !== '') return item.name;
  const local = item.address.split('@')[0] || item.address;
  const learnt = known?.name;
  return learnt !== undefined && learnt !== '' ? learnt : local;
}

/** Whether two contacts are stored alike: presence is not stored. */
export function isSameStored(a: Contact, b: Contact | undefined): boolean {
  if (!b) return false;
  const { presence: _a, ...left } = a;
  const { presence: _b, ...right } = b;
  return JSON.stringify(left) === JSON.stringify(right);
}
