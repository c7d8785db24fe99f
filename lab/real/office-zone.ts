import type { DnsZone, SrvRecord } from './dnsmasq.ts';
import type { OfficePlan } from './office-plan.ts';

/** Records of a standards site: RFC 6120 section 3.2.1, XEP-0368, RFC 3263. */
export function standardZone(domain: string, { xmpp, sip }: OfficePlan): DnsZone {
  const srv: SrvRecord[] = [
    { name: `_xmpp-client._tcp.${domain}`, target: xmpp.name, port: xmpp.ports.c2s, priority: 5 },
    { name: `_xmpps-client._tcp.${domain}`, target: xmpp.name, port: xmpp.ports.c2sDirectTls, priority: 10 },
    { name: `_sips._tcp.${domain}`, target: sip.name, port: sip.ports.tls },
    { name: `_sip._tcp.${domain}`, target: sip.name, port: sip.ports.sip },
    { name: `_sip._udp.${domain}`, target: sip.name, port: sip.ports.sip },
  ];
  return { srv, hosts: { [xmpp.name]: xmpp.address, [sip.name]: sip.address } };
}
