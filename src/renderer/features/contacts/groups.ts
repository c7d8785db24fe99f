import type { Contact } from '../../../shared/domain/contact.ts';

/** Who can be written to, by group, in the groups' order; contacts without a group are in none. */
export function addressesByGroup(contacts: Iterable<Contact>): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { address, groups: names } of contacts) {
    if (address === undefined) continue;
    for (const name of names) {
      const members = groups.get(name) ?? new Set<string>();
      groups.set(name, members.add(address));
    }
  }
  return new Map([...groups].sort(([a], [b]) => a.localeCompare(b)));
}
