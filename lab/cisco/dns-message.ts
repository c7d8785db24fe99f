/** DNS wire format, as much as the lab needs (RFC 1035 section 4, RFC 2782, RFC 3596). */
export type DnsType = 'A' | 'AAAA' | 'SRV' | 'CNAME' | 'SOA';

export type DnsRecord = { readonly name: string; readonly ttl?: number } & (
  | { readonly type: 'A' | 'AAAA'; readonly address: string }
  | { readonly type: 'CNAME'; readonly target: string }
  | {
      readonly type: 'SRV';
      readonly priority?: number;
      readonly weight?: number;
      readonly port: number;
      readonly target: string;
    }
);

export interface DnsQuestion {
  readonly id: number;
  readonly isRecursionDesired: boolean;
  readonly name: string;
  readonly type: number;
  /** The largest UDP answer the asker takes (512 without EDNS, RFC 6891). */
  readonly maxBytes: number;
  /** The question section as it came, to be echoed with its letter case. */
  readonly raw: Buffer;
}

export const DNS_TYPES: Record<DnsType, number> = { A: 1, CNAME: 5, SOA: 6, AAAA: 28, SRV: 33 };
export const DNS_CODES = { ok: 0, servfail: 2, nxdomain: 3, refused: 5 } as const;
const OPT = 41;

export function readQuestion(message: Buffer): DnsQuestion | undefined {
  if (message.length < 17 || message.readUInt16BE(4) !== 1) return undefined;
  const labels: string[] = [];
  let offset = 12;
  for (;;) {
    const length = message[offset];
    if (length === undefined || length > 63) return undefined;
    offset++;
    if (length === 0) break;
    labels.push(message.toString('latin1', offset, offset + length));
    offset += length;
  }
  if (offset + 4 > message.length) return undefined;
  const type = message.readUInt16BE(offset);
  const end = offset + 4;
  const hasEdns =
    message.readUInt16BE(10) > 0 &&
    message.length >= end + 11 &&
    message[end] === 0 &&
    message.readUInt16BE(end + 1) === OPT;
  return {
    id: message.readUInt16BE(0),
    isRecursionDesired: (message.readUInt16BE(2) & 0x100) !== 0,
    name: labels.join('.').toLowerCase(),
    type,
    maxBytes: hasEdns ? Math.max(512, message.readUInt16BE(end + 3)) : 512,
    raw: message.subarray(12, end),
  };
}

export interface DnsAnswer {
  readonly code: number;
  readonly answers: readonly DnsRecord[];
  readonly additional?: readonly DnsRecord[];
  /** Zone whose SOA goes into the authority section of a negative answer (RFC 2308). */
  readonly negativeZone?: string;
}

export function writeAnswer(question: DnsQuestion, answer: DnsAnswer, isTruncated = false): Buffer {
  const header = Buffer.alloc(12);
  const answers = isTruncated ? [] : answer.answers;
  const additional = isTruncated ? [] : (answer.additional ?? []);
  const authority = answer.negativeZone === undefined || isTruncated ? [] : [soa(answer.negativeZone)];
  header.writeUInt16BE(question.id, 0);
  // Response, authoritative, recursion available.
  header.writeUInt16BE(
    0x8400 | (isTruncated ? 0x200 : 0) | (question.isRecursionDesired ? 0x100 : 0) | 0x80 | answer.code,
    2,
  );
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  header.writeUInt16BE(authority.length, 8);
  header.writeUInt16BE(additional.length, 10);
  return Buffer.concat([
    header,
    question.raw,
    ...answers.map(writeRecord),
    ...authority,
    ...additional.map(writeRecord),
  ]);
}

function writeRecord(record: DnsRecord): Buffer {
  return frame(record.name, DNS_TYPES[record.type], record.ttl ?? 60, dataOf(record));
}

function dataOf(record: DnsRecord): Buffer {
  switch (record.type) {
    case 'A':
      return Buffer.from(record.address.split('.').map(Number));
    case 'AAAA':
      return ipv6Bytes(record.address);
    case 'CNAME':
      return nameBytes(record.target);
    case 'SRV': {
      const head = Buffer.alloc(6);
      head.writeUInt16BE(record.priority ?? 10, 0);
      head.writeUInt16BE(record.weight ?? 10, 2);
      head.writeUInt16BE(record.port, 4);
      return Buffer.concat([head, nameBytes(record.target)]);
    }
  }
}

function soa(zone: string): Buffer {
  const times = Buffer.alloc(20);
  [1, 3600, 600, 86_400, 5].forEach((value, index) => times.writeUInt32BE(value, index * 4));
  return frame(
    zone,
    DNS_TYPES.SOA,
    5,
    Buffer.concat([nameBytes(`ns.${zone}`), nameBytes(`hostmaster.${zone}`), times]),
  );
}

function frame(name: string, type: number, ttl: number, data: Buffer): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(ttl, 4);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([nameBytes(name), fixed, data]);
}

function nameBytes(name: string): Buffer {
  const labels = name.split('.').filter((label) => label !== '');
  return Buffer.concat([
    ...labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')])),
    Buffer.from([0]),
  ]);
}

function ipv6Bytes(address: string): Buffer {
  const [head = '', tail] = address.split('::');
  const groups = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const [front, back] = [groups(head), groups(tail ?? '')];
  const middle = tail === undefined ? [] : new Array<number>(8 - front.length - back.length).fill(0);
  const bytes = Buffer.alloc(16);
  [...front, ...middle, ...back].forEach((group, index) => bytes.writeUInt16BE(group, index * 2));
  return bytes;
}
