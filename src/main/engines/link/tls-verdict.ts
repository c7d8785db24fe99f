import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { Trust, UntrustedCertificate } from '../../ports/trust.port.ts';
import { certificateNames, isNamedBy } from './tls-identity.ts';

/** Who the far end must prove to be. */
export interface ExpectedIdentity {
  /** The domain asked for (RFC 6125: never the name an SRV record gave), also sent as SNI unless it is an IP literal. */
  readonly servername: string;
  /** Further names that are accepted in its certificate, e.g. the host that provisioning named. */
  readonly alsoAccept?: readonly string[] | undefined;
  readonly service: string;
}

export type Verdict =
  | { readonly kind: 'trusted' | 'pinned'; readonly subject: string }
  | { readonly kind: 'refused'; readonly certificate: UntrustedCertificate };

/** Judges the peer of a finished handshake: chain by OpenSSL, names by us, and pins for what either refuses (A10). */
export function judgePeer(
  socket: TLSSocket,
  certificate: X509Certificate | undefined,
  expected: ExpectedIdentity,
  trust: Trust,
): Verdict {
  const subject = flat(certificate?.subject);
  const cause = causeOfRefusal(socket, certificate?.subjectAltName, expected);
  if (cause === undefined) return { kind: 'trusted', subject };
  const fingerprint = certificate?.fingerprint256 ?? '';
  if (fingerprint !== '' && trust.isPinned(expected.servername, fingerprint))
    return { kind: 'pinned', subject };
  return {
    kind: 'refused',
    certificate: {
      host: expected.servername,
      service: expected.service,
      cause,
      subject,
      issuer: flat(certificate?.issuer),
      validFrom: certificate?.validFrom ?? '',
      validTo: certificate?.validTo ?? '',
      fingerprint,
    },
  };
}

function causeOfRefusal(
  socket: TLSSocket,
  subjectAltName: string | undefined,
  expected: ExpectedIdentity,
): UntrustedCertificate['cause'] | undefined {
  if (!socket.authorized) return causeOf(socket.authorizationError);
  const names = certificateNames(subjectAltName);
  const isNamed = [expected.servername, ...(expected.alsoAccept ?? [])].some((name) =>
    isNamedBy(name, names),
  );
  return isNamed ? undefined : 'wrong-name';
}

/** OpenSSL's verification results as Node names them. */
function causeOf(error: Error | string | null | undefined): UntrustedCertificate['cause'] {
  switch (typeof error === 'string' ? error : codeOf(error)) {
    case 'CERT_HAS_EXPIRED':
      return 'expired';
    case 'CERT_NOT_YET_VALID':
      return 'not-yet-valid';
    case 'CERT_REVOKED':
      return 'revoked';
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'CERT_UNTRUSTED':
      return 'unknown-issuer';
    default:
      return 'other';
  }
}

function codeOf(error: object | null | undefined): unknown {
  return error && 'code' in error ? error.code : undefined;
}

/** Node writes a name's parts on a line each. */
function flat(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ');
}
