import { createHash, X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';

export type ChannelBindingType = 'tls-exporter' | 'tls-server-end-point' | 'tls-unique';

/** A binding that this connection can give. */
export interface ChannelBinding {
  readonly type: ChannelBindingType;
  readonly data: Uint8Array;
}

/** All bindings that the connection can give, best first. */
export function channelBindings(socket: TLSSocket): readonly ChannelBinding[] {
  const all = [exporter(socket), unique(socket), endPoint(socket)];
  return all.filter((binding) => binding !== undefined);
}

/**
 * The one to use: the best that the server says it knows (XEP-0440). Without such a list only tls-unique is certain, the
 * default before TLS 1.3 (RFC 5802 section 6.1): for 1.3 it is tls-exporter (RFC 9266 section 3), but servers that offer
 * SCRAM-*-PLUS and say no more, as ejabberd before 24.02, still mean tls-unique and call any other a wrong password.
 */
export function chooseBinding(
  possible: readonly ChannelBinding[],
  announced: readonly string[],
): ChannelBinding | undefined {
  if (announced.length > 0) return possible.find((binding) => announced.includes(binding.type));
  return possible.find((binding) => binding.type === 'tls-unique');
}

/** RFC 9266. Before TLS 1.3 it needs the extended master secret, which Node doesn't tell of: so 1.3 only. */
function exporter(socket: TLSSocket): ChannelBinding | undefined {
  if (socket.getProtocol() !== 'TLSv1.3') return undefined;
  const data = socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0));
  return { type: 'tls-exporter', data };
}

/**
 * RFC 5929 section 3: the first Finished message, which is ours in a full handshake. Not defined for TLS 1.3, and servers
 * disagree about resumed sessions.
 */
function unique(socket: TLSSocket): ChannelBinding | undefined {
  if (socket.getProtocol() !== 'TLSv1.2' || socket.isSessionReused()) return undefined;
  const data = socket.getFinished();
  return data === undefined ? undefined : { type: 'tls-unique', data };
}

/** RFC 5929 section 4. */
function endPoint(socket: TLSSocket): ChannelBinding | undefined {
  // The types promise a certificate, but a resumed session has none.
  const raw = (socket.getPeerCertificate(true) as { raw?: Buffer } | undefined)?.raw;
  if (raw === undefined) return undefined;
  const hash = endPointHash(raw);
  return hash === undefined
    ? undefined
    : { type: 'tls-server-end-point', data: createHash(hash).update(raw).digest() };
}

/** The hash in the certificate's signature, but SHA-256 for MD5 and SHA-1; none where the algorithm names no hash (Ed25519, PSS). */
function endPointHash(raw: Buffer): string | undefined {
  const algorithm = new X509Certificate(raw).signatureAlgorithm?.toLowerCase() ?? '';
  const named = /sha-?(?:1|224|256|384|512)|md5/.exec(algorithm)?.[0].replace('-', '');
  return named === 'md5' || named === 'sha1' ? 'sha256' : named;
}
