import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Span } from '../../ports/trace.port.ts';
import type { HttpClient } from '../link/http-client.ts';

export interface CertificateSource {
  /** PrtCertificateName: a name or thumbprint in the system's store, or the path of a file. '' for none. */
  readonly name: string;
  /** PRTCertificateUrl, HTTPS. '' for none. */
  readonly url: string;
}

export interface CertificatePorts {
  readonly http: HttpClient;
  /** PEM, each one certificate. */
  readonly systemCertificates: () => readonly string[];
}

const FETCH_MS = 20_000;
const CERTIFICATE_BYTES = 64 * 1024;

/** The certificate that reports are encrypted for; undefined where none is found. The name counts before the address. */
export async function findReportCertificate(
  { name, url }: CertificateSource,
  { http, systemCertificates }: CertificatePorts,
  span: Span,
  signal: AbortSignal,
): Promise<X509Certificate | undefined> {
  if (name !== '') {
    // A share's path would make Windows sign in there: a file that anybody can change must not bring that about.
    const isPath = path.isAbsolute(name) && !/^[\\/]{2}/.test(name);
    const found = isPath
      ? parse(await readFile(name).catch(() => undefined))
      : inStore(name, systemCertificates());
    if (found) return found;
  }
  if (URL.parse(url)?.protocol !== 'https:') return undefined;
  const limits = { timeoutMs: FETCH_MS, maxBytes: CERTIFICATE_BYTES };
  const answer = await http.request({ method: 'GET', url, ...limits, span, signal });
  return answer.ok && answer.value.status === 200 ? parse(answer.value.body) : undefined;
}

/** By its common name, or its SHA-1 or SHA-256 thumbprint; of several the one that is valid longest. */
function inStore(wanted: string, store: readonly string[]): X509Certificate | undefined {
  const print = wanted.replaceAll(/[\s:]/g, '').toUpperCase();
  return store
    .map((pem) => parse(Buffer.from(pem)))
    .filter((each) => each !== undefined)
    .filter(
      ({ subject, fingerprint, fingerprint256 }) =>
        /^CN=(.*)$/m.exec(subject)?.[1]?.toLowerCase() === wanted.trim().toLowerCase() ||
        [fingerprint, fingerprint256].some((each) => each.replaceAll(':', '') === print),
    )
    .toSorted((a, b) => Date.parse(b.validTo) - Date.parse(a.validTo))[0];
}

/** PEM or DER. */
function parse(bytes: Uint8Array | undefined): X509Certificate | undefined {
  if (!bytes || bytes.length > CERTIFICATE_BYTES) return undefined;
  try {
    return new X509Certificate(bytes);
  } catch {
    return undefined;
  }
}
