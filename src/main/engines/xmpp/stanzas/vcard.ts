import { createHash } from 'node:crypto';
import type { VCard } from '../../../ports/xmpp.port.ts';
import { pictureType } from '../../../../shared/domain/picture-type.ts';
import { NS } from '../wire/namespaces.ts';
import { childText, type Element, xml } from '../wire/xml.ts';
import { readableName } from './readable-name.ts';

/** More than any server lets through; a larger picture is left out. */
const MAX_PHOTO_BYTES = 2_000_000;

export function vcardQuery(): Element {
  return xml('vCard', { xmlns: NS.vcard });
}

/** XEP-0054. Empty fields are left out; an account without a vCard gives an empty one. */
export function readVCard(result: Element): VCard {
  const card = result.getChild('vCard', NS.vcard);
  const phones = (card?.getChildren('TEL') ?? []).flatMap((tel) => {
    const number = childText(tel, 'NUMBER')?.trim() ?? tel.getText().trim();
    return number === '' ? [] : [{ kind: phoneKind(tel), number }];
  });
  const organisation = card?.getChild('ORG');
  const email = card
    ?.getChildren('EMAIL')
    .map((element) => childText(element, 'USERID')?.trim() ?? element.getText().trim());
  const photo = card && readPhoto(card);
  return {
    ...field('fullName', card && readableName(childText(card, 'FN') ?? '')),
    ...field('title', card && readableName(childText(card, 'TITLE') ?? '')),
    ...field('department', organisation && readableName(childText(organisation, 'ORGUNIT') ?? '')),
    phones,
    ...field(
      'email',
      email?.find((address) => address !== ''),
    ),
    ...(photo && { photo }),
  };
}

function field<K extends string>(key: K, text: string | undefined): Partial<Record<K, string>> {
  const value = text?.trim();
  return value === undefined || value === '' ? {} : ({ [key]: value } as Partial<Record<K, string>>);
}

function phoneKind(tel: Element): 'work' | 'mobile' | 'home' | 'other' {
  if (tel.getChild('CELL')) return 'mobile';
  if (tel.getChild('WORK')) return 'work';
  return tel.getChild('HOME') ? 'home' : 'other';
}

/** Base64 with line breaks in it, as the specification's own example has them. */
function readPhoto(card: Element): VCard['photo'] {
  const photo = card.getChild('PHOTO');
  const text = photo && childText(photo, 'BINVAL')?.replace(/\s+/g, '');
  if (!photo || !text || text.length > MAX_PHOTO_BYTES * 1.4) return undefined;
  const bytes = new Uint8Array(Buffer.from(text, 'base64'));
  const type = pictureType(bytes);
  // The type is read off the bytes: what the card claims may be anything.
  if (type === undefined || bytes.length > MAX_PHOTO_BYTES) return undefined;
  return { type, bytes, hash: createHash('sha1').update(bytes).digest('hex') };
}
