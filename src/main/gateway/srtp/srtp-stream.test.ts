import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SrtpSuite } from '../../ports/media-gateway.port.ts';
import type { MasterKey } from './key-derivation.ts';
import { derive } from './key-derivation.ts';
import { SrtpReceiver, SrtpSender } from './srtp-stream.ts';

const hex = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'hex');

const cm: MasterKey = {
  suite: 'AES_CM_128_HMAC_SHA1_80',
  key: hex('E1F97A0D3E018BE0D64FA32C06DE4139'),
  salt: hex('0EC675AD498AFEEBB6960B3AABE6'),
};
const gcm: MasterKey = {
  suite: 'AEAD_AES_128_GCM',
  key: hex('000102030405060708090a0b0c0d0e0f'),
  salt: hex('a0a1a2a3a4a5a6a7a8a9aaab'),
};
const masters: Record<SrtpSuite, MasterKey> = {
  AES_CM_128_HMAC_SHA1_80: cm,
  AES_CM_128_HMAC_SHA1_32: { ...cm, suite: 'AES_CM_128_HMAC_SHA1_32' },
  AEAD_AES_128_GCM: gcm,
  AEAD_AES_256_GCM: { suite: 'AEAD_AES_256_GCM', key: Buffer.alloc(32, 7), salt: Buffer.alloc(12, 9) },
};
const suites = Object.keys(masters) as SrtpSuite[];

/** The packets of the reference implementation's own vectors: SSRC cafebabe, sequence 1234, 16 bytes of ab. */
const rtp = hex('800f1234decafbadcafebabe abababababababababababababababab');
const rtcp = hex('81c8000bcafebabe abababababababababababababababab');

function packet(sequence: number, ssrc = 1, payload = 'voice'): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt8(0x80, 0);
  header.writeUInt16BE(sequence & 0xffff, 2);
  header.writeUInt32BE(ssrc, 8);
  return Buffer.concat([header, Buffer.from(payload)]);
}

const seal = (sender: SrtpSender, sequence: number, ssrc = 1) =>
  sender.protectRtp(packet(sequence, ssrc)) ?? Buffer.alloc(0);

describe('SRTP vectors', () => {
  it('V2: derives the keys of RFC 3711 appendix B.3', () => {
    expect(derive(cm, 0, 16).toString('hex')).toBe('c61e7a93744f39ee10734afe3ff7a087');
    expect(derive(cm, 2, 14).toString('hex')).toBe('30cbbc08863d8c85d49db34a9ae1');
    expect(derive(cm, 1, 20).toString('hex')).toBe('cebe321f6ff7716b6fd4ab49af256a156d38baa4');
  });

  it.each([
    [cm, '800f1234decafbadcafebabe 4e55dc4ce79978d88ca4d215949d2402 b78d6acc99ea179b8dbb'],
    [gcm, '800f1234decafbadcafebabe c5002ede04cfdd2eb91159e0880aa06e d2976826f796b201df3131a127e8a392'],
  ])('V2: protects RTP as the reference implementation does ($suite)', (master, sealed) => {
    expect(new SrtpSender(master).protectRtp(rtp)).toEqual(hex(sealed));
    expect(new SrtpReceiver(master).unprotectRtp(hex(sealed))).toEqual(rtp);
  });

  it.each([
    [cm, '81c8000bcafebabe 7128035be487b9bdbef89041f977a5a8 80000001 993e08cd54d6c1230798'],
    [gcm, '81c8000bcafebabe c98b8b5df0392a55852b6c21ac8e7025 c52c6fbea2b3b446ea31123ba88ce61e 80000001'],
  ])('V2: protects RTCP as the reference implementation does ($suite)', (master, sealed) => {
    const sender = new SrtpSender(master);
    sender.protectRtcp(rtcp);
    expect(sender.protectRtcp(rtcp)).toEqual(hex(sealed));
    expect(new SrtpReceiver(master).unprotectRtcp(hex(sealed))).toEqual(rtcp);
  });
});

