import { join } from 'node:path';
import type { LabCa } from '../pki/lab-ca.ts';
import { type Dnsmasq, type DnsZone, startDnsmasq } from './dnsmasq.ts';
import { freePorts } from './free-port.ts';
import { type Kamailio, type KamailioOptions, startKamailio } from './kamailio.ts';
import type { OfficeNetwork } from './office-network.ts';
import type { OfficePlan } from './office-plan.ts';
import { labCrowd, type LabPerson, labRosters } from './people.ts';
import { type Prosody, type ProsodyOptions, startProsody } from './prosody.ts';
import type { TcpRelay } from './tcp-relay.ts';
import type { UdpRelay } from './udp-relay.ts';

/** What the servers of one office share. */
export interface OfficeGround {
  readonly domain: string;
  readonly folder: string;
  readonly ca: LabCa;
  readonly plan: OfficePlan;
  readonly people: readonly LabPerson[];
  readonly network: OfficeNetwork;
  /** Whatever is started is ended with this, last first. */
  readonly ending: AsyncDisposableStack;
}

// The servers themselves listen here; clients only ever see the relays.
const INSIDE = '127.0.0.1';

/** The name server and the relay in front of it. */
export async function startNames(
  ground: OfficeGround,
  zone: DnsZone,
): Promise<{ dns: Dnsmasq; relay: UdpRelay }> {
  const { plan, network } = ground;
  const dns = await startDnsmasq({ zone, address: INSIDE, folder: join(ground.folder, 'dnsmasq') });
  ground.ending.defer(() => dns.stop());
  return { dns, relay: await network.udp({ address: plan.dns.address, port: plan.dns.ports.dns }, dns) };
}

export interface ChatOptions
  extends Pick<
    ProsodyOptions,
    | 'sasl'
    | 'archive'
    | 'tokenUrl'
    | 'homeNodes'
    | 'passwordHash'
    | 'withoutModules'
    | 'resumptionSeconds'
    | 'certificateKind'
    | 'component'
  > {
  /** So many more contacts for the first person. */
  readonly crowd?: number;
}

/** Prosody with everybody's account and contact list, and its two relays. */
export async function startChat(
  ground: OfficeGround,
  options: ChatOptions,
): Promise<{ prosody: Prosody; relay: TcpRelay; directTlsRelay: TcpRelay; secondRelay?: TcpRelay }> {
  const { domain, people, plan, network } = ground;
  const second = plan.cisco?.impB;
  const rosters = labRosters(people);
  const [first] = people;
  const crowd = first === undefined ? undefined : labCrowd(options.crowd ?? 0, first, domain, first.password);
  const prosody = await startProsody({
    ...options,
    ...{ ca: ground.ca, domain, address: INSIDE, folder: join(ground.folder, 'prosody') },
    accounts: [...people, ...(crowd?.accounts ?? [])],
    rosters: {
      ...rosters,
      ...crowd?.rosters,
      ...(first === undefined
        ? {}
        : { [first.name]: [...(rosters[first.name] ?? []), ...(crowd?.entries ?? [])] }),
    },
    certificateNames: [plan.xmpp.name, plan.xmpp.address, ...(second ? [second.name] : [])],
  });
  ground.ending.defer(() => prosody.stop());
  const front = (port: number, inner: number): Promise<TcpRelay> =>
    network.tcp({ address: plan.xmpp.address, port }, { address: INSIDE, port: inner });
  return {
    prosody,
    relay: await front(plan.xmpp.ports.c2s, prosody.ports.c2s),
    directTlsRelay: await front(plan.xmpp.ports.c2sDirectTls, prosody.ports.c2sDirectTls),
    // Two Prosodys share no sessions, so the pair's two ways in lead to one: what is killed is the way.
    ...(second && {
      secondRelay: await network.tcp(
        { address: second.address, port: second.ports.c2s },
        { address: INSIDE, port: prosody.ports.c2s },
      ),
    }),
  };
}

