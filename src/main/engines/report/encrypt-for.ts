import {
  constants,
  createCipheriv,
  type KeyObject,
  publicEncrypt,
  randomBytes,
  type X509Certificate,
} from 'node:crypto';
import { der, derValues, objectIdentifier, sequence } from './der.ts';

const DATA = objectIdentifier('1.2.840.113549.1.7.1');
const ENVELOPED_DATA = objectIdentifier('1.2.840.113549.1.7.3');
const AES_256_CBC = objectIdentifier('2.16.840.1.101.3.4.1.42');
const RSAES_OAEP = objectIdentifier('1.2.840.113549.1.1.7');
const MGF1 = objectIdentifier('1.2.840.113549.1.1.8');
const SHA_256 = sequence(objectIdentifier('2.16.840.1.101.3.4.2.1'), der(0x05));
/** RFC 4055, section 4.1: both hashes are named, as neither is the default. */
const OAEP_SHA_256 = sequence(RSAES_OAEP, sequence(der(0xa0, SHA_256), der(0xa1, sequence(MGF1, SHA_256))));
const ZERO = der(0x02, Uint8Array.of(0));
const LEAST_BITS = 2048;

/**
 * Encrypts for whoever has the certificate's key: CMS EnvelopedData (RFC 5652, section 6) in DER, AES-256-CBC (RFC 3565) under a
 * key that RSAES-OAEP carries (RFC 3560). OpenSSL (`openssl cms -decrypt`) and .NET's EnvelopedCms open it.
 * @returns undefined where the certificate's key cannot be used: not RSA, or shorter than 2048 bits
 */
export function encryptFor(certificate: X509Certificate, bytes: Uint8Array): Uint8Array | undefined {
  const { publicKey } = certificate;
  const recipient = issuerAndSerial(certificate.raw);
  if (!isUsable(publicKey) || !recipient) return undefined;
  const key = randomBytes(32);
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const encrypted = Buffer.concat([cipher.update(bytes), cipher.final()]);
  const carried = publicEncrypt(
    { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
    key,
  );
  key.fill(0);
  const recipients = der(0x31, sequence(ZERO, recipient, OAEP_SHA_256, der(0x04, carried)));
  const content = sequence(DATA, sequence(AES_256_CBC, der(0x04, iv)), der(0x80, encrypted));
  return sequence(ENVELOPED_DATA, der(0xa0, sequence(ZERO, recipients, content)));
}

function isUsable({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= LEAST_BITS;
}

/** IssuerAndSerialNumber, byte for byte as the certificate has both (RFC 5280, section 4.1). */
function issuerAndSerial(certificate: Uint8Array): Uint8Array | undefined {
  const [outer] = derValues(certificate) ?? [];
  const [signed] = (outer && derValues(outer.content)) ?? [];
  const fields = (signed && derValues(signed.content)) ?? [];
  const [serial, , issuer] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  return serial && issuer && sequence(issuer.whole, serial.whole);
}
