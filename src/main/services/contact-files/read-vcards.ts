import type { Contact } from '../../../shared/domain/contact.ts';
import { normaliseBareJid } from '../../../shared/domain/jid.ts';
import { type ContactRecord, type Photo, photoOf, recordOf } from './contact-record.ts';
import { partsOf, readCards, textOf, type VCardLine } from './vcard-lines.ts';

/** The people of a file of vCards; cards in which nobody is are left out. */
export function readVCards(text: string): readonly ContactRecord[] {
  return [...readCards(text)].flatMap((lines) => readCard(lines) ?? []);
}

function readCard(lines: readonly VCardLine[]): ContactRecord | undefined {
  const all = (...names: readonly string[]) => lines.filter(({ name }) => names.includes(name));
  const first = (name: string) => lines.find((line) => line.name === name)?.value;
  const [company, department] = partsOf(first('ORG') ?? '', ';');
  const addresses = [...all('ADR')].sort((a, b) => rankOf(a) - rankOf(b));
  const text = (name: string) => {
    const value = first(name);
    return value === undefined ? undefined : textOf(value);
  };
  return recordOf({
    names: [text('FN'), nameOf(first('N')), text('NICKNAME')],
    addresses: chatAddresses(lines),
    phones: all('TEL').map((line) => ({ kind: kindOf(line.types), number: numberOf(line.value) })),
    groups: all('CATEGORIES').flatMap(({ value }) => partsOf(value, ',')),
    emails: all('EMAIL').map(({ value }) => textOf(value).replace(/^mailto:/i, '')),
    sipUri: sipUriOf(lines),
    title: text('TITLE') ?? text('ROLE'),
    department,
    company,
    photo: all('PHOTO').map(pictureOf).find(Boolean),
    postalAddress: addresses.map(({ value }) => postalAddress(value)).find((each) => each !== ''),
  });
}

/**
 * Base64 (RFC 2426 section 3.1.4, vCard 2.1) or a `data:` URI of it (RFC 6350 section 6.2.4). A picture that is elsewhere is not
 * fetched: whoever wrote the file would learn who reads it.
 */
function pictureOf({ value }: VCardLine): Photo | undefined {
  const data = /^data:[\w/+.-]*;base64,(.*)$/is.exec(value.replace(/\\([,;])/g, '$1'))?.[1] ?? value;
  const text = data.replace(/\s/g, '');
  return /^[A-Za-z\d+/]+={0,2}$/.test(text) ? photoOf(Buffer.from(text, 'base64')) : undefined;
}

/** `IMPP:xmpp:…` (RFC 6350 section 6.4.3), and what programs wrote before it. */
function chatAddresses(lines: readonly VCardLine[]): readonly (string | undefined)[] {
  return lines
    .filter(
      ({ name, types }) =>
        name === 'X-JABBER' || ((name === 'IMPP' || name === 'X-SIP') && !types.includes('sip')),
    )
    .map(({ name, value }) => {
      const text = textOf(value).trim();
      if (/^sips?:/i.test(text) || name === 'X-SIP') return undefined;
      const uri = /^(?:xmpp|im|x-apple|jabber):(?:\/\/)?(.*)$/i.exec(text)?.[1] ?? text;
      return normaliseBareJid(decoded(uri.split('?', 1)[0] ?? ''));
    });
}

function sipUriOf(lines: readonly VCardLine[]): string | undefined {
  const value = lines
    .filter(({ name, types }) => name === 'X-SIP' || (name === 'IMPP' && !types.includes('xmpp')))
    .map((line) => (line.name === 'X-SIP' ? line.value.replace(/^(?!sips?:)/i, 'sip:') : line.value))
    .find((each) => /^sips?:[^\s@]+@[^\s@]+$/i.test(each));
  return value;
}

/** `tel:+1-555-0100;ext=12` of version 4, or whatever people wrote. */
const numberOf = (value: string): string =>
  decoded(textOf(value).replace(/^tel:/i, '').split(';', 1)[0] ?? '');

function kindOf(types: readonly string[]): Contact['phones'][number]['kind'] {
  if (types.includes('cell') || types.includes('mobile')) return 'mobile';
  if (types.includes('work') && !types.includes('fax')) return 'work';
  if (types.includes('home') && !types.includes('fax')) return 'home';
  return 'other';
}

/** Family, given, further names, prefixes, suffixes (RFC 6350 section 6.2.2). */
function nameOf(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const [family = '', given = '', more = '', prefix = '', suffix = ''] = partsOf(value, ';');
  return [prefix, given, more, family, suffix]
    .map((part) => part.trim())
    .filter(Boolean)
    .join(' ');
}

const rankOf = ({ types }: VCardLine): number => (types.includes('work') ? 0 : 1);

/** Box, extension and street; city; region and code; country: one a line. */
function postalAddress(value: string): string {
  const [box = '', extension = '', street = '', city = '', region = '', code = '', country = ''] = partsOf(
    value,
    ';',
  );
  const joined = (...parts: readonly string[]) =>
    parts
      .map((part) => part.trim())
      .filter(Boolean)
      .join(' ');
  return [joined(street, extension, box), joined(code, city), region.trim(), country.trim()]
    .filter(Boolean)
    .join('\n');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
