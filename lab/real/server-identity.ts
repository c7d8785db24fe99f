import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CertificateKind, LabCa } from '../pki/lab-ca.ts';

/** Paths of PEM files, as Debian's servers want them in their configuration. */
export interface ServerIdentity {
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Root that signed the certificate. */
  readonly caFile: string;
}

/** Has the lab's authority issue a certificate for these names and writes it, with its key and the root, into `folder`. */
export async function writeServerIdentity(
  ca: LabCa,
  folder: string,
  names: readonly string[],
  kind: CertificateKind = 'good',
): Promise<ServerIdentity> {
  await mkdir(folder, { recursive: true });
  const issued = await ca.issue({ names, kind });
  const identity = {
    certificateFile: join(folder, 'server.pem'),
    keyFile: join(folder, 'server.key'),
    caFile: await ca.writeTo(folder),
  };
  await writeFile(identity.certificateFile, issued.cert);
  await writeFile(identity.keyFile, issued.key, { mode: 0o600 });
  return identity;
}
