import type { Contact } from '../../../shared/domain/contact.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';
import type { Presence } from '../../../shared/domain/presence.ts';
import type { RosterItem } from '../../ports/xmpp.port.ts';

/** A roster item as a contact; what the roster does not say (picture, card) is kept from what was known. */
export function mergeItem(item: RosterItem, known: Contact | undefined, presence: Presence): Contact {
  return {
    phones: [],
    ...known,
    id: item.address as ContactId,
    address: item.address,
    name: nameFor(item, known),
    groups: [...item.groups],
    subscription: item.subscription,
    isPending: item.isPending,
    presence,
  };
}

/** The name given in the roster, else one learnt from the card, else the address's local part. */
function nameFor(item: RosterItem, known: Contact | undefined): string {
  return item.name || known?.name || placeholderName(item.address);
}

export const placeholderName = (address: string): string => address.split('@')[0] || address;

/** Whether nobody has told the name of this contact yet. */
export const isUnnamed = (contact: Contact): boolean =>
  contact.name === placeholderName(contact.address ?? contact.id);

/** Whether the roster says the same of both. */
export function isSameItem(a: Contact, b: Contact | undefined): boolean {
  return (
    b !== undefined &&
    a.name === b.name &&
    a.subscription === b.subscription &&
    a.isPending === b.isPending &&
    a.groups.length === b.groups.length &&
    a.groups.every((group, index) => group === b.groups[index])
  );
}
