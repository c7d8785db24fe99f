import type { DnsZone, SrvRecord } from './dnsmasq.ts';

/** One way a company may lay out its names (T4), as the resolvers on either side of its firewall answer. */
export interface DnsDesign {
  readonly name: string;
  /** Domain of people's addresses. */
  readonly servicesDomain: string;
  /** Set where the Cisco records live under another name (D4). */
  readonly voiceDomain?: string;
  readonly inside: DnsZone;
  readonly outside: DnsZone;
}

const CLUSTER = 'ucm-1.example.local';
const EDGE = 'expressway.example.test';
const LOCAL_HOSTS = { [CLUSTER]: '127.0.0.11', 'imp-1.example.local': '127.0.0.13' };
const PUBLIC_HOSTS = { [EDGE]: '127.0.0.41', 'example.test': '127.0.0.40' };

const uds = (domain: string, target = CLUSTER): SrvRecord => ({
  name: `_cisco-uds._tcp.${domain}`,
  target,
  port: 8443,
});
const cup = (domain: string): SrvRecord => ({
  name: `_cuplogin._tcp.${domain}`,
  target: 'imp-1.example.local',
  port: 8443,
});
const edge = (domain: string): SrvRecord => ({
  name: `_collab-edge._tls.${domain}`,
  target: EDGE,
  port: 8443,
});
const zone = (srv: readonly SrvRecord[], hosts: DnsZone['hosts'] = {}): DnsZone => ({ srv, hosts });

/** Every design of table T4, and several services domains at one cluster. */
export const DNS_DESIGNS = {
  /** Machines live in `example.local`; inside, a zone for the services domain hides the public one. */
  internalZone: {
    name: 'separate domains, an internal zone for the services domain',
    servicesDomain: 'example.test',
    inside: zone([uds('example.test'), cup('example.test')], LOCAL_HOSTS),
    outside: zone([edge('example.test')], PUBLIC_HOSTS),
  },
  /** Only `cisco-internal.example.test` is served inside; the rest of the public zone is seen from there as well. */
  pinpointZone: {
    name: 'separate domains, a pinpoint zone',
    servicesDomain: 'example.test',
    inside: zone(
      [uds('cisco-internal.example.test'), cup('cisco-internal.example.test'), edge('example.test')],
      { ...LOCAL_HOSTS, ...PUBLIC_HOSTS },
    ),
    outside: zone([edge('example.test')], PUBLIC_HOSTS),
  },
  voiceServicesDomain: {
    name: 'separate domains, a voice services domain on both sides',
    servicesDomain: 'example.test',
    voiceDomain: 'cisco-uc.example.test',
    inside: zone([uds('cisco-uc.example.test')], { ...LOCAL_HOSTS, ...PUBLIC_HOSTS }),
    outside: zone([edge('cisco-uc.example.test')], PUBLIC_HOSTS),
  },
  splitBrain: {
    name: 'same domain, split-brain',
    servicesDomain: 'example.test',
    inside: zone([uds('example.test', 'ucm-1.example.test')], { 'ucm-1.example.test': '127.0.0.11' }),
    outside: zone([edge('example.test')], PUBLIC_HOSTS),
  },
  notSplit: {
    name: 'same domain, not split',
    servicesDomain: 'example.test',
    inside: zone([uds('example.test', 'ucm-1.example.test'), edge('example.test')], {
      'ucm-1.example.test': '127.0.0.11',
      ...PUBLIC_HOSTS,
    }),
    outside: zone([uds('example.test', 'ucm-1.example.test'), edge('example.test')], {
      'ucm-1.example.test': '127.0.0.11',
      ...PUBLIC_HOSTS,
    }),
  },
  severalDomains: {
    name: 'several services domains at one cluster',
    servicesDomain: 'sales.example.test',
    inside: zone([uds('sales.example.test'), uds('example.org'), cup('support.example.test')], LOCAL_HOSTS),
    outside: zone([edge('sales.example.test'), edge('example.org')], PUBLIC_HOSTS),
  },
} as const satisfies Readonly<Record<string, DnsDesign>>;
