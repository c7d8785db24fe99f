import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BfcpAttribute, BfcpMessage } from './bfcp-message.ts';
import { primitives, requestStates } from './bfcp-message.ts';
import { readBfcp } from './read-bfcp.ts';
import { writeBfcp } from './write-bfcp.ts';

const u16 = fc.integer({ min: 0, max: 0xffff });
const octet = fc.integer({ min: 0, max: 255 });
const plain: fc.Arbitrary<BfcpAttribute> = fc.oneof(
  fc.record({ name: fc.constantFrom('floor-id' as const, 'beneficiary-id' as const), value: u16 }),
  fc.record({
    name: fc.constantFrom('user-uri' as const, 'status-info' as const),
    text: fc.string({ maxLength: 60 }),
  }),
  fc.record({
    name: fc.constant('request-status' as const),
    state: fc.constantFrom(...(Object.keys(requestStates) as (keyof typeof requestStates)[])),
    queuePosition: octet,
  }),
  fc.record({ name: fc.constant('priority' as const), value: fc.integer({ min: 0, max: 7 }) }),
  fc.record({
    name: fc.constant('supported-primitives' as const),
    values: fc.array(octet, { maxLength: 20 }),
  }),
  fc.record({
    name: fc.constant('error-code' as const),
    code: octet,
    details: fc.array(octet, { maxLength: 9 }),
  }),
);
const group: fc.Arbitrary<BfcpAttribute> = fc.record({
  name: fc.constantFrom('floor-request-information' as const, 'overall-request-status' as const),
  id: u16,
  attributes: fc.array(plain, { maxLength: 2 }),
});
const message: fc.Arbitrary<BfcpMessage> = fc.record({
  version: fc.constantFrom(2 as const),
  isResponse: fc.boolean(),
  conferenceId: fc.integer({ min: 0, max: 0xffff_ffff }),
  transactionId: u16,
  userId: u16,
  primitive: fc.constantFrom(...(Object.keys(primitives) as (keyof typeof primitives)[])),
  attributes: fc.array(fc.oneof(plain, group), { maxLength: 5 }),
});

const request: BfcpMessage = {
  version: 2,
  isResponse: false,
  conferenceId: 0x01020304,
  transactionId: 7,
  userId: 9,
  primitive: 'FloorRequest',
  attributes: [{ name: 'floor-id', value: 1 }],
};

describe('BFCP on the wire', () => {
  it('V9: a request for the floor is written as RFC 8855 section 5 draws it', () => {
    expect(writeBfcp(request).toString('hex')).toBe('400100010102030400070009' + '05040001');
    expect(writeBfcp({ ...request, version: 1 }).toString('hex')).toBe(
      '200100010102030400070009' + '05040001',
    );
    const answer = writeBfcp({ ...request, isResponse: true, primitive: 'HelloAck', attributes: [] });
    expect(answer.toString('hex')).toBe('500c00000102030400070009');
  });

  it('V9: padding follows an attribute and isn’t part of its length', () => {
    const octets = writeBfcp({ ...request, attributes: [{ name: 'status-info', text: 'abc' }] });
    expect(octets.subarray(12).toString('hex')).toBe('1305616263000000');
  });

  it('V9: a text too long for its attribute is cut at a whole character', () => {
    const octets = writeBfcp({ ...request, attributes: [{ name: 'status-info', text: 'é'.repeat(200) }] });
    const read = readBfcp(octets, 2);
    expect(read.kind === 'message' && read.message.attributes).toEqual([
      { name: 'status-info', text: 'é'.repeat(126) },
    ]);
  });

  it('V9: whatever is written is read the same', () => {
    fc.assert(
      fc.property(message, (written) => {
        expect(readBfcp(writeBfcp(written), 2)).toEqual({ kind: 'message', message: written });
      }),
    );
  });

  it.each([
    ['another version', '200100010102030400070009' + '05040001', 'unsupported-version', []],
    ['a length that isn’t so', '400100020102030400070009' + '05040001', 'wrong-length', []],
    ['an unknown primitive', '406300000102030400070009', 'unknown-primitive', []],
    [
      'an unknown attribute that must be known',
      '400100010102030400070009' + 'c9040001',
      'unknown-attribute',
      [0xc8],
    ],
    ['an attribute that runs over the end', '400100010102030400070009' + '05080001', 'unreadable', []],
    ['an attribute shorter than its head', '400100010102030400070009' + '05010001', 'unreadable', []],
    ['a fragment', '480100010102030400070009' + '05040001', 'unreadable', []],
  ])('V9 Q2: %s is refused with its error', (_what, hex, error, details) => {
    expect(readBfcp(Buffer.from(hex, 'hex'), 2)).toMatchObject({
      kind: 'refused',
      error,
      details,
      header: { conferenceId: 0x01020304, transactionId: 7, userId: 9 },
    });
  });

  it('V9 Q2: an unknown attribute that may be skipped is skipped', () => {
    const read = readBfcp(Buffer.from('400100020102030400070009' + 'c804000105040001', 'hex'), 2);
    expect(read).toEqual({ kind: 'message', message: request });
  });

  it('V9 Q2: any octets, and any damaged message, are read without a throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        expect(['message', 'refused', 'junk']).toContain(readBfcp(Buffer.from(octets), 2).kind);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(message, fc.nat(), octet, (written, at, value) => {
        const octets = writeBfcp(written);
        octets[at % octets.length] = value;
        expect(['message', 'refused', 'junk']).toContain(readBfcp(octets, 2).kind);
      }),
      { numRuns: 500 },
    );
  });
});
