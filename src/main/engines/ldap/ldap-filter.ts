import { assertNever } from '../../../shared/errors/assert-never.ts';
import { element, octets } from './ber.ts';

/**
 * A search filter (RFC 4511 4.5.1.7) as a structure. What a person typed is put into it as a value, never into text that is
 * parsed, so that no letter of it can be syntax.
 */
export type LdapFilter =
  | { readonly kind: 'and' | 'or'; readonly filters: readonly LdapFilter[] }
  | { readonly kind: 'not'; readonly filter: LdapFilter }
  | { readonly kind: 'present'; readonly attribute: string }
  | {
      readonly kind: 'compare';
      readonly rule: CompareRule;
      readonly attribute: string;
      readonly value: Buffer;
    }
  | {
      readonly kind: 'parts';
      readonly attribute: string;
      readonly initial?: Buffer;
      readonly any: readonly Buffer[];
      readonly final?: Buffer;
    }
  | {
      readonly kind: 'matching';
      readonly attribute: string;
      readonly rule: string;
      readonly ofDn: boolean;
      readonly value: Buffer;
    };

type CompareRule = '=' | '>=' | '<=' | '~=';

const COMPARE_TAGS: Readonly<Record<CompareRule, number>> = { '=': 0xa3, '>=': 0xa5, '<=': 0xa6, '~=': 0xa8 };

export const allOf = (...filters: readonly LdapFilter[]): LdapFilter => ({ kind: 'and', filters });
export const anyOf = (...filters: readonly LdapFilter[]): LdapFilter => ({ kind: 'or', filters });
export const equals = (attribute: string, value: string): LdapFilter => ({
  ...{ kind: 'compare', rule: '=', attribute },
  value: Buffer.from(value),
});
export const startsWith = (attribute: string, value: string): LdapFilter => ({
  ...{ kind: 'parts', attribute, any: [] },
  initial: Buffer.from(value),
});
export const endsWith = (attribute: string, value: string): LdapFilter => ({
  ...{ kind: 'parts', attribute, any: [] },
  final: Buffer.from(value),
});
export const holds = (attribute: string, ...values: readonly string[]): LdapFilter => ({
  ...{ kind: 'parts', attribute },
  any: values.map((value) => Buffer.from(value)),
});

export function encodeFilter(filter: LdapFilter): Buffer {
  switch (filter.kind) {
    case 'and':
      return element(0xa0, ...filter.filters.map(encodeFilter));
    case 'or':
      return element(0xa1, ...filter.filters.map(encodeFilter));
    case 'not':
      return element(0xa2, encodeFilter(filter.filter));
    case 'present':
      return element(0x87, filter.attribute);
    case 'compare':
      return element(COMPARE_TAGS[filter.rule], octets(filter.attribute), octets(filter.value));
    case 'parts': {
      const { initial, any, final } = filter;
      const parts = [
        ...(initial ? [element(0x80, initial)] : []),
        ...any.map((each) => element(0x81, each)),
        ...(final ? [element(0x82, final)] : []),
      ];
      return element(0xa4, octets(filter.attribute), element(0x30, ...parts));
    }
    case 'matching':
      return element(
        0xa9,
        ...(filter.rule === '' ? [] : [element(0x81, filter.rule)]),
        ...(filter.attribute === '' ? [] : [element(0x82, filter.attribute)]),
        element(0x83, filter.value),
        ...(filter.ofDn ? [element(0x84, Buffer.from([255]))] : []),
      );
    default:
      return assertNever(filter);
  }
}

/** No administrator nests deeper, and the parser calls itself. */
const MAX_DEPTH = 32;

/**
 * Reads a filter as administrators write it (RFC 4515); `undefined` when it is none. Brackets around all of it may be missing,
 * and those at its end: Cisco's own examples for OpenLDAP have one too few.
 */
export function parseFilter(text: string): LdapFilter | undefined {
  const trimmed = text.trim();
  const whole = trimmed.startsWith('(') ? trimmed : `(${trimmed})`;
  const missing = whole.split('(').length - whole.split(')').length;
  const reader = new FilterReader(whole + ')'.repeat(Math.min(Math.max(missing, 0), MAX_DEPTH)));
  const filter = reader.filter(0);
  return filter !== undefined && reader.isAtEnd() ? filter : undefined;
}

class FilterReader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  isAtEnd(): boolean {
    this.skipBlanks();
    return this.at === this.text.length;
  }

  filter(depth: number): LdapFilter | undefined {
    this.skipBlanks();
    if (depth > MAX_DEPTH || !this.take('(')) return undefined;
    const filter = this.inside(depth);
    this.skipBlanks();
    return filter !== undefined && this.take(')') ? filter : undefined;
  }

  private inside(depth: number): LdapFilter | undefined {
    this.skipBlanks();
    if (this.take('&')) return this.list('and', depth);
    if (this.take('|')) return this.list('or', depth);
    if (!this.take('!')) return this.item();
    const filter = this.filter(depth + 1);
    return filter && { kind: 'not', filter };
  }

  private list(kind: 'and' | 'or', depth: number): LdapFilter | undefined {
    const filters: LdapFilter[] = [];
    for (this.skipBlanks(); this.text[this.at] === '('; this.skipBlanks()) {
      const filter = this.filter(depth + 1);
      if (!filter) return undefined;
      filters.push(filter);
    }
    return { kind, filters };
  }

  private item(): LdapFilter | undefined {
    const end = this.text.indexOf(')', this.at);
    const item = end < 0 ? '' : this.text.slice(this.at, end);
    const read = /^\s*([A-Za-z0-9.;-]*)(:dn)?(?::([A-Za-z0-9.-]+))?(:=|>=|<=|~=|=)([^(]*)$/.exec(item);
    if (!read) return undefined;
    this.at = end;
    const [, attribute = '', ofDn, rule = '', operator = '', value = ''] = read;
    if (operator === ':=') {
      const bytes = unescaped(value);
      return bytes && { kind: 'matching', attribute, rule, ofDn: ofDn !== undefined, value: bytes };
    }
    if (attribute === '' || ofDn !== undefined || rule !== '') return undefined;
    if (operator === '=' && value.includes('*')) return parts(attribute, value);
    const bytes = unescaped(value);
    return bytes && { kind: 'compare', rule: operator as CompareRule, attribute, value: bytes };
  }

  private take(letter: string): boolean {
    if (this.text[this.at] !== letter) return false;
    this.at += 1;
    return true;
  }

  private skipBlanks(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1;
  }
}

function parts(attribute: string, value: string): LdapFilter | undefined {
  if (value.trim() === '*') return { kind: 'present', attribute };
  const pieces = value.split('*').map(unescaped);
  const [initial] = pieces;
  const final = pieces.at(-1);
  if (!initial || !final || pieces.some((piece) => piece === undefined)) return undefined;
  const any = pieces.slice(1, -1).filter((piece) => piece !== undefined && piece.length > 0);
  return {
    kind: 'parts',
    attribute,
    any: any as Buffer[],
    ...(initial.length > 0 && { initial }),
    ...(final.length > 0 && { final }),
  };
}

/** `\28` stands for the byte 0x28 (RFC 4515 3); anything else after a backslash is no filter. */
function unescaped(value: string): Buffer | undefined {
  if (/\\(?![0-9a-fA-F]{2})/.test(value)) return undefined;
  return Buffer.concat(
    value
      .split(/(\\[0-9a-fA-F]{2})/)
      .map((piece) =>
        /^\\[0-9a-fA-F]{2}$/.test(piece) ? Buffer.from(piece.slice(1), 'hex') : Buffer.from(piece),
      ),
  );
}
