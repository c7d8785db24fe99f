/** What the reader of a document does about what XML forbids. */
export interface XmlComplaints {
  /** Ends the reading, unless slips are put up with. */
  slip(what: string): void;
  refuse(what: string): never;
}

// XML 1.0 section 2.2: control characters are not characters of XML.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Text as it is meant (XML 1.0 section 4.1): the five entities and characters by number; everything else would need a DTD,
 * and stays as it is written where that is put up with.
 */
export function decodeText(raw: string, complaints: XmlComplaints): string {
  if (!raw.includes('&')) return checkText(raw, complaints);
  const decoded = raw.replace(/&([^;&]{0,12});?|&/g, (reference: string, name: string | undefined) => {
    const isBare = name === undefined || !reference.endsWith(';');
    if (!isBare && name.startsWith('#')) return character(name, complaints);
    const known = !isBare && Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
    if (known === undefined) complaints.slip(isBare ? 'a bare "&"' : 'an entity that is not known');
    return known ?? reference;
  });
  return checkText(decoded, complaints);
}

/** The same text; without what no document may hold where that is put up with. */
export function checkText(text: string, complaints: XmlComplaints): string {
  const clean = text.replace(CONTROL, '');
  if (clean !== text) complaints.slip('a control character');
  return clean;
}

function character(name: string, complaints: XmlComplaints): string {
  const [, hex, decimal] = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name) ?? [];
  const code = hex === undefined ? Number(decimal ?? Number.NaN) : Number.parseInt(hex, 16);
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  if (!(code > 0 && code <= 0x10ffff) || isSurrogate)
    return complaints.refuse('a character that does not exist');
  return String.fromCodePoint(code);
}
