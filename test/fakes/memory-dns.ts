import { isIP } from 'node:net';
import { ok } from '../../src/shared/errors/result.ts';
import type { Dns, SrvRecord } from '../../src/main/ports/dns.port.ts';

export interface MemoryDnsZone {
  /** Addresses by name; literals resolve to themselves. */
  readonly addresses?: Readonly<Record<string, readonly string[]>>;
  readonly srv?: Readonly<Record<string, readonly SrvRecord[]>>;
}

/** The Dns port answered from memory. A name that isn't in the zone does not exist. */
export function memoryDns(zone: MemoryDnsZone = {}): Dns {
  return {
    name: 'memory',
    addresses: (host) => Promise.resolve(ok(isIP(host) === 0 ? (zone.addresses?.[host] ?? []) : [host])),
    srv: (name) =>
      Promise.resolve(ok({ records: zone.srv?.[name] ?? [], exists: zone.srv?.[name] !== undefined })),
  };
}
