import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerIceCheck, createIceCredentials } from './ice-lite.ts';
import {
  buildStun,
  hasFingerprint,
  hasIntegrity,
  readStun,
  stunAttributes,
  stunTypes,
  xorMappedAddress,
} from './stun-message.ts';

const hex = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'hex');

/** RFC 5769 sections 2.1 and 2.2. */
const password = 'VOkJxbRl1RmTxUk/WvJxBt';
const request = hex(`
  00010058 2112a442 b7e7a701 bc34d686 fa87dfae
  80220010 5354554e 20746573 7420636c 69656e74
  00240004 6e0001ff 80290008 932ff9b1 51263b36
  00060009 6576746a 3a683676 59202020
  00080014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2
  80280004 e57a3bcf`);
const response = hex(`
  0101003c 2112a442 b7e7a701 bc34d686 fa87dfae
  8022000b 74657374 20766563 746f7220
  00200008 0001a147 e112a643
  00080014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7
  80280004 c07d4c96`);
const source = { address: '127.0.0.1', port: 40_000 };
const ours = { ufrag: 'evtj', password };

describe('STUN', () => {
  it('V2: reads and checks the request of RFC 5769 section 2.1', () => {
    const message = readStun(request);
    expect(message?.type).toBe(stunTypes.bindingRequest);
    expect(message?.attributes.get(stunAttributes.username)?.toString()).toBe('evtj:h6vY');
    expect(message && hasIntegrity(message, password)).toBe(true);
    expect(message && hasIntegrity(message, `${password}x`)).toBe(false);
    expect(message && hasFingerprint(message)).toBe(true);
  });

  it('V2: checks the response of RFC 5769 section 2.2 and writes the same mapped address', () => {
    const message = readStun(response);
    expect(message && hasIntegrity(message, password)).toBe(true);
    expect(message && hasFingerprint(message)).toBe(true);
    expect(message?.attributes.get(stunAttributes.xorMappedAddress)).toEqual(
      xorMappedAddress('192.0.2.1', 32_853),
    );
  });

  it('V2: builds messages it would take itself', () => {
    const built = readStun(
      buildStun(stunTypes.bindingSuccess, Buffer.alloc(12, 3), [[0x8022, Buffer.from('abcde')]], 'pw'),
    );
    expect(built && hasIntegrity(built, 'pw') && hasFingerprint(built)).toBe(true);
    expect(built?.attributes.get(0x8022)?.toString()).toBe('abcde');
  });

  it('Q2: survives any bytes', () => {
    const header = request.subarray(0, 8);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.boolean(), (bytes, isWrapped) => {
        const packet = isWrapped ? Buffer.concat([header, bytes]) : Buffer.from(bytes);
        if (isWrapped) packet.writeUInt16BE(Math.max(packet.length - 20, 0), 2);
        const message = readStun(packet);
        if (message) hasFingerprint(message);
        expect(answerIceCheck(packet, source, ours)).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('ICE-lite', () => {
  it('V2: answers a check that proves it knows the password, with where it came from', () => {
    const check = answerIceCheck(request, source, ours);
    const reply = check && readStun(check.response);
    expect(check).toMatchObject({ remoteUfrag: 'h6vY', isNominated: false });
    expect(reply?.transactionId).toEqual(request.subarray(8, 20));
    expect(reply?.attributes.get(stunAttributes.xorMappedAddress)).toEqual(
      xorMappedAddress('127.0.0.1', 40_000),
    );
    expect(reply && hasIntegrity(reply, password)).toBe(true);
  });

  it('V2: sees the nomination', () => {
    const nominating = buildStun(
      stunTypes.bindingRequest,
      Buffer.alloc(12),
      [
        [stunAttributes.username, Buffer.from('evtj:them')],
        [stunAttributes.useCandidate, Buffer.alloc(0)],
      ],
      password,
    );
    expect(answerIceCheck(nominating, source, ours)?.isNominated).toBe(true);
  });

  it.each([
    ['another ufrag', request, { ufrag: 'else', password }],
    ['a wrong password', request, { ufrag: 'evtj', password: 'guess' }],
    ['a response', response, ours],
    ['a request without integrity', hex('00010000 2112a442 b7e7a701 bc34d686 fa87dfae'), ours],
  ])('Q2: is silent to %s', (_what, packet, credentials) => {
    expect(answerIceCheck(packet, source, credentials)).toBeUndefined();
  });

  it('Q2: is silent to a check with any bit changed', () => {
    fc.assert(
      fc.property(fc.nat(request.length * 8 - 1), (bit) => {
        const changed = Buffer.from(request);
        changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        expect(answerIceCheck(changed, source, ours)).toBeUndefined();
      }),
    );
  });

  it('V2: makes credentials of the lengths ICE wants', () => {
    const { ufrag, password: made } = createIceCredentials((count) => Buffer.alloc(count, 255));
    expect([ufrag, made]).toEqual(['////////', '/'.repeat(24)]);
  });
});
