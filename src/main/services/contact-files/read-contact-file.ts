import type { ContactRecord } from './contact-record.ts';
import { readContactCsv } from './read-contact-csv.ts';
import { readVCards } from './read-vcards.ts';

/** More people than a contact list may have. */
const MOST = 50_000;

/** Whoever is in a file of vCards or CSV, told apart by what is in it; `undefined`: it is neither, or nobody is in it. */
export function readContactFile(text: string): readonly ContactRecord[] | undefined {
  const isVCard = /^\uFEFF?\s*BEGIN:VCARD\s*$/im.test(text.slice(0, 1_000));
  const records = isVCard ? readVCards(text) : readContactCsv(text);
  return records && records.length > 0 ? records.slice(0, MOST) : undefined;
}
