import { isIP } from 'node:net';
import type { EffectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import type { Dns } from '../../ports/dns.port.ts';

/** Which addresses of a name are used: both kinds, or only those of one (`IP_Mode`, cisco-uc 4.2). */
export type AddressFamily = 4 | 6 | 'both';

export function addressFamily(configuration: Pick<EffectiveConfiguration, 'text'>): AddressFamily {
  const mode = configuration.text('IP_Mode');
  return mode === 'IPV4_Only' ? 4 : mode === 'IPV6_Only' ? 6 : 'both';
}

/**
 * Names resolve to addresses of the chosen family only; a literal stays what it is, as somebody wrote it. Nothing left reads
 * like a name without addresses.
 */
export function withAddressFamily(dns: Dns, family: () => AddressFamily): Dns {
  return {
    name: dns.name,
    srv: (name, signal) => dns.srv(name, signal),
    async addresses(host, signal) {
      const found = await dns.addresses(host, signal);
      const wanted = family();
      if (!found.ok || wanted === 'both' || isIP(host.replace(/^\[|\]$/g, '')) !== 0) return found;
      return { ok: true, value: found.value.filter((address) => isIP(address) === wanted) };
    },
  };
}
