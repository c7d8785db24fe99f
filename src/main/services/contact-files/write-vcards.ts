import type { ContactRecord, Photo } from './contact-record.ts';

/** RFC 6350 and RFC 2426 section 3: lines of at most 75 bytes. */
const LINE_BYTES = 75;

/** Cards one after the other. */
export function writeVCards(contacts: readonly ContactRecord[], version: '3.0' | '4.0'): string {
  return contacts.map((contact) => lines(contact, version).map(folded).join('')).join('');
}

function lines(contact: ContactRecord, version: '3.0' | '4.0'): readonly string[] {
  const { name, address, email, sipUri, title, company, department, postalAddress } = contact;
  const street = postalAddress?.split('\n').join(', ');
  const [given = '', ...rest] = name.split(' ');
  return [
    'BEGIN:VCARD',
    `VERSION:${version}`,
    `FN:${escaped(name)}`,
    `N:${escaped(rest.join(' '))};${escaped(given)};;;`,
    ...fact('TITLE', title),
    ...(company === undefined && department === undefined
      ? []
      : [`ORG:${escaped(company ?? '')};${escaped(department ?? '')}`]),
    ...contact.phones.map(({ kind, number }) => `TEL;${typeOf(kind, version)}:${telephone(number, version)}`),
    ...fact('EMAIL', email),
    ...(street === undefined
      ? []
      : [`ADR;TYPE=${version === '4.0' ? 'work' : 'WORK'}:;;${escaped(street)};;;;`]),
    ...(address === undefined ? [] : [`IMPP:xmpp:${encodeURI(address)}`]),
    ...(sipUri === undefined ? [] : [`IMPP:${sipUri}`]),
    ...(contact.groups.length === 0 ? [] : [`CATEGORIES:${contact.groups.map(escaped).join(',')}`]),
    ...(contact.photo === undefined ? [] : [picture(contact.photo, version)]),
    'END:VCARD',
  ];
}

/** Version 3: RFC 2426 section 3.1.4; version 4: RFC 6350 section 6.2.4. */
function picture({ type, bytes }: Photo, version: '3.0' | '4.0'): string {
  const text = Buffer.from(bytes).toString('base64');
  const kind = type.replace('image/', '').toUpperCase();
  return version === '4.0' ? `PHOTO:data:${type};base64,${text}` : `PHOTO;ENCODING=b;TYPE=${kind}:${text}`;
}

const fact = (name: string, value: string | undefined): readonly string[] =>
  value === undefined ? [] : [`${name}:${escaped(value)}`];

function typeOf(kind: ContactRecord['phones'][number]['kind'], version: '3.0' | '4.0'): string {
  const type = { work: 'work', mobile: 'cell', home: 'home', other: 'voice' }[kind];
  return version === '4.0' ? `VALUE=uri;TYPE=${type}` : `TYPE=${type.toUpperCase()}`;
}

/** Version 4 has URIs (RFC 3966); anything that could be misread is percent-encoded there. */
const telephone = (number: string, version: '3.0' | '4.0'): string =>
  version === '4.0'
    ? `tel:${encodeURIComponent(number.replace(/\s/g, '-')).replaceAll('%2B', '+')}`
    : escaped(number);

const escaped = (text: string): string => text.replace(/[\\,;]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n');

/** Long lines go on after a blank; a letter is never cut in two. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let bytes = 0;
  for (const letter of line) {
    const size = Buffer.byteLength(letter);
    if (bytes + size > LINE_BYTES) {
      parts.push(part);
      part = ' ';
      bytes = 1;
    }
    part += letter;
    bytes += size;
  }
  return `${[...parts, part].join('\r\n')}\r\n`;
}
