/** The part of BER (X.690) that LDAP uses (RFC 4511 5.1): definite lengths and tags below 31 only. */
export interface BerElement {
  readonly tag: number;
  readonly content: Buffer;
}

export const BER = { boolean: 0x01, integer: 0x02, octets: 0x04, enumerated: 0x0a, sequence: 0x30 } as const;

export function element(tag: number, ...parts: readonly (Buffer | string)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

/** A whole number from 0 to 2³¹ − 1. */
export function integer(value: number, tag: number = BER.integer): Buffer {
  const bytes: number[] = [];
  for (let rest = value; bytes.length === 0 || rest > 0; rest = Math.floor(rest / 256))
    bytes.unshift(rest % 256);
  // The first bit is the sign.
  if ((bytes[0] ?? 0) > 127) bytes.unshift(0);
  return element(tag, Buffer.from(bytes));
}

export const octets = (value: Buffer | string): Buffer => element(BER.octets, value);

export const boolean = (value: boolean): Buffer => element(BER.boolean, Buffer.from([value ? 255 : 0]));

function lengthOf(length: number): Buffer {
  if (length < 128) return Buffer.from([length]);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  const significant = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
  return Buffer.concat([Buffer.from([0x80 | significant.length]), significant]);
}

/** What the first element takes in all, `undefined` while too little of it is there, `'bad'` when it is none of ours. */
export function sizeOfFirst(bytes: Buffer, most: number): number | undefined | 'bad' {
  const head = headOf(bytes, 0);
  if (head === undefined || head === 'bad') return head;
  const size = head.start + head.length;
  return size > most ? 'bad' : size;
}

/** The elements that stand one after the other; `undefined` when that is not what the bytes are. */
export function elements(bytes: Buffer): readonly BerElement[] | undefined {
  const found: BerElement[] = [];
  for (let at = 0; at < bytes.length; ) {
    const head = headOf(bytes, at);
    if (head === undefined || head === 'bad' || head.start + head.length > bytes.length) return undefined;
    found.push({ tag: bytes[at] ?? 0, content: bytes.subarray(head.start, head.start + head.length) });
    at = head.start + head.length;
  }
  return found;
}

/** An INTEGER or ENUMERATED of at most four bytes, not negative; otherwise −1. */
export function numberIn(one: BerElement | undefined): number {
  const content = one?.content;
  if (content === undefined || content.length === 0 || content.length > 5) return -1;
  return (content[0] ?? 0) > 127 ? -1 : content.readUIntBE(0, content.length);
}

function headOf(bytes: Buffer, at: number): { start: number; length: number } | undefined | 'bad' {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag !== undefined && (tag & 0x1f) === 0x1f) return 'bad';
  if (first === undefined) return undefined;
  if (first < 128) return { start: at + 2, length: first };
  const width = first & 0x7f;
  if (width === 0 || width > 4) return 'bad';
  if (bytes.length < at + 2 + width) return undefined;
  return { start: at + 2 + width, length: bytes.readUIntBE(at + 2, width) };
}
