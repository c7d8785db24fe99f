import { ok, type Result } from '../../../shared/errors/result.ts';
import type { Xmpp } from '../../ports/xmpp.port.ts';
import type { ContactBook } from './contact-book.ts';
import type { CustomContacts } from './custom-contacts.ts';

export interface GroupPorts {
  readonly book: Pick<ContactBook, 'all'>;
  readonly custom: Pick<CustomContacts, 'save'>;
  readonly xmpp: Pick<Xmpp, 'setRosterItem'>;
}

/**
 * Everybody in the group gets its new name, or none (M2). One after the other: the server stores each, and the first that
 * fails says why.
 */
export async function renameGroup(
  { book, custom, xmpp }: GroupPorts,
  group: string,
  name: string,
): Promise<Result<void>> {
  for (const contact of book.all.values()) {
    if (!contact.groups.includes(group)) continue;
    const renamed = contact.groups.map((each) => (each === group ? name : each));
    const groups = [...new Set(renamed)].filter((each) => each !== '');
    const set =
      contact.isLocal === true
        ? await custom.save({ ...contact, groups }, contact.id)
        : await xmpp.setRosterItem({ address: contact.id, name: contact.name, groups });
    if (!set.ok) return set;
  }
  return ok();
}
