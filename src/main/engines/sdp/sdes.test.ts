import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildCryptoLine, createCryptoLines, parseCryptoLine, suiteLengths } from './sdes.ts';

/** RFC 4568 section 9.1's own example key. */
const key = 'PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR';

describe('a=crypto', () => {
  it('V2: reads the example of RFC 4568 with lifetime and MKI', () => {
    const line = parseCryptoLine(`1 AES_CM_128_HMAC_SHA1_80 inline:${key}|2^20|1:4`);
    expect(line).toMatchObject({
      tag: 1,
      suite: 'AES_CM_128_HMAC_SHA1_80',
      lifetime: 2 ** 20,
      mki: { value: 1, length: 4 },
    });
    expect([line?.key.length, line?.salt.length]).toEqual([16, 14]);
    expect(
      Buffer.concat([line?.key ?? [], line?.salt ?? []].map((part) => Buffer.from(part))).toString('base64'),
    ).toBe(key);
  });

  it.each([
    ['a decimal lifetime', `1 AES_CM_128_HMAC_SHA1_32 inline:${key}|1048576`, { lifetime: 1_048_576 }],
    ['an MKI alone', `7 AES_CM_128_HMAC_SHA1_32 inline:${key}|5:1`, { tag: 7, mki: { value: 5, length: 1 } }],
    ['a window size hint', `1 AES_CM_128_HMAC_SHA1_80 inline:${key} WSH=64`, { tag: 1 }],
    ['lower-case names', `1 aes_cm_128_hmac_sha1_80 INLINE:${key}`, { suite: 'AES_CM_128_HMAC_SHA1_80' }],
  ])('V2: reads %s', (_what, value, expected) => {
    expect(parseCryptoLine(value)).toMatchObject(expected);
  });

  it.each([
    ['an unknown suite', `1 F8_128_HMAC_SHA1_80 inline:${key}`],
    ['a short key', '1 AES_CM_128_HMAC_SHA1_80 inline:AAAA'],
    ['a GCM key of AES_CM length', `1 AEAD_AES_128_GCM inline:${key}`],
    ['several keys', `1 AES_CM_128_HMAC_SHA1_80 inline:${key}|2^20|1:4;inline:${key}|2^20|2:4`],
    ['no encryption', `1 AES_CM_128_HMAC_SHA1_80 inline:${key} UNENCRYPTED_SRTP`],
    ['no authentication', `1 AES_CM_128_HMAC_SHA1_80 inline:${key} UNAUTHENTICATED_SRTP`],
    ['a key derivation rate', `1 AES_CM_128_HMAC_SHA1_80 inline:${key} KDR=1`],
    ['an MKI of 128 bytes', `1 AES_CM_128_HMAC_SHA1_80 inline:${key}|1:128`],
    ['no tag', `AES_CM_128_HMAC_SHA1_80 inline:${key}`],
    ['nothing', ''],
  ])('V2: drops a line with %s', (_what, value) => {
    expect(parseCryptoLine(value)).toBeUndefined();
  });

  it('V2: writes lines it reads back, one fresh key for each suite', () => {
    const suites = Object.keys(suiteLengths) as (keyof typeof suiteLengths)[];
    let next = 0;
    const lines = createCryptoLines(suites, (count) => Buffer.alloc(count, (next += 1)));
    expect(lines.map((line) => line.tag)).toEqual([1, 2, 3, 4]);
    expect(new Set(lines.map((line) => Buffer.from(line.key).toString('hex'))).size).toBe(4);
    for (const line of lines) expect(parseCryptoLine(buildCryptoLine(line))).toEqual(line);
  });

  it('Q2: survives any value', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        parseCryptoLine(before);
        parseCryptoLine(`1 AES_CM_128_HMAC_SHA1_80 inline:${key}${before} ${after}`);
      }),
    );
  });
});
