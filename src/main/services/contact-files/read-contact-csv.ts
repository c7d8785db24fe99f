import type { Contact } from '../../../shared/domain/contact.ts';
import { jidOfUser, normaliseBareJid } from '../../../shared/domain/jid.ts';
import { type ContactRecord, recordOf } from './contact-record.ts';
import { readCsv, readCsvField } from './csv.ts';

type Kind = Contact['phones'][number]['kind'];

/** Names of columns as address books write them, in small letters and without what is no letter or digit. */
const COLUMNS = {
  name: ['name', 'displayname', 'fullname', 'fileas', 'nickname', 'contactname'],
  first: ['firstname', 'givenname', 'forename'],
  middle: ['middlename', 'additionalname'],
  last: ['lastname', 'familyname', 'surname'],
  address: ['chataddress', 'imaddress', 'jid', 'contactjid', 'xmpp', 'im', 'imaddress1', 'contact'],
  email: ['email', 'emailaddress', 'email1value', 'mail', 'email2address', 'email2value', 'primaryemail'],
  sip: ['sipaddress', 'sipuri', 'sip', 'directoryuri'],
  title: ['title', 'jobtitle', 'organizationtitle', 'organization1title'],
  department: ['department', 'organizationdepartment', 'organization1department'],
  company: ['company', 'organization', 'organizationname', 'organization1name'],
  groups: ['groups', 'group', 'groupname', 'categories', 'groupmembership', 'labels'],
  street: ['businessstreet', 'street', 'streetaddress', 'address1street', 'postaladdress', 'homestreet'],
  city: ['businesscity', 'city', 'address1city'],
  code: ['businesspostalcode', 'postalcode', 'zip', 'address1postalcode'],
  country: ['businesscountryregion', 'businesscountry', 'country', 'address1country'],
} as const;

type Column = keyof typeof COLUMNS;

const PHONES: Readonly<Record<Kind, readonly string[]>> = {
  work: [
    'businessphone',
    'businessphone2',
    'workphone',
    'work',
    'telephonenumber',
    'phone',
    'companymainphone',
    'officephone',
  ],
  mobile: ['mobilephone', 'mobile', 'cell', 'cellphone'],
  home: ['homephone', 'homephone2', 'home'],
  other: ['otherphone', 'primaryphone', 'other', 'othernumber', 'carphone'],
};

/** The bulk format of Cisco's IM and Presence: whose list, whom, under which name and in which group; headings are optional. */
const BULK = ['userid', 'userdomain', 'contactid', 'contactdomain', 'nickname', 'groupname'] as const;

const plain = (heading: string): string => heading.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** The people of a CSV file with headings, or of a bulk file; undefined: it is neither. */
export function readContactCsv(text: string): readonly ContactRecord[] | undefined {
  const rows = readCsv(text);
  const headings = (rows[0] ?? []).map(plain);
  if (BULK.slice(0, 4).every((name, at) => headings[at] === name)) return bulkRecords(rows.slice(1));
  const reader = readerFor(headings);
  if (reader) return merged(rows.slice(1).flatMap((row) => reader(row) ?? []));
  return isBulk(rows) ? bulkRecords(rows) : undefined;
}

/** Without headings: five or six columns, of which the fourth is a domain in every row. */
function isBulk(rows: readonly (readonly string[])[]): boolean {
  const isRow = (row: readonly string[]) =>
    row.length >= 4 && row.length <= 8 && addressOf(row) !== undefined;
  return rows.length > 0 && rows.every(isRow);
}

const addressOf = ([, , id = '', domain = '']: readonly string[]): string | undefined =>
  // A user name that is a mail address keeps its at sign, escaped (XEP-0106).
  /\./.test(domain) && !/[@\s]/.test(domain) ? jidOfUser(id.trim(), domain) : undefined;

