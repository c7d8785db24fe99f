import type { Result } from '../../shared/errors/result.ts';

export interface SrvRecord {
  /** Without a trailing dot; `''` stands for "service not offered" (RFC 2782, target `.`). */
  readonly target: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
  /** Seconds. */
  readonly ttl?: number;
}

/**
 * All name resolution of the core (DESIGN 2). An existing name without such records, and a name that does not
 * exist, are both `ok` with an empty list; `exists` tells them apart. Failures: net.timeout, discovery.dns-failed, app.cancelled.
 */
export interface Dns {
  srv(
    name: string,
    signal?: AbortSignal,
  ): Promise<Result<{ records: readonly SrvRecord[]; exists: boolean }>>;
  /** IPv4 and IPv6 literals, in the order to try; a literal resolves to itself without a query. */
  addresses(host: string, signal?: AbortSignal): Promise<Result<readonly string[]>>;
  /** How the resolver is named in Details, e.g. `system` or `127.0.0.1:5353`. */
  readonly name: string;
}
