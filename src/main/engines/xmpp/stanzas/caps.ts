import { createHash } from 'node:crypto';
import { NS } from '../wire/namespaces.ts';
import { type Element, xml } from '../wire/xml.ts';

export interface Identity {
  readonly category: string;
  readonly type: string;
  readonly lang?: string;
  readonly name?: string;
}

/** A data form's fields by variable; FORM_TYPE among them. */
export type InfoForm = Readonly<Record<string, readonly string[]>>;

/** What an entity says of itself (XEP-0030). */
export interface DiscoInfo {
  readonly identities: readonly Identity[];
  readonly features: readonly string[];
  readonly forms: readonly InfoForm[];
}

/** The verification string's hash (XEP-0115 section 5.1), base64. */
export function capsHash(info: DiscoInfo, algorithm: 'sha1' | 'sha256' = 'sha1'): string {
  const identities = info.identities.map(
    ({ category, type, lang = '', name = '' }) => `${category}/${type}/${lang}/${name}`,
  );
  const forms = info.forms
    .map((form) => ({ type: form['FORM_TYPE']?.[0] ?? '', form }))
    .toSorted((one, other) => octets(one.type, other.type))
    .map(({ type, form }) => `${type}<${fieldsOf(form)}`);
  const text =
    [...identities.toSorted(octets), ...info.features.toSorted(octets)].map((part) => `${part}<`).join('') +
    forms.join('');
  return createHash(algorithm).update(text, 'utf8').digest('base64');
}

function fieldsOf(form: InfoForm): string {
  return Object.keys(form)
    .filter((name) => name !== 'FORM_TYPE')
    .toSorted(octets)
    .map((name) => [name, ...(form[name] ?? []).toSorted(octets)].map((part) => `${part}<`).join(''))
    .join('');
}

/** `i;octet` collation: JavaScript's own order differs beyond the basic plane. */
function octets(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

/** Reads a disco#info result. */
export function readInfo(query: Element): DiscoInfo {
  return {
    identities: query.getChildren('identity').map(({ attrs }) => ({
      category: attrs['category'] ?? '',
      type: attrs['type'] ?? '',
      lang: attrs['xml:lang'] ?? '',
      name: attrs['name'] ?? '',
    })),
    features: query
      .getChildren('feature')
      .flatMap(({ attrs }) => (attrs['var'] === undefined ? [] : [attrs['var']])),
    forms: query.getChildren('x', NS.dataForm).map(readForm),
  };
}

function readForm(form: Element): InfoForm {
  const fields = form
    .getChildren('field')
    .map((field): [string, readonly string[]] => [
      field.attrs['var'] ?? '',
      field.getChildren('value').map((value) => value.getText()),
    ]);
  return Object.fromEntries(fields);
}

/** Ourselves: what we answer to disco#info, and its hash for presence. */
export class OwnCaps {
  readonly info: DiscoInfo;
  private readonly node: string;
  private readonly ver: string;

  constructor(software: { readonly name: string }) {
    this.node = `urn:software:${encodeURIComponent(software.name.toLowerCase())}`;
    this.info = {
      identities: [{ category: 'client', type: 'pc', name: software.name }],
      features: [
        NS.bytestreams,
        NS.caps,
        NS.carbons,
        NS.chatStates,
        NS.correction,
        NS.directInvitation,
        NS.discoInfo,
        NS.discoItems,
        NS.fallback,
        NS.fileProfile,
        NS.idle,
        NS.inBand,
        NS.markers,
        NS.muc,
        NS.ping,
        NS.reactions,
        NS.receipts,
        NS.reply,
        NS.retraction,
        NS.stanzaIds,
        NS.streamInitiation,
        NS.styling,
        NS.version,
        NS.xhtmlIm,
      ],
      forms: [],
    };
    this.ver = capsHash(this.info);
  }

  /** As others know it: `node#ver`. */
  get announcement(): string {
    return `${this.node}#${this.ver}`;
  }

  /** The child of presence (section 4). */
  element(): Element {
    return xml('c', { xmlns: NS.caps, hash: 'sha-1', node: this.node, ver: this.ver });
  }

  /** The answer to disco#info; undefined for a node that isn't ours. The node asked for is given back (XEP-0030 section 3.2). */
  answer(node: string | undefined): Element | undefined {
    if (node !== undefined && node !== this.announcement) return undefined;
    return xml(
      'query',
      { xmlns: NS.discoInfo, node },
      ...this.info.identities.map(({ category, type, name }) => xml('identity', { category, type, name })),
      ...this.info.features.map((feature) => xml('feature', { var: feature })),
    );
  }
}
