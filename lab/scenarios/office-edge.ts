import type { CiscoLab } from '../cisco/cisco-lab.ts';
import type { DnsRecord } from '../cisco/dns-message.ts';
import { startExpressway } from '../cisco/expressway.ts';
import type { Expressway } from '../cisco/expressway-model.ts';
import type { SipServer } from '../embedded/sip-server/sip-server.ts';
import type { XmppServer } from '../embedded/xmpp-server/xmpp-server.ts';
import type { OfficePlan } from './office-services.ts';

/** Where the lab's name server thinks the client is. */
export type Place = 'inside' | 'outside';

/** An Expressway in front of the office: on an address of its own with the usual ports, or on free ones. */
export async function startOfficeEdge(
  plan: OfficePlan,
  { cisco, xmpp, sip }: { readonly cisco: CiscoLab; readonly xmpp: XmppServer; readonly sip: SipServer },
): Promise<Expressway> {
  const { nodes } = cisco;
  const { addresses, domain, ca } = plan;
  const home = nodes['ucm-b'];
  const voicemail = cisco.unity?.nodes ?? [];
  const behind = [...Object.values(nodes), ...voicemail];
  return startExpressway({
    ...{ domain, ca, host: addresses.edge, accounts: cisco.accounts },
    ...(addresses.isStandard ? {} : { ports: { https: 0, xmpp: 0, sip: 0 } }),
    ...(cisco.hasSignOn && {
      sso: 'enabled',
      signOn: cisco.signOnAt,
      userOfToken: (token) => cisco.tokens.userOf(token),
    }),
    // Voicemail as administrators put it on the list (cisco-uc 9.5).
    allowed: behind.map(({ fqdn }) => fqdn),
    inside: {
      addressOf: (name) => behind.find(({ fqdn }) => fqdn === name)?.host,
      uds: [{ name: home.fqdn, port: home.port }],
      tftp: [nodes.tftp.fqdn],
      presence: [nodes['imp-a'].fqdn],
      xmpp: { address: xmpp.host, port: xmpp.tlsPort },
      sip: { address: sip.host, port: sip.ports.tcp },
    },
  });
}

/** The public zone: nothing but the edge. */
export function publicRecords(domain: string, { fqdn, host, ports }: Expressway): readonly DnsRecord[] {
  return [
    { name: `_collab-edge._tls.${domain}`, type: 'SRV', port: ports.https, target: fqdn },
    { name: fqdn, type: 'A', address: host },
  ];
}
