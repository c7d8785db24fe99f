import { BER, type BerElement, boolean, element, elements, integer, numberIn, octets } from './ber.ts';
import { encodeFilter, type LdapFilter } from './ldap-filter.ts';

/** RFC 2696. */
const PAGED_RESULTS = '1.2.840.113556.1.4.319';
/** RFC 4511 4.14. */
const START_TLS = '1.3.6.1.4.1.1466.20037';

export interface SearchQuestion {
  readonly base: string;
  /** The base itself, or everything below it. */
  readonly scope: 'base' | 'tree';
  readonly filter: LdapFilter;
  readonly attributes: readonly string[];
  /** Entries a page. */
  readonly pageSize: number;
  /** Seconds that the server may take. */
  readonly timeLimitS: number;
}

/** Requests (RFC 4511 4), as they are sent after the message number. */
export const requests = {
  /** Without a password: anonymous. */
  bind: (name: string, password: string): Buffer =>
    element(0x60, integer(3), octets(name), element(0x80, password)),
  unbind: (): Buffer => element(0x42),
  abandon: (id: number): Buffer => integer(id, 0x50),
  startTls: (): Buffer => element(0x77, element(0x80, START_TLS)),
  /** Aliases are followed nowhere. */
  search: ({ base, scope, filter, attributes, timeLimitS }: SearchQuestion): Buffer =>
    element(
      0x63,
      octets(base),
      integer(scope === 'tree' ? 2 : 0, BER.enumerated),
      integer(0, BER.enumerated),
      integer(0),
      integer(timeLimitS),
      boolean(false),
      encodeFilter(filter),
      element(BER.sequence, ...attributes.map(octets)),
    ),
};

export function message(id: number, request: Buffer, ...controls: readonly Buffer[]): Buffer {
  return element(
    BER.sequence,
    integer(id),
    request,
    ...(controls.length === 0 ? [] : [element(0xa0, ...controls)]),
  );
}

export function pagedControl(size: number, cookie: Buffer): Buffer {
  return element(
    BER.sequence,
    octets(PAGED_RESULTS),
    octets(element(BER.sequence, integer(size), octets(cookie))),
  );
}

/** Values of an entry by the attribute's name in small letters. */
export interface LdapEntry {
  readonly dn: string;
  readonly values: ReadonlyMap<string, readonly Buffer[]>;
}

export type LdapAnswer =
  | { readonly kind: 'entry'; readonly id: number; readonly entry: LdapEntry }
  /** Bind, search, extended: how it ended. */
  | {
      readonly kind: 'done';
      readonly id: number;
      readonly code: number;
      readonly words: string;
      readonly cookie: Buffer;
    }
  | { readonly kind: 'other'; readonly id: number };

const ENTRY = 0x64;
const DONE: ReadonlySet<number> = new Set([0x61, 0x65, 0x78]);

/** Reads one message; `undefined` when it is none of LDAP's. */
export function readAnswer(bytes: Buffer): LdapAnswer | undefined {
  const [whole] = elements(bytes) ?? [];
  const [number, operation, controls] = elements(whole?.content ?? Buffer.alloc(0)) ?? [];
  const id = numberIn(number);
  if (whole?.tag !== BER.sequence || !operation || id < 0) return undefined;
  if (operation.tag === ENTRY) {
    const entry = readEntry(operation);
    return entry && { kind: 'entry', id, entry };
  }
  if (!DONE.has(operation.tag)) return { kind: 'other', id };
  const [code, , words] = elements(operation.content) ?? [];
  if (code?.tag !== BER.enumerated) return undefined;
  return {
    ...{ kind: 'done', id, code: numberIn(code) },
    words: (words?.content.toString() ?? '').slice(0, 200),
    cookie: cookieIn(controls),
  };
}

function readEntry(operation: BerElement): LdapEntry | undefined {
  const [dn, attributes] = elements(operation.content) ?? [];
  const list = attributes && elements(attributes.content);
  if (!dn || !list) return undefined;
  const values = new Map<string, readonly Buffer[]>();
  for (const { content } of list) {
    const [type, set] = elements(content) ?? [];
    const each = set && elements(set.content);
    if (!type || !each) return undefined;
    // `userCertificate;binary`: options of a description do not count.
    const name = type.content.toString().toLowerCase().split(';')[0] ?? '';
    values.set(
      name,
      each.map((one) => one.content),
    );
  }
  return { dn: dn.content.toString(), values };
}

function cookieIn(controls: BerElement | undefined): Buffer {
  const none = Buffer.alloc(0);
  if (controls?.tag !== 0xa0) return none;
  for (const control of elements(controls.content) ?? []) {
    const parts = elements(control.content) ?? [];
    if (parts[0]?.content.toString() !== PAGED_RESULTS) continue;
    const [value] = elements(parts.at(-1)?.content ?? none) ?? [];
    return elements(value?.content ?? none)?.[1]?.content ?? none;
  }
  return none;
}
