import type { Contact } from '../../../shared/domain/contact.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';
import type { PresenceShow } from '../../../shared/domain/presence.ts';

/** A row of the contact list: a group's heading, or one contact within a group (a contact may be in several). */
export type RosterRow =
  | {
      readonly kind: 'group';
      readonly key: string;
      readonly group: string;
      readonly online: number;
      readonly total: number;
      readonly isOpen: boolean;
    }
  | { readonly kind: 'contact'; readonly key: string; readonly id: ContactId; readonly name: string };

export interface RosterOrder {
  readonly sortBy: 'name' | 'status';
  readonly showOffline: boolean;
  readonly closedGroups: ReadonlySet<string>;
}

/** Best first; equals sort by name. */
const rank: Readonly<Record<PresenceShow, number>> = {
  available: 0,
  'on-a-call': 1,
  'in-a-meeting': 1,
  presenting: 1,
  'do-not-disturb': 2,
  away: 3,
  'extended-away': 3,
  unknown: 4,
  offline: 5,
};

const isOnline = (contact: Contact) => rank[contact.presence.show] < rank.unknown;
const collator = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });

/** The contact list in its order. Contacts without a group come last, under ''. People outside the roster are left out. */
export function rosterRows(contacts: Iterable<Contact>, order: RosterOrder): readonly RosterRow[] {
  const groups = new Map<string, Contact[]>();
  for (const contact of contacts) {
    const isListed = contact.isLocal === true || contact.subscription !== 'none' || contact.isPending;
    if (!isListed && contact.groups.length === 0) continue;
    for (const group of contact.groups.length > 0 ? contact.groups : ['']) {
      const members = groups.get(group);
      if (members) members.push(contact);
      else groups.set(group, [contact]);
    }
  }
  const names = [...groups.keys()].sort((a, b) => (a === '' ? 1 : b === '' ? -1 : collator.compare(a, b)));
  const byName = (a: Contact, b: Contact) => collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1);
  const compare =
    order.sortBy === 'name'
      ? byName
      : (a: Contact, b: Contact) => rank[a.presence.show] - rank[b.presence.show] || byName(a, b);

  return names.flatMap((group) => {
    const members = groups.get(group) as Contact[];
    const isOpen = !order.closedGroups.has(group);
    const heading: RosterRow = {
      kind: 'group',
      key: `group:${group}`,
      group,
      online: members.filter(isOnline).length,
      total: members.length,
      isOpen,
    };
    if (!isOpen) return [heading];
    // While nothing is known yet (a cached start), everybody is shown: an empty list would be a lie.
    const shown = order.showOffline
      ? members
      : members.filter((contact) => contact.presence.show !== 'offline');
    return [
      heading,
      ...shown.sort(compare).map(
        (contact): RosterRow => ({
          kind: 'contact',
          key: `${group}/${contact.id}`,
          id: contact.id,
          name: contact.name,
        }),
      ),
    ];
  });
}
