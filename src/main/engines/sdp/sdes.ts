import type { SrtpSuite } from '../../ports/media-gateway.port.ts';
import type { MediaDescription } from './session-description.ts';
import { attributeValues } from './session-description.ts';

/** One a=crypto line (RFC 4568 section 9.1): a suite with its key, good for one direction. */
export interface CryptoLine {
  readonly tag: number;
  readonly suite: SrtpSuite;
  readonly key: Uint8Array;
  readonly salt: Uint8Array;
  /** Packets the key may protect; undefined: the suite's maximum. */
  readonly lifetime?: number;
  /** A master key identifier stands in every packet, this many bytes long. */
  readonly mki?: { readonly value: number; readonly length: number };
}

/** Bytes of key and salt (RFC 4568 section 6.2; RFC 7714 section 14.2: the GCM salt is 12 bytes). */
export const suiteLengths: Readonly<Record<SrtpSuite, { readonly key: number; readonly salt: number }>> = {
  AES_CM_128_HMAC_SHA1_80: { key: 16, salt: 14 },
  AES_CM_128_HMAC_SHA1_32: { key: 16, salt: 14 },
  AEAD_AES_128_GCM: { key: 16, salt: 12 },
  AEAD_AES_256_GCM: { key: 32, salt: 12 },
};

/** Parameters that change nothing for us and may be ignored; any other makes the line invalid (RFC 4568 section 6.3). */
const harmlessParameter = /^(WSH=\d+|-.*)$/i;

/** The usable a=crypto lines of an m= line, in order. Unknown suites, bad keys, several keys and unknown parameters drop a line. */
export function readCryptoLines(media: MediaDescription): CryptoLine[] {
  return attributeValues(media, 'crypto').flatMap((value) => parseCryptoLine(value) ?? []);
}

export function parseCryptoLine(value: string): CryptoLine | undefined {
  const [tagText = '', suiteText = '', keyParameters = '', ...parameters] = value.split(/\s+/);
  const suite = Object.keys(suiteLengths).find((name) => name === suiteText.toUpperCase()) as
    | SrtpSuite
    | undefined;
  if (
    !/^\d{1,9}$/.test(tagText) ||
    !suite ||
    !parameters.every((parameter) => harmlessParameter.test(parameter))
  )
    return undefined;
  const inline = /^inline:([A-Za-z0-9+/=]+)((?:\|[^|;]*)*)$/i.exec(keyParameters);
  const keying = inline && splitKey(suite, inline[1] ?? '');
  const options = inline && readKeyOptions((inline[2] ?? '').split('|').slice(1));
  return keying && options ? { tag: Number(tagText), suite, ...keying, ...options } : undefined;
}

/** The value of an a=crypto attribute. Our own lines name neither lifetime nor MKI. */
export function buildCryptoLine(line: CryptoLine): string {
  const inline = Buffer.concat([line.key, line.salt]).toString('base64');
  const lifetime = line.lifetime === undefined ? '' : `|${line.lifetime}`;
  const mki = line.mki ? `|${line.mki.value}:${line.mki.length}` : '';
  return `${line.tag} ${line.suite} inline:${inline}${lifetime}${mki}`;
}

/** A fresh key for each suite, tagged 1, 2, 3 … */
export function createCryptoLines(
  suites: readonly SrtpSuite[],
  randomBytes: (count: number) => Uint8Array,
): CryptoLine[] {
  return suites.map((suite, index) => {
    const lengths = suiteLengths[suite];
    return { tag: index + 1, suite, key: randomBytes(lengths.key), salt: randomBytes(lengths.salt) };
  });
}

function splitKey(suite: SrtpSuite, base64: string): { key: Uint8Array; salt: Uint8Array } | undefined {
  const lengths = suiteLengths[suite];
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== lengths.key + lengths.salt) return undefined;
  return { key: bytes.subarray(0, lengths.key), salt: bytes.subarray(lengths.key) };
}

/** `2^20`, `1048576`, `1:4`: lifetime and MKI, each optional, in this order. */
function readKeyOptions(parts: readonly string[]): Pick<CryptoLine, 'lifetime' | 'mki'> | undefined {
  let options: Pick<CryptoLine, 'lifetime' | 'mki'> = {};
  for (const part of parts) {
    const power = /^2\^(\d{1,2})$/.exec(part);
    const mki = /^(\d{1,10}):(\d{1,3})$/.exec(part);
    if (power) options = { ...options, lifetime: 2 ** Number(power[1]) };
    else if (/^\d{1,15}$/.test(part)) options = { ...options, lifetime: Number(part) };
    // RFC 4568 section 9.2 allows 128 bytes of MKI; nobody sends more than four.
    else if (mki && Number(mki[2]) >= 1 && Number(mki[2]) <= 4)
      options = { ...options, mki: { value: Number(mki[1]), length: Number(mki[2]) } };
    else return undefined;
  }
  return options;
}
