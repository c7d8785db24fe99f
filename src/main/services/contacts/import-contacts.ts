import type * as z from 'zod/mini';
import type { CustomContact, importFateSchema } from '../../../shared/contract/contact-commands.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';
import { digitsOf } from '../../../shared/domain/phone-number.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { Xmpp } from '../../ports/xmpp.port.ts';
import type { ContactRecord } from '../contact-files/contact-record.ts';
import { readContactFile } from '../contact-files/read-contact-file.ts';
import type { Tasks } from '../tasks/create-tasks.ts';
import type { ContactBook } from './contact-book.ts';
import type { CustomContacts } from './custom-contacts.ts';
import { fold } from './search-people.ts';

type Fate = z.infer<typeof importFateSchema>;

/** An entry of a file and what becomes of it. */
interface Planned {
  readonly record: ContactRecord;
  readonly fate: Fate;
}

export interface ImportPorts {
  readonly xmpp: Pick<Xmpp, 'setRosterItem' | 'subscribe'>;
  readonly book: ContactBook;
  readonly custom: Pick<CustomContacts, 'save'>;
  readonly tasks: Pick<Tasks, 'run'>;
  readonly random: Random;
  /** Own bare JID. */
  readonly self: () => string | undefined;
}

/** Entries shown before the import. */
const SHOWN = 200;
/** Servers count how fast a list is changed. */
const PACE_MS = 20;

export type ImportHandlers = Pick<Handlers, 'contacts/read-file' | 'contacts/import'>;

/** Takes contacts over from a file, in two steps: what would happen, then its happening (C5, S7). */
export function createImportContacts(ports: ImportPorts): {
  readonly handlers: ImportHandlers;
  stop(): void;
} {
  let last: { readonly token: string; readonly plan: readonly Planned[] } | undefined;
  return {
    stop() {
      last = undefined;
    },
    handlers: {
      'contacts/read-file': async ({ text }) => {
        const records = readContactFile(text);
        if (!records) return fail('contacts.unreadable-file');
        const plan = planned(records, ports.book, ports.self());
        last = { token: ports.random.uuid(), plan };
        const fates: Record<Fate, number> = { add: 0, 'add-local': 0, regroup: 0, known: 0, unusable: 0 };
        for (const { fate } of plan) fates[fate] += 1;
        const entries = plan.slice(0, SHOWN).map(({ record, fate }) => ({
          name: record.name,
          detail: record.address ?? record.phones[0]?.number ?? record.email ?? '',
          groups: [...record.groups],
          fate,
        }));
        return ok({ token: last.token, fates, entries, total: plan.length });
      },
      'contacts/import': async ({ token }) => {
        if (last?.token !== token) return fail('contacts.unreadable-file');
        const items = last.plan.filter(({ fate }) => fate !== 'known' && fate !== 'unusable');
        last = undefined;
        const taskId = ports.tasks.run({
          kind: 'import',
          items,
          nameOf: ({ record }) => record.name,
          step: ({ record }) => take(ports, record),
          paceMs: PACE_MS,
        });
        return ok({ taskId });
      },
    },
  };
}

/** Nobody is added twice: neither who is in the list already, nor who stands in the file again. */
function planned(
  records: readonly ContactRecord[],
  book: ContactBook,
  self: string | undefined,
): readonly Planned[] {
  const locals = new Set<string>();
  for (const contact of book.all.values()) if (contact.isLocal === true) locals.add(localKey(contact));
  const seen = new Set<string>();
  return records.map((record) => {
    const { address } = record;
    const key = address ?? localKey(record);
    if (address === self || seen.has(key)) return { record, fate: 'known' };
    seen.add(key);
    if (address === undefined) {
      if (record.phones.length === 0 && record.email === undefined) return { record, fate: 'unusable' };
      return { record, fate: locals.has(key) ? 'known' : 'add-local' };
    }
    const known = book.all.get(address as ContactId);
    if (!known) return { record, fate: 'add' };
    const isNew = record.groups.some((group) => !known.groups.includes(group));
    return { record, fate: isNew ? 'regroup' : 'known' };
  });
}

const localKey = ({ name, phones }: Pick<ContactRecord, 'name' | 'phones'>): string =>
  `${fold(name)} ${digitsOf(phones[0]?.number ?? '')}`;

async function take(ports: ImportPorts, record: ContactRecord): Promise<Result<unknown>> {
  const { address, groups } = record;
  if (address === undefined) return ports.custom.save(customOf(record), undefined, record.photo);
  const known = ports.book.all.get(address as ContactId);
  const name = known?.name ?? record.name;
  const all = [...new Set([...(known?.groups ?? []), ...groups])];
  const set = await ports.xmpp.setRosterItem({ address, name, groups: all });
  return set.ok && !known ? ports.xmpp.subscribe(address) : set;
}

function customOf({ address: _, photo: __, ...record }: ContactRecord): CustomContact {
  return { ...record, phones: [...record.phones], groups: [...record.groups] };
}
