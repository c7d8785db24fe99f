import { createHash, createHmac, timingSafeEqual, verify, X509Certificate } from 'node:crypto';

/** One handshake message of the transcript, whole: its type and its bytes with the 12-byte DTLS header. */
export interface HandshakeMessage {
  readonly type: number;
  readonly bytes: Buffer;
}

export interface ClientProof {
  /** In the order they were exchanged, the client's Finished among them. */
  readonly transcript: readonly HandshakeMessage[];
  readonly masterSecret: Buffer;
  /** DER. */
  readonly certificate: Buffer;
}

const certificateVerify = 15;
const finished = 20;
/** What we ask for: ECDSA, which Chromium uses, and RSA with PKCS #1, which phones and border controllers do. */
const signatureSchemes: readonly number[] = [0x0403, 0x0401];

/**
 * Whether the client proved that it owns the certificate's key (CertificateVerify, RFC 5246 section 7.4.8) and saw the
 * same handshake as we did (Finished, section 7.4.9). The DTLS library reads both messages but checks neither, and without
 * them a fingerprint that fits says nothing: certificates are public. Undefined when all is well, else what isn't.
 */
export function findProofFlaw(proof: ClientProof): string | undefined {
  return findSignatureFlaw(proof) ?? findFinishedFlaw(proof);
}

function findSignatureFlaw({ transcript, certificate }: ClientProof): string | undefined {
  const at = transcript.findIndex((message) => message.type === certificateVerify);
  const body = transcript[at]?.bytes.subarray(12);
  if (!body || body.length < 4) return 'no certificate verify';
  if (!signatureSchemes.includes(body.readUInt16BE(0))) return 'signature algorithm';
  const signed = Buffer.concat(transcript.slice(0, at).map((message) => message.bytes));
  try {
    const { publicKey } = new X509Certificate(certificate);
    return verify('sha256', signed, publicKey, body.subarray(4, 4 + body.readUInt16BE(2)))
      ? undefined
      : 'signature';
  } catch {
    return 'unreadable certificate';
  }
}

function findFinishedFlaw({ transcript, masterSecret }: ClientProof): string | undefined {
  const at = transcript.findIndex((message) => message.type === finished);
  const stated = transcript[at]?.bytes.subarray(12);
  const before = Buffer.concat(transcript.slice(0, Math.max(at, 0)).map((message) => message.bytes));
  const seed = Buffer.concat([Buffer.from('client finished'), createHash('sha256').update(before).digest()]);
  const expected = expand(masterSecret, seed).subarray(0, 12);
  return stated?.length === 12 && timingSafeEqual(stated, expected) ? undefined : 'finished';
}

/** The first block of P_SHA256 (RFC 5246 section 5): 32 bytes are enough for the 12 of Finished. */
function expand(secret: Buffer, seed: Buffer): Buffer {
  const first = createHmac('sha256', secret).update(seed).digest();
  return createHmac('sha256', secret).update(first).update(seed).digest();
}
