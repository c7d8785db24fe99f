import type { DnsZone, SrvRecord } from './dnsmasq.ts';
import type { CiscoPlan, OfficePlan } from './office-plan.ts';

/** What the office's name server says: records of the kind of site it is, never of both. */
export function officeZone(domain: string, plan: OfficePlan): DnsZone {
  return plan.cisco === undefined ? standardZone(domain, plan) : ciscoZone(domain, plan.cisco);
}

/** A standards site: RFC 6120 section 3.2.1, XEP-0368, RFC 3263. */
function standardZone(domain: string, { xmpp, sip }: OfficePlan): DnsZone {
  const srv: SrvRecord[] = [
    { name: `_xmpp-client._tcp.${domain}`, target: xmpp.name, port: xmpp.ports.c2s, priority: 5 },
    { name: `_xmpps-client._tcp.${domain}`, target: xmpp.name, port: xmpp.ports.c2sDirectTls, priority: 10 },
    { name: `_sips._tcp.${domain}`, target: sip.name, port: sip.ports.tls },
    { name: `_sip._tcp.${domain}`, target: sip.name, port: sip.ports.sip },
    { name: `_sip._udp.${domain}`, target: sip.name, port: sip.ports.sip },
  ];
  return { srv, hosts: { [xmpp.name]: xmpp.address, [sip.name]: sip.address } };
}

/** A Cisco site, seen from inside: cisco-uc.md 1.1. */
function ciscoZone(domain: string, { first, home, tftp, imp, impB, sipB }: CiscoPlan): DnsZone {
  const srv: SrvRecord[] = [
    {
      name: `_cisco-uds._tcp.${domain}`,
      target: first.name,
      port: first.ports.https,
      priority: 1,
      weight: 1,
    },
  ];
  return {
    srv,
    hosts: Object.fromEntries(
      [first, home, tftp, imp, ...(impB ? [impB] : []), ...(sipB ? [sipB] : [])].map(({ name, address }) => [
        name,
        address,
      ]),
    ),
  };
}
