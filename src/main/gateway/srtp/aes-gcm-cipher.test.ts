import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AesGcmCipher } from './aes-gcm-cipher.ts';

const hex = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'hex');

/** RFC 7714 section 16: session keys and salt as given, ROC 0, the packet "Gallia est omnis divisa in partes tres". */
const salt = hex('51756964 2070726f 2071756f');
const rtp = hex(
  '8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070 61727465 73207472 6573',
);
const counting = (length: number) => Buffer.from(Array.from({ length }, (_, index) => index));
const keys = (length: number) => ({
  cipher: createSecretKey(counting(length)),
  auth: createSecretKey(counting(20)),
  salt,
});

describe('RFC 7714 section 16', () => {
  it.each([
    [
      'aes-128-gcm',
      16,
      'f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a 51c7d19b 36de3adf 8833 899d7f27 beb16a91 52cf765e e4390cce',
    ],
    [
      'aes-256-gcm',
      32,
      '32b1de78 a822fe12 ef9f78fa 332e33aa b1801238 9a58e2f3 b50b2a02 76ffae0f 1ba63799 b87b7aa3 db36dfff d6b0f9bb 7878d7a7 6c13',
    ],
  ] as const)('V2: seals and opens the packet with %s', (algorithm, keyLength, sealed) => {
    const cipher = new AesGcmCipher(keys(keyLength), keys(keyLength), algorithm);
    const index = rtp.readUInt16BE(2);
    const expected = Buffer.concat([rtp.subarray(0, 12), hex(sealed)]);
    expect(cipher.sealRtp(rtp, 12, index)).toEqual(expected);
    expect(cipher.openRtp(expected, 12, index)).toEqual(rtp);
  });
});
