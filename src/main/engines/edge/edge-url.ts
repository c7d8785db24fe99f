import type { EdgeHost } from '../../ports/edge.port.ts';

/**
 * The path prefix that tells an edge where a request is meant to go (cisco-uc 9.1): base64 of `domain`, or of
 * `domain/protocol/host/port`, without padding; URL-safe, as a `/` would end the prefix [inferred there].
 */
export function edgePrefix(domain: string, target?: URL): string {
  const text = target ? [domain, scheme(target), bare(target.hostname), portOf(target)].join('/') : domain;
  return Buffer.from(text, 'utf8').toString('base64url');
}

/** An address inside, as it is asked of an edge. */
export function throughEdge(edge: EdgeHost, domain: string, target: URL): string {
  return `${edgeOrigin(edge)}/${edgePrefix(domain, target)}${target.pathname}${target.search}`;
}

export function edgeOrigin({ host, port }: EdgeHost): string {
  return `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

const scheme = ({ protocol }: URL): string => protocol.replace(':', '');
const bare = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1');
const portOf = ({ port, protocol }: URL): string => port || (protocol === 'https:' ? '443' : '80');
