import type { Contact } from '../../../shared/domain/contact.ts';
import { pictureType } from '../../../shared/domain/picture-type.ts';

/** A contact as files hold it. `address` is a bare JID where the entry names one. */
export interface ContactRecord
  extends Pick<
    Contact,
    | 'name'
    | 'address'
    | 'groups'
    | 'phones'
    | 'title'
    | 'department'
    | 'company'
    | 'postalAddress'
    | 'email'
    | 'sipUri'
  > {
  readonly photo?: Photo;
}

/** A picture whose type was read off its bytes. */
export interface Photo {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Of one picture; a phone’s address book holds smaller ones. */
const LONGEST_PHOTO = 500_000;

/** The bytes as a picture, if they are one that is shown and small enough. */
export function photoOf(bytes: Uint8Array): Photo | undefined {
  const type = bytes.length <= LONGEST_PHOTO ? pictureType(bytes) : undefined;
  return type === undefined ? undefined : { type, bytes };
}

/** Bounds of one entry: a file of another program may hold anything. */
const LONGEST = { name: 200, number: 64, fact: 200, postal: 1000, address: 1000 } as const;
const MOST_NUMBERS = 20;
const MOST_GROUPS = 50;

/** Blanks at the ends, control characters and overlong texts are nobody's wish. */
export function tidy(text: string | undefined, longest: number = LONGEST.fact): string | undefined {
  const clean = text
    ?.replace(/[\u0000-\u0009\u000B-\u001F\u007F]/g, ' ')
    .trim()
    .slice(0, longest);
  return clean === '' ? undefined : clean;
}

/** Raw findings of a reader. */
export interface RawRecord {
  readonly names: readonly (string | undefined)[];
  readonly addresses: readonly (string | undefined)[];
  readonly phones: ContactRecord['phones'];
  readonly groups: readonly string[];
  readonly emails?: readonly (string | undefined)[];
  readonly sipUri?: string | undefined;
  readonly title?: string | undefined;
  readonly department?: string | undefined;
  readonly company?: string | undefined;
  readonly postalAddress?: string | undefined;
  readonly photo?: Photo | undefined;
}

/** A record of the first usable of each, bounded; `undefined`: there is nobody in it. */
export function recordOf(raw: RawRecord): ContactRecord | undefined {
  const first = (texts: readonly (string | undefined)[] = [], longest?: number) =>
    texts.map((text) => tidy(text, longest)).find((text) => text !== undefined);
  const address = first(raw.addresses, LONGEST.address);
  const email = first(raw.emails, LONGEST.address);
  const phones = raw.phones
    .flatMap(({ kind, number }) => {
      const text = tidy(number, LONGEST.number);
      return text !== undefined && /[\d*#]/.test(text) ? [{ kind, number: text }] : [];
    })
    .filter((phone, at, all) => all.findIndex(({ number }) => number === phone.number) === at)
    .slice(0, MOST_NUMBERS);
  const company = tidy(raw.company);
  const name = first(raw.names, LONGEST.name) ?? address ?? email ?? phones[0]?.number ?? company;
  if (name === undefined) return undefined;
  const groups = raw.groups.flatMap((group) => tidy(group) ?? []);
  return withoutGaps({
    name,
    phones,
    groups: [...new Set(groups)].slice(0, MOST_GROUPS),
    address,
    email,
    company,
    sipUri: tidy(raw.sipUri, LONGEST.address),
    title: tidy(raw.title),
    department: tidy(raw.department),
    postalAddress: tidy(raw.postalAddress, LONGEST.postal),
    photo: raw.photo,
  });
}

type Gappy<T> = { readonly [K in keyof T]: T[K] | undefined };

const withoutGaps = <T extends object>(from: Gappy<T>): T =>
  Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)) as T;
