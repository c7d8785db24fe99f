import { createCipheriv, createHmac, timingSafeEqual } from 'node:crypto';

/** Suites of RFC 4568 section 6.2 and RFC 7714. */
export type SrtpSuite =
  | 'AES_CM_128_HMAC_SHA1_80'
  | 'AES_CM_128_HMAC_SHA1_32'
  | 'AEAD_AES_128_GCM'
  | 'AEAD_AES_256_GCM';

interface SuiteShape {
  readonly keyBytes: number;
  readonly saltBytes: number;
  readonly tagBytes: number;
  readonly isGcm: boolean;
}

export const SRTP_SUITES: Record<SrtpSuite, SuiteShape> = {
  AES_CM_128_HMAC_SHA1_80: { keyBytes: 16, saltBytes: 14, tagBytes: 10, isGcm: false },
  AES_CM_128_HMAC_SHA1_32: { keyBytes: 16, saltBytes: 14, tagBytes: 4, isGcm: false },
  AEAD_AES_128_GCM: { keyBytes: 16, saltBytes: 12, tagBytes: 16, isGcm: true },
  AEAD_AES_256_GCM: { keyBytes: 32, saltBytes: 12, tagBytes: 16, isGcm: true },
};

export function isSrtpSuite(name: string): name is SrtpSuite {
  return name in SRTP_SUITES;
}

/** Key derivation with rate 0 (RFC 3711 section 4.3): the label is XORed into the salt, AES-CM makes the stream. */
export function deriveSrtpKey(masterKey: Buffer, masterSalt: Buffer, label: number, length: number): Buffer {
  const iv = Buffer.alloc(16);
  masterSalt.copy(iv);
  iv.writeUInt8(iv.readUInt8(7) ^ label, 7);
  return createCipheriv(masterKey.length === 32 ? 'aes-256-ctr' : 'aes-128-ctr', masterKey, iv).update(
    Buffer.alloc(length),
  );
}

/** One direction of an SRTP stream: protects or opens RTP packets of one key. RTCP is left alone. */
export class SrtpStream {
  readonly #shape: SuiteShape;
  readonly #key: Buffer;
  readonly #salt: Buffer;
  readonly #authKey: Buffer;
  #rollovers = 0;
  #highest: number | undefined;

  constructor(suite: SrtpSuite, master: Buffer) {
    this.#shape = SRTP_SUITES[suite];
    const { keyBytes, saltBytes } = this.#shape;
    const masterKey = master.subarray(0, keyBytes);
    const masterSalt = Buffer.alloc(14);
    master.subarray(keyBytes, keyBytes + saltBytes).copy(masterSalt);
    this.#key = deriveSrtpKey(masterKey, masterSalt, 0, keyBytes);
    this.#authKey = deriveSrtpKey(masterKey, masterSalt, 1, 20);
    this.#salt = deriveSrtpKey(masterKey, masterSalt, 2, saltBytes);
  }

  protect(packet: Buffer): Buffer {
    const index = this.#indexOf(packet.readUInt16BE(2), true);
    const header = headerLength(packet);
    const iv = this.#iv(packet, index);
    if (this.#shape.isGcm) {
      const cipher = createCipheriv(this.#key.length === 32 ? 'aes-256-gcm' : 'aes-128-gcm', this.#key, iv);
      cipher.setAAD(packet.subarray(0, header));
      return Buffer.concat([
        packet.subarray(0, header),
        cipher.update(packet.subarray(header)),
        cipher.final(),
        cipher.getAuthTag(),
      ]);
    }
    const sealed = Buffer.concat([
      packet.subarray(0, header),
      createCipheriv('aes-128-ctr', this.#key, iv).update(packet.subarray(header)),
    ]);
    return Buffer.concat([sealed, this.#tag(sealed, index)]);
  }

  /** The plain packet, or undefined when the tag is wrong. */
  open(packet: Buffer): Buffer | undefined {
    const { tagBytes, isGcm } = this.#shape;
    if (packet.length < 12 + tagBytes) return undefined;
    const index = this.#indexOf(packet.readUInt16BE(2), false);
    const header = headerLength(packet);
    const iv = this.#iv(packet, index);
    const body = packet.subarray(0, packet.length - tagBytes);
    const tag = packet.subarray(packet.length - tagBytes);
    if (!this.#isGenuine(body, tag, header, index, iv)) return undefined;
    this.#indexOf(packet.readUInt16BE(2), true);
    // GCM's text is counter mode from 2 on (NIST SP 800-38D), so one line opens both kinds.
    const counter = isGcm ? Buffer.concat([iv, Buffer.from([0, 0, 0, 2])]) : iv;
    const plain = createCipheriv(
      this.#key.length === 32 ? 'aes-256-ctr' : 'aes-128-ctr',
      this.#key,
      counter,
    ).update(body.subarray(header));
    return Buffer.concat([body.subarray(0, header), plain]);
  }

  #isGenuine(body: Buffer, tag: Buffer, header: number, index: number, iv: Buffer): boolean {
    if (!this.#shape.isGcm) return timingSafeEqual(tag, this.#tag(body, index));
    const plain = createCipheriv(
      this.#key.length === 32 ? 'aes-256-ctr' : 'aes-128-ctr',
      this.#key,
      Buffer.concat([iv, Buffer.from([0, 0, 0, 2])]),
    ).update(body.subarray(header));
    const cipher = createCipheriv(this.#key.length === 32 ? 'aes-256-gcm' : 'aes-128-gcm', this.#key, iv);
    cipher.setAAD(body.subarray(0, header));
    cipher.update(plain);
    cipher.final();
    return timingSafeEqual(tag, cipher.getAuthTag());
  }

  #tag(body: Buffer, index: number): Buffer {
    const rollover = Buffer.alloc(4);
    rollover.writeUInt32BE(Math.floor(index / 65_536));
    return createHmac('sha1', this.#authKey)
      .update(body)
      .update(rollover)
      .digest()
      .subarray(0, this.#shape.tagBytes);
  }

  /** RFC 3711 section 4.1.1 (16 bytes) and RFC 7714 section 8.1 (12 bytes). */
  #iv(packet: Buffer, index: number): Buffer {
    const iv = Buffer.alloc(this.#shape.isGcm ? 12 : 16);
    const [ssrcAt, indexAt] = this.#shape.isGcm ? [2, 6] : [4, 8];
    packet.copy(iv, ssrcAt, 8, 12);
    iv.writeUInt32BE(Math.floor(index / 65_536), indexAt);
    iv.writeUInt16BE(index % 65_536, indexAt + 4);
    for (let at = 0; at < this.#salt.length; at++)
      iv.writeUInt8(iv.readUInt8(at) ^ this.#salt.readUInt8(at), at);
    return iv;
  }

  /** The 48-bit packet index, guessing the rollover (RFC 3711 section 3.3.1). */
  #indexOf(sequence: number, isKept: boolean): number {
    let rollovers = this.#rollovers;
    const highest = this.#highest ?? sequence;
    if (highest < 32_768 && sequence - highest > 32_768 && rollovers > 0) rollovers--;
    else if (highest >= 32_768 && highest - 32_768 > sequence) rollovers++;
    const index = rollovers * 65_536 + sequence;
    if (isKept && (this.#highest === undefined || index > this.#rollovers * 65_536 + highest)) {
      this.#rollovers = rollovers;
      this.#highest = sequence;
    }
    return index;
  }
}

function headerLength(packet: Buffer): number {
  const first = packet.readUInt8(0);
  const base = 12 + (first & 0x0f) * 4;
  return first & 0x10 ? base + 4 + packet.readUInt16BE(base + 2) * 4 : base;
}