function bulkRecords(rows: readonly (readonly string[])[]): readonly ContactRecord[] {
  return merged(
    rows.flatMap((row) => {
      const fields = row.map((field) => readCsvField(field) ?? '');
      const [, , id = '', domain = '', nickname, group = ''] = fields;
      const address = addressOf(fields) ?? `${id}@${domain}`;
      return recordOf({ names: [nickname, id], addresses: [address], phones: [], groups: [group] }) ?? [];
    }),
  );
}

/** A contact that is in several groups has a line for each. */
function merged(records: readonly ContactRecord[]): readonly ContactRecord[] {
  const byAddress = new Map<string, ContactRecord>();
  const others: ContactRecord[] = [];
  for (const record of records) {
    const known = record.address === undefined ? undefined : byAddress.get(record.address);
    if (record.address === undefined) others.push(record);
    else if (!known) byAddress.set(record.address, record);
    else
      byAddress.set(record.address, { ...known, groups: [...new Set([...known.groups, ...record.groups])] });
  }
  return [...byAddress.values(), ...others];
}

function readerFor(
  headings: readonly string[],
): ((row: readonly string[]) => ContactRecord | undefined) | undefined {
  const places = (names: readonly string[]) =>
    names.flatMap((name) => headings.flatMap((heading, at) => (heading === name ? [at] : [])));
  const columns = new Map((Object.keys(COLUMNS) as Column[]).map((key) => [key, places(COLUMNS[key])]));
  const at = (key: Column): readonly number[] => columns.get(key) ?? [];
  const phones = (Object.keys(PHONES) as Kind[]).flatMap((kind) =>
    places(PHONES[kind]).map((place) => ({ kind, place })),
  );
  const typed = typedPhones(headings);
  const isKnown = (['name', 'first', 'last', 'address', 'email'] as const).some((key) => at(key).length > 0);
  if (!isKnown) return undefined;
  return (row) => {
    const get = (place: number | undefined) => readCsvField(place === undefined ? undefined : row[place]);
    const one = (key: Column) =>
      at(key)
        .map(get)
        .find((text) => text?.trim());
    const whole = [one('first'), one('middle'), one('last')].filter(Boolean).join(' ');
    const place = [one('street'), [one('code'), one('city')].filter(Boolean).join(' '), one('country')];
    return recordOf({
      names: [one('name'), whole],
      addresses: at('address').map((column) =>
        normaliseBareJid((get(column) ?? '').trim().replace(/^(xmpp|im):/i, '')),
      ),
      emails: at('email').map(get),
      phones: [
        ...phones.map(({ kind, place: column }) => ({ kind, number: get(column) ?? '' })),
        ...typed.map(({ type, value }) => ({ kind: kindNamed(get(type)), number: get(value) ?? '' })),
      ],
      // `:::` stands between several in Google's files.
      groups: (one('groups') ?? '').split(/;|:::/).filter((group) => !group.trim().startsWith('* ')),
      sipUri: one('sip')?.replace(/^(?!sips?:)/i, 'sip:'),
      title: one('title'),
      department: one('department'),
      company: one('company'),
      postalAddress: place.filter(Boolean).join('\n'),
    });
  };
}

/** `Phone 1 - Type` (or Label) beside `Phone 1 - Value`, as Google writes them. */
function typedPhones(
  headings: readonly string[],
): readonly { readonly type: number; readonly value: number }[] {
  return headings.flatMap((heading, value) => {
    const number = /^phone(\d{1,2})value$/.exec(heading)?.[1];
    if (number === undefined) return [];
    const type = headings.findIndex(
      (each) => each === `phone${number}type` || each === `phone${number}label`,
    );
    return [{ type, value }];
  });
}

function kindNamed(type: string | undefined): Kind {
  const word = plain(type ?? '');
  if (/mobile|cell/.test(word)) return 'mobile';
  if (/home/.test(word)) return 'home';
  return /work|business|office/.test(word) ? 'work' : 'other';
}
