import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { SessionKeys } from './key-derivation.ts';
import type { PacketCipher } from './packet-cipher.ts';

const tagLength = 16;
const encryptedFlag = 0x80000000;

/** AES-GCM (RFC 7714). */
export class AesGcmCipher implements PacketCipher {
  readonly bytesAfterMki = { rtp: 0, rtcp: 0 };
  readonly #rtp: SessionKeys;
  readonly #rtcp: SessionKeys;
  readonly #algorithm: 'aes-128-gcm' | 'aes-256-gcm';

  constructor(rtp: SessionKeys, rtcp: SessionKeys, algorithm: 'aes-128-gcm' | 'aes-256-gcm') {
    this.#rtp = rtp;
    this.#rtcp = rtcp;
    this.#algorithm = algorithm;
  }

  sealRtp(packet: Buffer, headerLength: number, index: number): Buffer {
    const header = packet.subarray(0, headerLength);
    const sealed = this.#seal(
      this.#rtp,
      rtpIv(this.#rtp.salt, packet.readUInt32BE(8), index),
      header,
      packet.subarray(headerLength),
    );
    return Buffer.concat([header, ...sealed]);
  }

  openRtp(packet: Buffer, headerLength: number, index: number): Buffer | undefined {
    if (packet.length < headerLength + tagLength) return undefined;
    const header = packet.subarray(0, headerLength);
    const opened = this.#open(
      this.#rtp,
      rtpIv(this.#rtp.salt, packet.readUInt32BE(8), index),
      header,
      packet.subarray(headerLength),
    );
    return opened && Buffer.concat([header, opened]);
  }

  /** Section 9: the header and the index word are authenticated, the rest is encrypted. */
  sealRtcp(packet: Buffer, index: number): Buffer {
    const header = packet.subarray(0, 8);
    const word = Buffer.allocUnsafe(4);
    word.writeUInt32BE(encryptedFlag + index, 0);
    const iv = rtcpIv(this.#rtcp.salt, packet.readUInt32BE(4), index);
    const sealed = this.#seal(this.#rtcp, iv, Buffer.concat([header, word]), packet.subarray(8));
    return Buffer.concat([header, ...sealed, word]);
  }

  openRtcp(packet: Buffer): { packet: Buffer; index: number } | undefined {
    const end = packet.length - 4;
    if (end < 8 + tagLength) return undefined;
    const word = packet.subarray(end);
    const index = word.readUInt32BE(0) & 0x7fffffff;
    const isEncrypted = word.readUInt32BE(0) >= encryptedFlag;
    const clear = packet.subarray(0, isEncrypted ? 8 : end - tagLength);
    const iv = rtcpIv(this.#rtcp.salt, packet.readUInt32BE(4), index);
    const opened = this.#open(
      this.#rtcp,
      iv,
      Buffer.concat([clear, word]),
      packet.subarray(clear.length, end),
    );
    return opened && { packet: Buffer.concat([clear, opened]), index };
  }

  #seal(keys: SessionKeys, iv: Buffer, additional: Buffer, data: Buffer): Buffer[] {
    const cipher = createCipheriv(this.#algorithm, keys.cipher, iv, { authTagLength: tagLength });
    cipher.setAAD(additional);
    return [cipher.update(data), cipher.final(), cipher.getAuthTag()];
  }

  #open(keys: SessionKeys, iv: Buffer, additional: Buffer, sealed: Buffer): Buffer | undefined {
    const end = sealed.length - tagLength;
    const decipher = createDecipheriv(this.#algorithm, keys.cipher, iv, { authTagLength: tagLength });
    decipher.setAAD(additional);
    decipher.setAuthTag(sealed.subarray(end));
    const opened = decipher.update(sealed.subarray(0, end));
    try {
      decipher.final();
      return opened;
    } catch {
      return undefined;
    }
  }
}

/** Section 8.1: 00 00 ‖ SSRC ‖ ROC ‖ SEQ, XOR salt. */
function rtpIv(salt: Buffer, ssrc: number, index: number): Buffer {
  const iv = Buffer.alloc(12);
  iv.writeUInt32BE(ssrc, 2);
  iv.writeUIntBE(index, 6, 6);
  return xorInto(iv, salt);
}

/** Section 9.1: 00 00 ‖ SSRC ‖ 00 00 ‖ 0 + SRTCP index, XOR salt. */
function rtcpIv(salt: Buffer, ssrc: number, index: number): Buffer {
  const iv = Buffer.alloc(12);
  iv.writeUInt32BE(ssrc, 2);
  iv.writeUInt32BE(index, 8);
  return xorInto(iv, salt);
}

function xorInto(iv: Buffer, salt: Buffer): Buffer {
  for (let position = 0; position < 12; position += 1)
    iv[position] = (iv[position] ?? 0) ^ (salt[position] ?? 0);
  return iv;
}
