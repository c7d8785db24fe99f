/** Session descriptions, as far as the lab's lines need them (RFC 8866, RFC 3264, RFC 4568). */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

export interface Codec {
  readonly payloadType: number;
  readonly name: string;
  readonly clockRate: number;
  readonly fmtp?: string;
  /** `opus/48000/2`: as it stood in the rtpmap. */
  readonly encoding: string;
}

export interface CryptoLine {
  readonly tag: string;
  readonly suite: string;
  /** Key and salt. */
  readonly key: Buffer;
}

export interface MediaSection {
  readonly kind: string;
  readonly port: number;
  readonly protocol: string;
  readonly formats: readonly string[];
  readonly address: string;
  readonly direction: Direction;
  readonly codecs: readonly Codec[];
  readonly cryptos: readonly CryptoLine[];
}

export interface SessionDescription {
  readonly media: readonly MediaSection[];
}

/** Static payload types of RFC 3551 that may come without an rtpmap. */
const STATIC: Record<number, string> = {
  0: 'PCMU/8000',
  3: 'GSM/8000',
  8: 'PCMA/8000',
  9: 'G722/8000',
  18: 'G729/8000',
};
const DIRECTIONS: readonly Direction[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive'];

export function readSdp(text: string): SessionDescription | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  if (!lines[0]?.startsWith('v=0')) return undefined;
  const starts = lines.flatMap((line, index) => (line.startsWith('m=') ? [index] : []));
  const session = lines.slice(0, starts[0] ?? lines.length);
  const media = starts.map((start, index) =>
    readMedia(lines.slice(start, starts[index + 1] ?? lines.length), session),
  );
  return media.some((section) => section === undefined) ? undefined : { media: media as MediaSection[] };
}

function readMedia(lines: readonly string[], session: readonly string[]): MediaSection | undefined {
  const match = /^m=(\S+) (\d+)(?:\/\d+)? (\S+)(.*)$/.exec(lines[0] ?? '');
  if (!match) return undefined;
  const attribute = (name: string): string[] =>
    lines.filter((line) => line.startsWith(`a=${name}:`)).map((line) => line.slice(name.length + 3));
  const connection = [...lines, ...session].find((line) => line.startsWith('c='));
  const address = connection?.split(' ')[2] ?? '0.0.0.0';
  const flag = [...lines, ...session].flatMap((line) =>
    DIRECTIONS.filter((direction) => line === `a=${direction}`),
  )[0];
  const formats = (match[4] ?? '')
    .trim()
    .split(/\s+/)
    .filter((format) => format !== '');
  const maps = new Map(attribute('rtpmap').map((value) => splitOnce(value)));
  const fmtps = new Map(attribute('fmtp').map((value) => splitOnce(value)));
  return {
    kind: match[1] ?? '',
    port: Number(match[2]),
    protocol: match[3] ?? '',
    formats,
    address,
    // RFC 3264 section 8.4: the old way to put on hold.
    direction: address === '0.0.0.0' && Number(match[2]) !== 0 ? 'inactive' : (flag ?? 'sendrecv'),
    codecs: formats.flatMap((format) => {
      const encoding = maps.get(format) ?? STATIC[Number(format)];
      if (encoding === undefined) return [];
      const [name = '', rate = '8000'] = encoding.split('/');
      const fmtp = fmtps.get(format);
      return [
        {
          payloadType: Number(format),
          name,
          clockRate: Number(rate),
          encoding,
          ...(fmtp === undefined ? {} : { fmtp }),
        },
      ];
    }),
    cryptos: attribute('crypto').flatMap((value) => {
      const crypto = /^(\d+) (\S+) inline:([^|\s]+)/.exec(value);
      return crypto
        ? [{ tag: crypto[1] ?? '', suite: crypto[2] ?? '', key: Buffer.from(crypto[3] ?? '', 'base64') }]
        : [];
    }),
  };
}

function splitOnce(value: string): [string, string] {
  const space = value.indexOf(' ');
  return [value.slice(0, space), value.slice(space + 1)];
}

export interface WrittenMedia {
  readonly kind: string;
  readonly port: number;
  readonly protocol: string;
  readonly direction: Direction;
  readonly codecs: readonly Codec[];
  readonly crypto?: CryptoLine;
  /** Echoed for a refused line (port 0). */
  readonly formats?: readonly string[];
}

export function writeSdp(host: string, id: number, version: number, media: readonly WrittenMedia[]): string {
  const lines = ['v=0', `o=lab ${id} ${version} IN IP4 ${host}`, 's=-', `c=IN IP4 ${host}`, 't=0 0'];
  for (const section of media) {
    const formats =
      section.port === 0
        ? (section.formats ?? ['0'])
        : section.codecs.map((codec) => String(codec.payloadType));
    lines.push(`m=${section.kind} ${section.port} ${section.protocol} ${formats.join(' ')}`);
    if (section.port === 0) continue;
    for (const codec of section.codecs) {
      lines.push(`a=rtpmap:${codec.payloadType} ${codec.encoding}`);
      if (codec.fmtp !== undefined) lines.push(`a=fmtp:${codec.payloadType} ${codec.fmtp}`);
    }
    if (section.crypto)
      lines.push(
        `a=crypto:${section.crypto.tag} ${section.crypto.suite} inline:${section.crypto.key.toString('base64')}`,
      );
    lines.push('a=ptime:20', `a=${section.direction}`);
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** What the answerer may do when the offerer wants this (RFC 3264 section 6.1). */
export function mirror(direction: Direction): Direction {
  if (direction === 'sendonly') return 'recvonly';
  return direction === 'recvonly' ? 'sendonly' : direction;
}
