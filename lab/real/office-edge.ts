import { startExpressway } from '../cisco/expressway.ts';
import type { Expressway } from '../cisco/expressway-model.ts';
import type { CiscoLab } from '../cisco/cisco-lab.ts';
import type { Dnsmasq, DnsZone } from './dnsmasq.ts';
import { freeAddress } from './free-address.ts';
import type { Kamailio } from './kamailio.ts';
import type { CiscoPlan } from './office-plan.ts';
import type { OfficeGround } from './office-servers.ts';
import { officeZone } from './office-zone.ts';
import type { Prosody } from './prosody.ts';
import type { Cut } from './relay.ts';

/** An Expressway in front of the office, and the network that a computer is moved between. */
export interface OfficeEdge {
  readonly expressway: Expressway;
  /**
   * The computer leaves the building: the name server answers as the public one does, and no server inside can be reached
   * (`silent`: nothing says so, as when packets are dropped).
   */
  goOutside(how?: Cut): Promise<void>;
  /** It comes back: inside names and servers, and no edge. */
  goInside(): Promise<void>;
}

export interface EdgeServers {
  readonly cisco: CiscoLab;
  readonly prosody: Prosody;
  readonly kamailio: Kamailio;
  readonly dns: Dnsmasq;
}

const PORTS = { https: 8443, xmpp: 5222, sip: 5061 } as const;

/** Starts the edge on an address of its own with the usual ports (cisco-uc 9.3); inside it goes past the office's relays. */
export async function startEdge(
  ground: OfficeGround,
  plan: CiscoPlan,
  servers: EdgeServers,
  way: 'direct' | 'relayed' = 'direct',
): Promise<OfficeEdge> {
  const { cisco, prosody, kamailio, dns } = servers;
  const { domain, ca, network, ending } = ground;
  const host = await freeAddress(Object.values(PORTS), 121);
  const expresswayHost =
    way === 'relayed' ? await freeAddress(Object.values(PORTS), 122, new Set([host])) : host;
  const expressway = await startExpressway({
    ...{ domain, ca, host: expresswayHost, accounts: cisco.accounts, ports: PORTS, needsSrtp: true },
    ...(cisco.hasSignOn && {
      sso: 'enabled',
      signOn: cisco.signOnAt,
      userOfToken: (token) => cisco.tokens.userOf(token),
    }),
    inside: {
      addressOf: (name) => Object.values(cisco.nodes).find(({ fqdn }) => fqdn === name)?.host,
      uds: [{ name: plan.home.name, port: plan.home.ports.https }],
      tftp: [plan.tftp.name],
      presence: [plan.imp.name],
      xmpp: { address: prosody.address, port: prosody.ports.c2sDirectTls },
      sip: { address: kamailio.address, port: kamailio.ports.tcp },
    },
  });
  ending.defer(() => expressway.stop());
  const inside = network.relays.filter(({ target }) => target.port !== dns.port);
  const inFront = await Promise.all(
    (way === 'relayed' ? Object.values(PORTS) : []).map((port) =>
      network.tcp({ address: host, port }, { address: expresswayHost, port }),
    ),
  );
  const publicZone: DnsZone = {
    srv: [{ name: `_collab-edge._tls.${domain}`, target: expressway.fqdn, port: expressway.ports.https }],
    hosts: { [expressway.fqdn]: host },
  };
  return {
    expressway,
    async goOutside(how = 'refused') {
      await expressway.setDown(false);
      await Promise.all(inFront.map((relay) => relay.restore()));
      await dns.serve(publicZone);
      await Promise.all(inside.map((relay) => relay.cut(how)));
    },
    async goInside() {
      await dns.serve(officeZone(domain, ground.plan));
      await Promise.all(inside.map((relay) => relay.restore()));
      await Promise.all(inFront.map((relay) => relay.cut('refused')));
      await expressway.setDown(true);
    },
  };
}