describe.each(suites)('SRTP streams, %s', (suite) => {
  const master = masters[suite];

  it('V2: opens what it sealed, with CSRCs and header extension left readable', () => {
    const extended = hex('91801234 00000001 cafebabe 00000002 bede0001 10ff0000 616263');
    const sealed = new SrtpSender(master).protectRtp(extended);
    expect(sealed?.subarray(0, 24)).toEqual(extended.subarray(0, 24));
    expect(sealed && new SrtpReceiver(master).unprotectRtp(sealed)).toEqual(extended);
  });

  it('V2: counts roll-overs on both sides over 200,000 packets, with loss', () => {
    const sender = new SrtpSender(master);
    const receiver = new SrtpReceiver(master);
    let opened = 0;
    for (let index = 65_000; index < 265_000; index += 400) {
      if (receiver.unprotectRtp(seal(sender, index))) opened += 1;
    }
    expect(opened).toBe(500);
  });

  it('V2: takes a packet late but not twice, also across a roll-over', () => {
    const sender = new SrtpSender(master);
    const receiver = new SrtpReceiver(master);
    const [first, late, next] = [seal(sender, 65_534), seal(sender, 65_535), seal(sender, 65_536)];
    expect(receiver.unprotectRtp(first)).toBeDefined();
    expect(receiver.unprotectRtp(next)).toBeDefined();
    expect(receiver.unprotectRtp(late)).toBeDefined();
    for (const again of [first, late, next]) expect(receiver.unprotectRtp(again)).toBeUndefined();
  });

  it('V2: refuses RTCP that comes twice', () => {
    const sealed = new SrtpSender(master).protectRtcp(rtcp) ?? Buffer.alloc(0);
    const receiver = new SrtpReceiver(master);
    expect(receiver.unprotectRtcp(sealed)).toEqual(rtcp);
    expect(receiver.unprotectRtcp(sealed)).toBeUndefined();
  });

  it('V2: never seals two packets under one index', () => {
    const sender = new SrtpSender(master);
    expect(sender.protectRtp(packet(7, 1, 'one'))).toBeDefined();
    expect(sender.protectRtp(packet(7, 1, 'two'))).toBeUndefined();
  });

  it('V2: goes on after a new key, whether the far end kept its roll-over counter or not', () => {
    const [old, next] = [master, { ...master, key: Buffer.from(master.key).reverse() }];
    for (const restarts of [false, true]) {
      const receiver = new SrtpReceiver(old);
      const sender = new SrtpSender(old);
      for (const sequence of [60_000, 80_000, 90_000])
        expect(receiver.unprotectRtp(seal(sender, sequence))).toBeDefined();
      const rekeyed = new SrtpReceiver(next, { previous: receiver });
      const rekeyedSender = new SrtpSender(next);
      if (!restarts) for (const sequence of [60_000, 80_000]) seal(rekeyedSender, sequence);
      const sealed = seal(rekeyedSender, 90_001);
      expect(rekeyed.unprotectRtp(sealed)).toBeDefined();
      expect(rekeyed.unprotectRtp(sealed)).toBeUndefined();
    }
  });

  it('Q2: opens nothing that was changed anywhere', () => {
    const sealed = seal(new SrtpSender(master), 9);
    const sealedRtcp = new SrtpSender(master).protectRtcp(rtcp) ?? Buffer.alloc(0);
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 7 }), (position, bit) => {
        for (const [whole, open] of [
          [sealed, (bytes: Buffer) => new SrtpReceiver(master).unprotectRtp(bytes)],
          [sealedRtcp, (bytes: Buffer) => new SrtpReceiver(master).unprotectRtcp(bytes)],
        ] as const) {
          const changed = Buffer.from(whole);
          const at = position % changed.length;
          changed.writeUInt8(changed.readUInt8(at) ^ (1 << bit), at);
          expect(open(changed)).toBeUndefined();
        }
      }),
      { numRuns: 200 },
    );
  });

  it('Q2: survives any bytes', () => {
    const receiver = new SrtpReceiver(master, { mkiLength: 4 });
    const sender = new SrtpSender(master);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const any = Buffer.from(bytes);
        expect(receiver.unprotectRtp(any)).toBeUndefined();
        expect(receiver.unprotectRtcp(any)).toBeUndefined();
        sender.protectRtp(any);
        sender.protectRtcp(any);
      }),
      { numRuns: 500 },
    );
  });
});

describe('MKI', () => {
  it('V2: is stepped over where the far end sends one', () => {
    for (const suite of suites) {
      const master = masters[suite];
      const sealed = seal(new SrtpSender(master), 1);
      const tag = {
        AES_CM_128_HMAC_SHA1_80: 10,
        AES_CM_128_HMAC_SHA1_32: 4,
        AEAD_AES_128_GCM: 0,
        AEAD_AES_256_GCM: 0,
      }[suite];
      const end = sealed.length - tag;
      const withMki = Buffer.concat([sealed.subarray(0, end), hex('00000001'), sealed.subarray(end)]);
      expect(new SrtpReceiver(master, { mkiLength: 4 }).unprotectRtp(withMki)).toEqual(packet(1));
    }
  });

  it('V2: keeps an 80-bit RTCP tag with SHA1_32 (RFC 4568 section 6.2.2)', () => {
    const sealed = new SrtpSender(masters.AES_CM_128_HMAC_SHA1_32).protectRtcp(rtcp);
    expect(sealed?.length).toBe(rtcp.length + 4 + 10);
    expect(seal(new SrtpSender(masters.AES_CM_128_HMAC_SHA1_32), 1).length).toBe(packet(1).length + 4);
  });
});
