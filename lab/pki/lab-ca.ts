// The x509 library's container needs the metadata polyfill before it loads.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;

/** What is wrong with a certificate, or `good`. `wrong-name` certifies `elsewhere.invalid` only. */
export type CertificateKind = 'good' | 'expired' | 'not-yet-valid' | 'wrong-name';

export interface IssueRequest {
  /** DNS names and IP addresses for the subject alternative names; the first DNS name is the subject. */
  readonly names: readonly string[];
  readonly kind?: CertificateKind;
}

/** PEM texts that `node:tls` takes as they are. `cert` is the leaf followed by nothing: the CA is the root itself. */
export interface IssuedCertificate {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority that lives in memory only; its key is never written. */
export interface LabCa {
  /** The root certificate, PEM. */
  readonly pem: string;
  /** Issues a server certificate (also good as a client one). */
  issue(request: IssueRequest): Promise<IssuedCertificate>;
  /** Writes `ca.pem` into the folder (made when missing) and answers its path. */
  writeTo(folder: string): Promise<string>;
}

/** Makes a new root. Two calls make two authorities that don't know each other (the "unknown CA" case). */
export async function createLabCa(commonName = 'Parlance Lab CA'): Promise<LabCa> {
  const crypto = webcrypto as unknown as Crypto;
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const root = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: `CN=${commonName}`,
      serialNumber: serial(),
      notBefore: new Date(Date.now() - DAY_MS),
      notAfter: new Date(Date.now() + 3650 * DAY_MS),
      signingAlgorithm: ALGORITHM,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(true, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, crypto),
      ],
    },
    crypto,
  );
  const pem = `${root.toString('pem')}\n`;
  return {
    pem,
    issue: (request) => issue(crypto, root, keys.privateKey, request),
    async writeTo(folder) {
      await mkdir(folder, { recursive: true });
      const path = join(folder, 'ca.pem');
      await writeFile(path, pem);
      return path;
    },
  };
}

async function issue(
  crypto: Crypto,
  root: x509.X509Certificate,
  signingKey: CryptoKey,
  request: IssueRequest,
): Promise<IssuedCertificate> {
  const kind = request.kind ?? 'good';
  const names = kind === 'wrong-name' ? ['elsewhere.invalid'] : request.names;
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const { notBefore, notAfter } = validity(kind);
  const certificate = await x509.X509CertificateGenerator.create(
    {
      subject: `CN=${names.find((name) => isIP(name) === 0) ?? 'lab'}`,
      issuer: root.subject,
      serialNumber: serial(),
      notBefore,
      notAfter,
      signingAlgorithm: ALGORITHM,
      publicKey: keys.publicKey,
      signingKey,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([
          x509.ExtendedKeyUsage.serverAuth,
          x509.ExtendedKeyUsage.clientAuth,
        ]),
        new x509.SubjectAlternativeNameExtension(
          names.map((name) =>
            isIP(name) === 0 ? { type: 'dns' as const, value: name } : { type: 'ip' as const, value: name },
          ),
        ),
        await x509.AuthorityKeyIdentifierExtension.create(root, false, crypto),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, crypto),
      ],
    },
    crypto,
  );
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const key = `-----BEGIN PRIVATE KEY-----\n${(pkcs8.match(/.{1,64}/g) ?? []).join('\n')}\n-----END PRIVATE KEY-----\n`;
  return { cert: `${certificate.toString('pem')}\n`, key };
}

function validity(kind: CertificateKind): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  if (kind === 'expired')
    return { notBefore: new Date(now - 60 * DAY_MS), notAfter: new Date(now - 30 * DAY_MS) };
  if (kind === 'not-yet-valid')
    return { notBefore: new Date(now + 30 * DAY_MS), notAfter: new Date(now + 60 * DAY_MS) };
  return { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + 365 * DAY_MS) };
}

/** A positive 16-byte serial in hex (RFC 5280 section 4.1.2.2). */
function serial(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return Buffer.from(bytes).toString('hex');
}
