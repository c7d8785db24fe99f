import { createLabCa, type LabCa } from '../pki/lab-ca.ts';
import type { CiscoLab } from '../cisco/cisco-lab.ts';
import type { Dnsmasq } from './dnsmasq.ts';
import type { Kamailio } from './kamailio.ts';
import { openLabFolder } from './lab-folder.ts';
import { type CiscoOptions, type CiscoParts, type CiscoRelays, startCisco } from './office-cisco.ts';
import { type OfficeEdge, startEdge } from './office-edge.ts';
import { createOfficeNetwork, type OfficeNetwork } from './office-network.ts';
import { type OfficePlan, planCiscoOffice, planStandardOffice, type PortChoice } from './office-plan.ts';
import {
  type CallOptions,
  type ChatOptions,
  type OfficeGround,
  type SipRelays,
  startCalls,
  type SecondCalls,
  type SipGroupOptions,
  startChat,
  startNames,
  startSecondCalls,
} from './office-servers.ts';
import { createStaff, type OfficeStaff, type PhoneOptions } from './office-staff.ts';
import { officeZone } from './office-zone.ts';
import { labPeople } from './people.ts';
import type { Prosody } from './prosody.ts';
import type { TcpRelay } from './tcp-relay.ts';
import type { UdpRelay } from './udp-relay.ts';

export interface RealLabOptions {
  /** `example.test` when not said. */
  readonly domain?: string;
  /** Everybody's; `open sesame` when not said. */
  readonly password?: string;
  /** Puts the Cisco interfaces in front (UDS, TFTP, SOAP, CAS): a CUCM site instead of a standards one. */
  readonly cisco?: true | CiscoOptions;
  /** Puts an Expressway in front of a CUCM site; the computer is inside until it is moved. `relayed`: it can be slowed too. */
  readonly edge?: true | 'relayed';
  /** `free` when not said; always `usual` with `cisco`. */
  readonly ports?: PortChoice;
  /** Kept when named, with every server's configuration, data and log. */
  readonly folder?: string;
  /** Half a round trip between clients and all servers, in milliseconds (0). */
  readonly delayMs?: number;
  readonly chat?: ChatOptions;
  readonly calls?: CallOptions;
  /** With `cisco`: a second phone server, with the timers that the device file says. */
  readonly sipGroup?: SipGroupOptions;
  /** Phones that are there from the start, by person; an echo at Bob's when not said. */
  readonly phones?: Readonly<Record<string, PhoneOptions>>;
}

/** The relays in front of the servers, to slow or cut one of them. */
export interface OfficeRelays {
  readonly dns: UdpRelay;
  readonly xmpp: TcpRelay;
  readonly xmppDirectTls: TcpRelay;
  /** Chat by the second node of a presence pair. */
  readonly xmppB?: TcpRelay;
  readonly sip: SipRelays;
  /** In front of the second phone server. */
  readonly sipB?: SecondCalls['relays'];
  readonly cisco?: CiscoRelays;
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
  /** The second phone server, with the option `sipGroup`. */
  readonly kamailioB?: Kamailio;
  /** The Cisco interfaces: accounts, counters, faults. There with the option of that name. */
  readonly cisco?: CiscoLab;
  /** There with the option of that name. */
  readonly edge?: OfficeEdge;
  readonly network: OfficeNetwork;
  readonly relays: OfficeRelays;
  stop(): Promise<void>;
}

const ECHO_AT_BOBS = { bob: { answer: 'auto', sound: 'echo' } } as const;

/** Free ports are free only until somebody else takes them: then everything is started again on others. */
const STARTS = 4;

/** Starts everything; what was started is ended again when a part fails. */
export async function startRealLab(options: RealLabOptions = {}): Promise<RealLab> {
  for (let start = 1; ; start += 1) {
    const ending = new AsyncDisposableStack();
    try {
      return await open(options, ending);
    } catch (error) {
      await ending.disposeAsync();
      if (start === STARTS || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
}

async function open(options: RealLabOptions, ending: AsyncDisposableStack): Promise<RealLab> {
  const ground = await breakGround(options, ending);
  const { domain, folder, ca, plan, network } = ground;
  const caFile = await ca.writeTo(folder);
  const names = await startNames(ground, officeZone(domain, plan));
  const dnsServer = `${names.relay.address}:${names.relay.port}`;
  const front =
    plan.cisco &&
    (await startCisco(
      ground,
      plan.cisco,
      options.cisco === true ? {} : (options.cisco ?? {}),
      options.sipGroup,
    ));
  const chat = await startChat(ground, { ...(front && ciscoChat(ground, front)), ...options.chat });
  const calls = await startCalls(ground, { ...(front && CISCO_CALLS), ...options.calls });
  const second = await startSecondCalls(ground, { ...CISCO_CALLS, ...options.calls });
  const servers = { dns: names.dns, prosody: chat.prosody, kamailio: calls.kamailio };
  const edge =
    options.edge && plan.cisco && front
      ? await startEdge(
          ground,
          plan.cisco,
          { ...servers, cisco: front.cisco },
          options.edge === true ? 'direct' : 'relayed',
        )
      : undefined;
  const staff = createStaff(ground, { caFile, dnsServer, prosody: chat.prosody, kamailio: calls.kamailio });
  for (const [name, phone] of Object.entries(options.phones ?? ECHO_AT_BOBS))
    await staff.startPhone(name, phone);
  const relays = {
    dns: names.relay,
    xmpp: chat.relay,
    xmppDirectTls: chat.directTlsRelay,
    ...(chat.secondRelay && { xmppB: chat.secondRelay }),
    sip: calls.relays,
    ...(second && { sipB: second.relays }),
  };
  return {
    ...{ domain, folder, ca, caFile, plan, network, dnsServer },
    ...staff,
    ...servers,
    ...(edge && { edge }),
    ...(second && { kamailioB: second.kamailio }),
    relays: { ...relays, ...(front && { cisco: front.relays }) },
    ...(front && { cisco: front.cisco }),
    stop: () => ending.disposeAsync(),
  };
}

// A non-secure phone whose security profile has digest off, the usual CUCM site.
const CISCO_CALLS: CallOptions = { digest: 'off' };

function ciscoChat({ plan }: OfficeGround, { tokenUrl }: CiscoParts): ChatOptions {
  return { sasl: 'cisco', tokenUrl, homeNodes: [plan.xmpp.name] };
}

async function breakGround(options: RealLabOptions, ending: AsyncDisposableStack): Promise<OfficeGround> {
  const domain = options.domain ?? 'example.test';
  const folder = await openLabFolder(options.folder);
  ending.defer(() => folder.remove());
  const network = createOfficeNetwork(options.delayMs ?? 0);
  ending.defer(() => network.close());
  const plan = await (options.cisco === undefined
    ? planStandardOffice(domain, options.ports ?? 'free')
    : planCiscoOffice(domain, {
        presencePair: options.cisco !== true && options.cisco.presencePair !== undefined,
        sipGroup: options.sipGroup !== undefined,
      }));
  const people = labPeople(domain, options.password ?? 'open sesame');
  return { domain, folder: folder.path, ca: await createLabCa(), plan, people, network, ending };
}
