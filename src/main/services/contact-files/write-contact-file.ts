import type { ContactFileFormat } from '../../../shared/contract/contact-commands.ts';
import { unescapeLocal } from '../../../shared/domain/jid.ts';
import { assertNever } from '../../../shared/errors/assert-never.ts';
import type { ContactRecord } from './contact-record.ts';
import { writeCsv } from './csv.ts';
import { writeVCards } from './write-vcards.ts';

export interface ContactFile {
  readonly name: string;
  readonly type: string;
  readonly text: string;
  /** People in it: a bulk file has nobody without a chat address. */
  readonly count: number;
}

/** The contacts as a file. `owner`: own bare JID, which stands in every line of a bulk file. */
export function writeContactFile(
  format: ContactFileFormat,
  contacts: readonly ContactRecord[],
  owner: string,
): ContactFile {
  switch (format) {
    case 'vcard-3':
    case 'vcard-4':
      return {
        name: 'parlance-contacts.vcf',
        type: 'text/vcard;charset=utf-8',
        text: writeVCards(contacts, format === 'vcard-4' ? '4.0' : '3.0'),
        count: contacts.length,
      };
    case 'csv':
      return csvFile('parlance-contacts.csv', [HEADINGS, ...contacts.map(csvRow)], contacts.length);
    case 'bulk': {
      const listed = contacts.filter(({ address }) => address !== undefined);
      const rows = listed.flatMap((contact) => bulkRows(contact, owner));
      return csvFile('parlance-contacts-bulk.csv', [BULK_HEADINGS, ...rows], listed.length);
    }
    default:
      return assertNever(format);
  }
}

const csvFile = (name: string, rows: readonly (readonly string[])[], count: number): ContactFile => ({
  name,
  type: 'text/csv;charset=utf-8',
  text: writeCsv(rows),
  count,
});

const HEADINGS = [
  ...['Name', 'Chat address', 'E-mail', 'SIP address', 'Title', 'Department', 'Company', 'Postal address'],
  ...['Groups', 'Work phone', 'Mobile phone', 'Home phone', 'Other phone'],
] as const;

function csvRow(contact: ContactRecord): readonly string[] {
  const number = (kind: string) => contact.phones.find((phone) => phone.kind === kind)?.number ?? '';
  return [
    ...[contact.name, contact.address, contact.email, contact.sipUri].map((text) => text ?? ''),
    ...[contact.title, contact.department, contact.company, contact.postalAddress].map((text) => text ?? ''),
    contact.groups.join(';'),
    ...['work', 'mobile', 'home', 'other'].map(number),
  ];
}

/** As IM and Presence's bulk administration tool writes and reads contact lists: one line a group. */
const BULK_HEADINGS = ['User ID', 'User Domain', 'Contact ID', 'Contact Domain', 'Nickname', 'Group Name'];

function bulkRows({ address = '', name, groups }: ContactRecord, owner: string): readonly string[][] {
  const line = (group: string) => [...parted(owner), ...parted(address), name, group];
  return groups.length === 0 ? [line('')] : groups.map(line);
}

/** User and domain, the user's own at sign as it is typed (XEP-0106). */
function parted(jid: string): readonly [string, string] {
  const at = jid.lastIndexOf('@');
  return [unescapeLocal(jid.slice(0, Math.max(at, 0))), jid.slice(at + 1)];
}
