import type { SrtpSuite } from '../../ports/media-gateway.port.ts';
import { AesCmCipher } from './aes-cm-cipher.ts';
import { AesGcmCipher } from './aes-gcm-cipher.ts';
import type { MasterKey } from './key-derivation.ts';
import { deriveSessionKeys } from './key-derivation.ts';

/**
 * What one suite does to one packet, knowing its index already. Opening gives undefined when the packet isn't authentic.
 * Packets come in without MKI.
 */
export interface PacketCipher {
  /** `index` is 48 bits: ROC · 65536 + sequence. `headerLength` says where the payload begins. */
  sealRtp(packet: Buffer, headerLength: number, index: number): Buffer;
  openRtp(packet: Buffer, headerLength: number, index: number): Buffer | undefined;
  /** `index` is 31 bits. The packet is a compound RTCP packet of at least 8 bytes. */
  sealRtcp(packet: Buffer, index: number): Buffer;
  openRtcp(packet: Buffer): { readonly packet: Buffer; readonly index: number } | undefined;
  /** Bytes from the packet's end to where an MKI stands, for RTP and RTCP: the tag's with AES_CM, 0 with GCM (RFC 7714 section 8). */
  readonly bytesAfterMki: { readonly rtp: number; readonly rtcp: number };
}

/** A short RTP tag doesn't shorten RTCP's (RFC 4568 section 6.2.2). */
const rtpTagLengths = { AES_CM_128_HMAC_SHA1_80: 10, AES_CM_128_HMAC_SHA1_32: 4 } as const;

export function createPacketCipher(master: MasterKey): PacketCipher {
  const rtp = deriveSessionKeys(master, 'rtp');
  const rtcp = deriveSessionKeys(master, 'rtcp');
  if (isGcm(master.suite))
    return new AesGcmCipher(rtp, rtcp, master.key.length === 32 ? 'aes-256-gcm' : 'aes-128-gcm');
  return new AesCmCipher(rtp, rtcp, rtpTagLengths[master.suite]);
}

function isGcm(suite: SrtpSuite): suite is 'AEAD_AES_128_GCM' | 'AEAD_AES_256_GCM' {
  return suite.startsWith('AEAD');
}
