import type { KeyObject } from 'node:crypto';
import { createCipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import type { SessionKeys } from './key-derivation.ts';
import type { PacketCipher } from './packet-cipher.ts';

const rtcpTagLength = 10;
const encryptedFlag = 0x80000000;

/** AES in counter mode with HMAC-SHA1 (RFC 3711 section 4). */
export class AesCmCipher implements PacketCipher {
  readonly bytesAfterMki;
  readonly #rtp: SessionKeys;
  readonly #rtcp: SessionKeys;
  readonly #rtpTagLength: number;

  constructor(rtp: SessionKeys, rtcp: SessionKeys, rtpTagLength: number) {
    this.#rtp = rtp;
    this.#rtcp = rtcp;
    this.#rtpTagLength = rtpTagLength;
    this.bytesAfterMki = { rtp: rtpTagLength, rtcp: rtcpTagLength };
  }

  sealRtp(packet: Buffer, headerLength: number, index: number): Buffer {
    const sealed = Buffer.allocUnsafe(packet.length + this.#rtpTagLength);
    packet.copy(sealed, 0, 0, headerLength);
    this.#crypt(this.#rtp, packet.subarray(headerLength), packet.readUInt32BE(8), index).copy(
      sealed,
      headerLength,
    );
    this.#rtpTag(sealed.subarray(0, packet.length), index).copy(sealed, packet.length);
    return sealed;
  }

  openRtp(packet: Buffer, headerLength: number, index: number): Buffer | undefined {
    const end = packet.length - this.#rtpTagLength;
    if (end < headerLength) return undefined;
    const covered = packet.subarray(0, end);
    if (!timingSafeEqual(this.#rtpTag(covered, index), packet.subarray(end))) return undefined;
    const opened = Buffer.allocUnsafe(end);
    packet.copy(opened, 0, 0, headerLength);
    this.#crypt(this.#rtp, covered.subarray(headerLength), packet.readUInt32BE(8), index).copy(
      opened,
      headerLength,
    );
    return opened;
  }

  sealRtcp(packet: Buffer, index: number): Buffer {
    const sealed = Buffer.allocUnsafe(packet.length + 4 + rtcpTagLength);
    packet.copy(sealed, 0, 0, 8);
    this.#crypt(this.#rtcp, packet.subarray(8), packet.readUInt32BE(4), index).copy(sealed, 8);
    sealed.writeUInt32BE(encryptedFlag + index, packet.length);
    this.#rtcpTag(sealed.subarray(0, packet.length + 4)).copy(sealed, packet.length + 4);
    return sealed;
  }

  openRtcp(packet: Buffer): { packet: Buffer; index: number } | undefined {
    const end = packet.length - 4 - rtcpTagLength;
    if (end < 8) return undefined;
    if (!timingSafeEqual(this.#rtcpTag(packet.subarray(0, end + 4)), packet.subarray(end + 4)))
      return undefined;
    const word = packet.readUInt32BE(end);
    const index = word & 0x7fffffff;
    const opened = Buffer.from(packet.subarray(0, end));
    if (word >= encryptedFlag)
      this.#crypt(this.#rtcp, packet.subarray(8, end), packet.readUInt32BE(4), index).copy(opened, 8);
    return { packet: opened, index };
  }

  /** RFC 3711 section 4.1.1: IV = (salt · 2¹⁶) XOR (SSRC · 2⁶⁴) XOR (index · 2¹⁶). */
  #crypt(keys: SessionKeys, data: Buffer, ssrc: number, index: number): Buffer {
    const iv = Buffer.alloc(16);
    keys.salt.copy(iv);
    iv.writeUInt32BE((iv.readUInt32BE(4) ^ ssrc) >>> 0, 4);
    iv.writeUInt32BE((iv.readUInt32BE(8) ^ Math.floor(index / 0x10000)) >>> 0, 8);
    iv.writeUInt16BE(iv.readUInt16BE(12) ^ (index & 0xffff), 12);
    return createCipheriv('aes-128-ctr', keys.cipher, iv).update(data);
  }

  /** The RTP tag covers the packet and the roll-over counter (section 4.2). */
  #rtpTag(covered: Buffer, index: number): Buffer {
    const roc = Buffer.allocUnsafe(4);
    roc.writeUInt32BE(Math.floor(index / 0x10000), 0);
    return hmac(this.#rtp.auth, covered, roc).subarray(0, this.#rtpTagLength);
  }

  #rtcpTag(covered: Buffer): Buffer {
    return hmac(this.#rtcp.auth, covered).subarray(0, rtcpTagLength);
  }
}

function hmac(key: KeyObject, ...parts: readonly Buffer[]): Buffer {
  const hash = createHmac('sha1', key);
  for (const part of parts) hash.update(part);
  return hash.digest();
}
