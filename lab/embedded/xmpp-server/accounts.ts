import { createHash } from 'node:crypto';
import { type XmlElement, xml } from '../xml/element.ts';
import type { Archive } from './archive.ts';
import { createArchive } from './archive.ts';
import { NS } from './namespaces.ts';

export type Subscription = 'none' | 'to' | 'from' | 'both';

/** One line of a contact list (RFC 6121 section 2.1.2). */
export interface RosterItem {
  readonly jid: string;
  name?: string;
  groups: string[];
  subscription: Subscription;
  /** A request of ours waits for the contact ("Pending Out"). */
  isAsking: boolean;
}

/** What the server remembers about one person; survives `restart()`. */
export interface Account {
  readonly username: string;
  readonly jid: string;
  readonly name: string;
  password: string;
  readonly roster: Map<string, RosterItem>;
  rosterVersion: number;
  /** Requests of others that this person hasn't answered ("Pending In"). */
  readonly pendingIn: Map<string, XmlElement>;
  vcard: XmlElement | undefined;
  readonly blocked: Set<string>;
  readonly offline: XmlElement[];
  readonly archive: Archive;
  readonly privateXml: Map<string, XmlElement>;
  /** Credentials derived from the password, by hash name; dropped when it changes. */
  readonly scram: Map<string, ScramKeys>;
}

export interface ScramKeys {
  readonly salt: Buffer;
  readonly iterations: number;
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
}

/** What a person is made from; `photo` is a PNG. */
export interface PersonSeed {
  readonly username: string;
  readonly password?: string;
  readonly name?: string;
  readonly title?: string;
  readonly department?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly photo?: Buffer;
}

export function createAccount(seed: PersonSeed, domain: string): Account {
  const jid = `${seed.username.toLowerCase()}@${domain}`;
  return {
    username: seed.username.toLowerCase(),
    jid,
    name: seed.name ?? seed.username,
    password: seed.password ?? '',
    roster: new Map(),
    rosterVersion: 1,
    pendingIn: new Map(),
    vcard: seed.name === undefined ? undefined : vcardOf(seed, jid),
    blocked: new Set(),
    offline: [],
    archive: createArchive(jid),
    privateXml: new Map(),
    scram: new Map(),
  };
}

/** vcard-temp (XEP-0054) of a person. */
function vcardOf(seed: PersonSeed, jid: string): XmlElement {
  const words = (seed.name ?? '').split(' ');
  const text = (name: string, value: string | undefined): XmlElement | undefined =>
    value === undefined ? undefined : xml(name, NS.vcard, {}, value);
  return xml(
    'vCard',
    NS.vcard,
    {},
    text('FN', seed.name),
    xml(
      'N',
      NS.vcard,
      {},
      text('FAMILY', words.length > 1 ? words.at(-1) : undefined),
      text('GIVEN', words[0]),
    ),
    text('TITLE', seed.title),
    seed.department !== undefined &&
      xml('ORG', NS.vcard, {}, text('ORGNAME', 'Example'), text('ORGUNIT', seed.department)),
    seed.email !== undefined &&
      xml('EMAIL', NS.vcard, {}, xml('INTERNET', NS.vcard), text('USERID', seed.email)),
    seed.phone !== undefined &&
      xml('TEL', NS.vcard, {}, xml('WORK', NS.vcard), xml('VOICE', NS.vcard), text('NUMBER', seed.phone)),
    text('JABBERID', jid),
    seed.photo !== undefined &&
      xml(
        'PHOTO',
        NS.vcard,
        {},
        text('TYPE', 'image/png'),
        text('BINVAL', (seed.photo.toString('base64').match(/.{1,76}/g) ?? []).join('\n')),
      ),
  );
}

/** SHA-1 of the photo's bytes for XEP-0153, or undefined without a photo. */
export function photoHash(vcard: XmlElement | undefined): string | undefined {
  const data = vcard?.child('PHOTO')?.childText('BINVAL');
  return data === undefined || data.trim() === ''
    ? undefined
    : createHash('sha1').update(Buffer.from(data, 'base64')).digest('hex');
}
