import type { KeyObject } from 'node:crypto';
import { createCipheriv, createSecretKey } from 'node:crypto';
import type { SrtpSuite } from '../../ports/media-gateway.port.ts';

/** A master key as signalling brings it: by a=crypto or out of a DTLS handshake. */
export interface MasterKey {
  readonly suite: SrtpSuite;
  readonly key: Uint8Array;
  readonly salt: Uint8Array;
}

/** The keys packets are protected with. KeyObjects: ciphers start seven times faster on them than on bytes. */
export interface SessionKeys {
  readonly cipher: KeyObject;
  /** AES_CM suites only. */
  readonly auth: KeyObject;
  readonly salt: Buffer;
}

/** Labels of RFC 3711 section 4.3.2. */
const labels = { rtp: { cipher: 0, auth: 1, salt: 2 }, rtcp: { cipher: 3, auth: 4, salt: 5 } } as const;

const authKeyLength = 20;

/** Derives the session keys of a stream's RTP or RTCP (key derivation rate 0, so once for a master key). */
export function deriveSessionKeys(master: MasterKey, kind: 'rtp' | 'rtcp'): SessionKeys {
  const label = labels[kind];
  return {
    cipher: createSecretKey(derive(master, label.cipher, master.key.length)),
    auth: createSecretKey(derive(master, label.auth, authKeyLength)),
    salt: derive(master, label.salt, master.salt.length),
  };
}

/**
 * RFC 3711 section 4.3.3: the keystream of AES in counter mode, started at (label ‖ 0⁴⁸) XOR salt. GCM's 12-byte salts are
 * padded with two zero bytes at the right (RFC 7714 section 11).
 */
export function derive(master: MasterKey, label: number, length: number): Buffer {
  const start = Buffer.alloc(16);
  start.set(master.salt);
  start.writeUInt8(start.readUInt8(7) ^ label, 7);
  const cipher = createCipheriv(`aes-${master.key.length * 8}-ctr`, master.key, start);
  return cipher.update(Buffer.alloc(length));
}