export type CallOptions = Pick<
  KamailioOptions,
  'digest' | 'wrongPassword' | 'maxExpires' | 'certificateKind'
>;

/** A second phone server beside the first: another member of the CallManager group, or the site's survivable router. */
export interface SipGroupOptions {
  /** What the device file says, seconds. */
  readonly keepAliveS?: number;
  readonly monitorS?: number;
  readonly isSurvivable?: true;
}

/** The second phone server, which knows nothing of the first one's registrations and calls, behind its two relays. */
export async function startSecondCalls(
  ground: OfficeGround,
  options: CallOptions,
): Promise<SecondCalls | undefined> {
  const { domain, people, plan, network } = ground;
  const host = plan.cisco?.sipB;
  if (!host) return undefined;
  const [port = 0] = await freePorts(INSIDE, 1);
  const behind = (transport: 'udp' | 'tcp') => ({
    transport,
    address: INSIDE,
    port,
    advertise: { address: host.address, port: host.ports.sip },
  });
  const kamailio = await startKamailio({
    ...options,
    ...{ ca: ground.ca, domain, address: INSIDE, folder: join(ground.folder, 'kamailio-b') },
    users: Object.fromEntries(people.map(({ name, password }) => [name, password])),
    numbers: Object.fromEntries(people.map(({ name, number }) => [number, name])),
    aliases: [host.name],
    moreListeners: [behind('udp'), behind('tcp')],
  });
  ground.ending.defer(() => kamailio.stop());
  const front = { address: host.address, port: host.ports.sip };
  return {
    kamailio,
    relays: {
      udp: await network.udp(front, { address: INSIDE, port }),
      tcp: await network.tcp(front, { address: INSIDE, port }),
    },
  };
}

export interface SecondCalls {
  readonly kamailio: Kamailio;
  readonly relays: Pick<SipRelays, 'udp' | 'tcp'>;
}

/** Relays in front of Kamailio, one for each transport. */
export interface SipRelays {
  readonly udp: UdpRelay;
  readonly tcp: TcpRelay;
  readonly tls: TcpRelay;
  readonly wss: TcpRelay;
}

/**
 * Kamailio with everybody's user and number. It listens twice: for phones of the lab directly, and for clients behind
 * the relays, where it gives the relays' addresses as its own so that whole dialogs stay behind them.
 */
export async function startCalls(
  ground: OfficeGround,
  options: CallOptions,
): Promise<{ kamailio: Kamailio; relays: SipRelays }> {
  const { domain, people, plan, network } = ground;
  const { address, ports } = plan.sip;
  const [sip = 0, tls = 0, wss = 0] = await freePorts(INSIDE, 3);
  const behind = (transport: 'udp' | 'tcp' | 'tls' | 'wss', port: number, front: number) => ({
    transport,
    address: INSIDE,
    port,
    advertise: { address, port: front },
  });
  const kamailio = await startKamailio({
    ...options,
    ...{ ca: ground.ca, domain, address: INSIDE, folder: join(ground.folder, 'kamailio') },
    users: Object.fromEntries(people.map(({ name, password }) => [name, password])),
    numbers: Object.fromEntries(people.map(({ name, number }) => [number, name])),
    aliases: [plan.sip.name],
    certificateNames: [plan.sip.name, address],
    moreListeners: [
      behind('udp', sip, ports.sip),
      behind('tcp', sip, ports.sip),
      behind('tls', tls, ports.tls),
      behind('wss', wss, ports.wss),
    ],
  });
  ground.ending.defer(() => kamailio.stop());
  const front = (port: number, inner: number): Promise<TcpRelay> =>
    network.tcp({ address, port }, { address: INSIDE, port: inner });
  return {
    kamailio,
    relays: {
      udp: await network.udp({ address, port: ports.sip }, { address: INSIDE, port: sip }),
      tcp: await front(ports.sip, sip),
      tls: await front(ports.tls, tls),
      wss: await front(ports.wss, wss),
    },
  };
}
