import { describe, expect, it } from 'vitest';
import type { Dns } from '../../ports/dns.port.ts';
import { type AddressFamily, withAddressFamily } from './address-family.ts';

const dns: Dns = {
  name: 'test',
  srv: async () => ({ ok: true, value: { records: [], exists: false } }),
  addresses: async (host) => ({
    ok: true,
    value: /[:\d]$/.test(host) ? [host] : ['2001:db8::1', '192.0.2.1', '2001:db8::2'],
  }),
};

describe('IP_Mode', () => {
  it.each<[AddressFamily, string, readonly string[]]>([
    ['both', 'cucm.example.test', ['2001:db8::1', '192.0.2.1', '2001:db8::2']],
    [4, 'cucm.example.test', ['192.0.2.1']],
    [6, 'cucm.example.test', ['2001:db8::1', '2001:db8::2']],
    [6, '192.0.2.1', ['192.0.2.1']],
    [4, '2001:db8::1', ['2001:db8::1']],
  ])('S3: %s takes of %s %j', async (family, host, addresses) => {
    expect(await withAddressFamily(dns, () => family).addresses(host)).toEqual({
      ok: true,
      value: addresses,
    });
  });
});
