import { createHash, createHmac, sign, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DtlsIdentity } from './dtls-endpoint.ts';
import { createDtlsIdentity } from './dtls-endpoint.ts';
import type { ClientProof, HandshakeMessage } from './dtls-proof.ts';
import { findProofFlaw } from './dtls-proof.ts';

const masterSecret = Buffer.alloc(48, 5);
const message = (type: number, body: Buffer): HandshakeMessage => ({
  type,
  bytes: Buffer.concat([Buffer.from([type]), Buffer.alloc(11), body]),
});
const bytesOf = (messages: readonly HandshakeMessage[]) => Buffer.concat(messages.map(({ bytes }) => bytes));

/** PRF of RFC 5246 section 5, first block. */
function verifyData(transcript: Buffer): Buffer {
  const seed = Buffer.concat([
    Buffer.from('client finished'),
    createHash('sha256').update(transcript).digest(),
  ]);
  const a1 = createHmac('sha256', masterSecret).update(seed).digest();
  return createHmac('sha256', masterSecret)
    .update(Buffer.concat([a1, seed]))
    .digest()
    .subarray(0, 12);
}

let client: DtlsIdentity;
let other: DtlsIdentity;
beforeAll(async () => {
  [client, other] = await Promise.all([createDtlsIdentity(), createDtlsIdentity()]);
});

/** A client's handshake, signed with the key given, showing the client's certificate. */
function handshake(keyPem = client.keyPem): ClientProof & { transcript: HandshakeMessage[] } {
  const certificate = new X509Certificate(client.certPem).raw;
  const before = [
    message(1, Buffer.from('hello')),
    message(11, certificate),
    message(16, Buffer.alloc(65, 4)),
  ];
  const signature = sign('sha256', bytesOf(before), keyPem);
  const header = Buffer.from([4, 3, signature.length >> 8, signature.length & 0xff]);
  const signed = [...before, message(15, Buffer.concat([header, signature]))];
  const transcript = [...signed, message(20, verifyData(bytesOf(signed))), message(20, Buffer.alloc(12))];
  return { transcript, masterSecret, certificate };
}

describe('the proof of a DTLS client', () => {
  it('V2: holds when certificate, signature and Finished fit', () => {
    expect(findProofFlaw(handshake())).toBeUndefined();
  });

  it('Q2: a certificate shown by somebody without its key proves nothing', () => {
    expect(findProofFlaw(handshake(other.keyPem))).toBe('signature');
  });

  it('Q2: nor does one shown without a signature', () => {
    const proof = handshake();
    expect(findProofFlaw({ ...proof, transcript: proof.transcript.filter(({ type }) => type !== 15) })).toBe(
      'no certificate verify',
    );
  });

  it('Q2: a handshake that the two saw differently is refused', () => {
    const proof = handshake();
    const late = {
      ...proof,
      transcript: [
        ...proof.transcript.slice(0, 4),
        message(4, Buffer.from('inserted')),
        ...proof.transcript.slice(4),
      ],
    };
    expect(findProofFlaw(late)).toBe('finished');
    expect(findProofFlaw({ ...proof, masterSecret: Buffer.alloc(48, 6) })).toBe('finished');
    expect(findProofFlaw({ ...proof, transcript: proof.transcript.filter(({ type }) => type !== 20) })).toBe(
      'finished',
    );
  });

  it('Q2: an algorithm we didn’t ask for, and a certificate that is none, are refused', () => {
    const proof = handshake();
    const weak = proof.transcript.map((one) =>
      one.type === 15 ? message(15, Buffer.from([2, 3, 0, 1, 0])) : one,
    );
    expect(findProofFlaw({ ...proof, transcript: weak })).toBe('signature algorithm');
    expect(findProofFlaw({ ...proof, certificate: Buffer.from('none') })).toBe('unreadable certificate');
  });
});
