import { createLabCa, type LabCa } from '../pki/lab-ca.ts';
import type { Dnsmasq } from './dnsmasq.ts';
import type { Kamailio } from './kamailio.ts';
import { openLabFolder } from './lab-folder.ts';
import { createOfficeNetwork, type OfficeNetwork } from './office-network.ts';
import { type OfficePlan, planOffice, type PortChoice } from './office-plan.ts';
import {
  type CallOptions,
  type ChatOptions,
  type OfficeGround,
  type SipRelays,
  startCalls,
  startChat,
  startNames,
} from './office-servers.ts';
import { createStaff, type OfficeStaff, type PhoneOptions } from './office-staff.ts';
import { standardZone } from './office-zone.ts';
import { labPeople } from './people.ts';
import type { Prosody } from './prosody.ts';
import type { TcpRelay } from './tcp-relay.ts';
import type { UdpRelay } from './udp-relay.ts';

export interface RealLabOptions {
  /** `example.test` when not said. */
  readonly domain?: string;
  /** Everybody's; `open sesame` when not said. */
  readonly password?: string;
  /** `free` when not said. */
  readonly ports?: PortChoice;
  /** Kept when named, with every server's configuration, data and log. */
  readonly folder?: string;
  /** Half a round trip between clients and all servers, in milliseconds (0). */
  readonly delayMs?: number;
  readonly chat?: ChatOptions;
  readonly calls?: CallOptions;
  /** Phones that are there from the start, by person; an echo at Bob's when not said. */
  readonly phones?: Readonly<Record<string, PhoneOptions>>;
}

/** The relays in front of the servers, to slow or cut one of them. */
export interface OfficeRelays {
  readonly dns: UdpRelay;
  readonly xmpp: TcpRelay;
  readonly xmppDirectTls: TcpRelay;
  readonly sip: SipRelays;
}

/** An office on loopback, of Debian's servers. */
export interface RealLab extends OfficeStaff {
  readonly domain: string;
  readonly folder: string;
  readonly ca: LabCa;
  /** Path of the root certificate. */
  readonly caFile: string;
  /** Where a client finds everything: host names, addresses, ports. */
  readonly plan: OfficePlan;
  /** `address:port` of the name server, as the client's `dns` setting takes it. */
  readonly dnsServer: string;
  readonly dns: Dnsmasq;
  readonly prosody: Prosody;
  readonly kamailio: Kamailio;
  readonly network: OfficeNetwork;
  readonly relays: OfficeRelays;
  stop(): Promise<void>;
}

const ECHO_AT_BOBS = { bob: { answer: 'auto', sound: 'echo' } } as const;

/** Starts everything; what was started is ended again when a part fails. */
export async function startRealLab(options: RealLabOptions = {}): Promise<RealLab> {
  const ending = new AsyncDisposableStack();
  try {
    return await open(options, ending);
  } catch (error) {
    await ending.disposeAsync();
    throw error;
  }
}

async function open(options: RealLabOptions, ending: AsyncDisposableStack): Promise<RealLab> {
  const ground = await breakGround(options, ending);
  const { domain, folder, ca, plan, network } = ground;
  const caFile = await ca.writeTo(folder);
  const names = await startNames(ground, standardZone(domain, plan));
  const dnsServer = `${names.relay.address}:${names.relay.port}`;
  const chat = await startChat(ground, options.chat ?? {});
  const calls = await startCalls(ground, options.calls ?? {});
  const staff = createStaff(ground, { caFile, dnsServer, prosody: chat.prosody, kamailio: calls.kamailio });
  for (const [name, phone] of Object.entries(options.phones ?? ECHO_AT_BOBS))
    await staff.startPhone(name, phone);
  return {
    ...{ domain, folder, ca, caFile, plan, network, dnsServer },
    ...staff,
    ...{ dns: names.dns, prosody: chat.prosody, kamailio: calls.kamailio },
    relays: { dns: names.relay, xmpp: chat.relay, xmppDirectTls: chat.directTlsRelay, sip: calls.relays },
    stop: () => ending.disposeAsync(),
  };
}

async function breakGround(options: RealLabOptions, ending: AsyncDisposableStack): Promise<OfficeGround> {
  const domain = options.domain ?? 'example.test';
  const folder = await openLabFolder(options.folder);
  ending.defer(() => folder.remove());
  const network = createOfficeNetwork(options.delayMs ?? 0);
  ending.defer(() => network.close());
  const [ca, plan] = await Promise.all([createLabCa(), planOffice(domain, options.ports ?? 'free', false)]);
  return {
    domain,
    folder: folder.path,
    ca,
    plan,
    people: labPeople(domain, options.password ?? 'open sesame'),
    network,
    ending,
  };
}
