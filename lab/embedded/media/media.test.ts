import { describe, expect, it } from 'vitest';
import { decodeG711, encodeG711 } from './g711.ts';
import { MediaLine } from './media-line.ts';
import { readRtp, readTelephoneEvent, writeRtp, writeTelephoneEvent } from './rtp.ts';
import { readSdp } from './sdp.ts';
import { deriveSrtpKey, SRTP_SUITES, SrtpStream, type SrtpSuite } from './srtp.ts';
import { ToneSource, toneShare } from './tone.ts';

describe('G.711 and tones', () => {
  it.each(['PCMU', 'PCMA'] as const)('%s keeps a tone recognisable', (law) => {
    const tone = new ToneSource(440).next(1600);
    const back = decodeG711(law, encodeG711(law, tone));
    expect(toneShare(back, 440)).toBeGreaterThan(0.95);
    expect(toneShare(back, 1000)).toBeLessThan(0.01);
    for (let index = 0; index < tone.length; index++)
      expect(Math.abs((back[index] ?? 0) - (tone[index] ?? 0))).toBeLessThanOrEqual(300);
  });

  it('knows the codewords for silence and the extremes', () => {
    expect([...encodeG711('PCMU', Int16Array.of(0, 32_767, -32_768))]).toEqual([0xff, 0x80, 0x00]);
    expect([...encodeG711('PCMA', Int16Array.of(0, 32_767, -32_768))]).toEqual([0xd5, 0xaa, 0x2a]);
    expect(toneShare(new Int16Array(1600), 440)).toBe(0);
  });
});

describe('SRTP', () => {
  it('derives the keys of RFC 3711 appendix B.3', () => {
    const key = Buffer.from('E1F97A0D3E018BE0D64FA32C06DE4139', 'hex');
    const salt = Buffer.from('0EC675AD498AFEEBB6960B3AABE6', 'hex');
    expect(deriveSrtpKey(key, salt, 0, 16).toString('hex').toUpperCase()).toBe(
      'C61E7A93744F39EE10734AFE3FF7A087',
    );
    expect(deriveSrtpKey(key, salt, 2, 14).toString('hex').toUpperCase()).toBe(
      '30CBBC08863D8C85D49DB34A9AE1',
    );
    expect(deriveSrtpKey(key, salt, 1, 20).toString('hex').toUpperCase()).toBe(
      'CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4',
    );
  });

  it.each(Object.keys(SRTP_SUITES) as SrtpSuite[])(
    '%s opens what it sealed, over the rollover, and refuses what was touched',
    (suite) => {
      const master = Buffer.alloc(SRTP_SUITES[suite].keyBytes + SRTP_SUITES[suite].saltBytes, 7);
      const [sender, receiver] = [new SrtpStream(suite, master), new SrtpStream(suite, master)];
      for (let index = 65_530; index < 65_545; index++) {
        const packet = writeRtp({
          payloadType: 0,
          hasMarker: false,
          sequence: index,
          timestamp: index * 160,
          ssrc: 1,
          payload: Buffer.from(`frame ${index}`),
        });
        const sealed = sender.protect(packet);
        expect(sealed.includes('frame')).toBe(false);
        const touched = Buffer.from(sealed);
        touched.writeUInt8(touched.readUInt8(14) ^ 1, 14);
        expect(receiver.open(touched)).toBeUndefined();
        expect(receiver.open(sealed)?.equals(packet)).toBe(true);
      }
    },
  );
});

describe('RTP and SDP', () => {
  it('reads extensions and padding away', () => {
    const packet = Buffer.concat([
      Buffer.from('b100000100000002000000030000000400000001aabbccdd', 'hex'),
      Buffer.from('abc'),
      Buffer.from([0, 2]),
    ]);
    expect(readRtp(packet)?.payload.toString()).toBe('abc');
    expect(readRtp(Buffer.from('0001', 'hex'))).toBeUndefined();
    expect(readTelephoneEvent(writeTelephoneEvent('#', true, 800))).toEqual({
      digit: '#',
      isEnd: true,
      duration: 800,
    });
  });

  it('reads codecs, direction and keys of an offer', () => {
    const offer = readSdp(
      'v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\na=sendonly\r\nm=audio 4000 RTP/SAVP 9 0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAA|2^20\r\nm=video 0 RTP/AVP 96\r\n',
    );
    expect(offer?.media[0]).toMatchObject({
      port: 4000,
      address: '10.0.0.1',
      direction: 'sendonly',
      codecs: [{ name: 'G722' }, { name: 'PCMU' }],
    });
    expect(offer?.media[0]?.cryptos[0]?.key).toHaveLength(3);
  });
});

describe('media line', () => {
  it.each([undefined, 'AES_CM_128_HMAC_SHA1_80', 'AEAD_AES_256_GCM'] as const)(
    'echoes a tone over %s, and stops on hold',
    async (suite) => {
      const caller = await MediaLine.open({
        host: '127.0.0.1',
        behaviour: { kind: 'tone', hz: 700 },
        ...(suite ? { suite } : {}),
      });
      const echo = await MediaLine.open({ host: '127.0.0.1', behaviour: { kind: 'echo' } });
      try {
        expect(echo.acceptOffer(caller.describe())).toBe(true);
        expect(caller.acceptAnswer(echo.describe())).toBe(true);
        await expect.poll(() => caller.toneShare(700), { timeout: 4000 }).toBeGreaterThan(0.9);
        expect(echo.suite).toBe(suite);
        caller.want('sendonly');
        expect(echo.acceptOffer(caller.describe())).toBe(true);
        expect([echo.remoteDirection, echo.direction]).toEqual(['sendonly', 'recvonly']);
        const { sent } = echo.counters;
        const { received } = echo.counters;
        await expect.poll(() => echo.counters.received).toBeGreaterThan(received + 5);
        expect(echo.counters.sent).toBe(sent);
      } finally {
        caller.close();
        echo.close();
      }
    },
  );
});
