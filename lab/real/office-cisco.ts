import { type CiscoLab, startCiscoLab } from '../cisco/cisco-lab.ts';
import type { CiscoLabOptions, CiscoUser } from '../cisco/model.ts';
import { freeAddress } from './free-address.ts';
import type { CiscoPlan } from './office-plan.ts';
import type { OfficeGround, SipGroupOptions } from './office-servers.ts';
import type { LabPerson } from './people.ts';
import type { TcpRelay } from './tcp-relay.ts';
import { startTokenCheck } from './token-check.ts';

/** How the emulated Cisco interfaces differ from the lab's usual ones. */
export type CiscoOptions = Partial<
  Omit<CiscoLabOptions, 'domain' | 'ca' | 'hosts' | 'httpsPort' | 'tftpHttpPort'>
>;

/** The relays in front of the Cisco interfaces. */
export interface CiscoRelays {
  readonly first: TcpRelay;
  readonly home: TcpRelay;
  readonly tftp: TcpRelay;
  readonly imp: TcpRelay;
  /** SOAP of the pair's second node. */
  readonly impB?: TcpRelay;
}

export interface CiscoParts {
  readonly cisco: CiscoLab;
  readonly relays: CiscoRelays;
  /** Where Prosody checks one-time passwords of the SOAP service. */
  readonly tokenUrl: string;
}

/**
 * The Cisco interfaces (UDS, SSO probe, TFTP over HTTP, SOAP sign-in, CAS) on inner addresses, with the relays on the
 * addresses clients see. The ports are the same on both sides, because the answers hold them.
 */
export async function startCisco(
  ground: OfficeGround,
  plan: CiscoPlan,
  options: CiscoOptions,
  sipGroup?: SipGroupOptions,
): Promise<CiscoParts> {
  const { ending, network } = ground;
  const { https } = plan.first.ports;
  const { tftp } = plan.tftp.ports;
  const hosts = await innerAddresses([https, tftp]);
  const { impB } = plan;
  const cisco = await startCiscoLab({
    users: ground.people.map(ciscoUser),
    peers: peersOf(ground, sipGroup),
    ...options,
    ...{ domain: ground.domain, ca: ground.ca, hosts, httpsPort: https, tftpHttpPort: tftp },
  });
  ending.defer(() => cisco.stop());
  const tokens = await startTokenCheck((user, token) => cisco.accounts.redeemToken(user, token));
  ending.defer(() => tokens.stop());
  const relay = (address: string, port: number, node: keyof CiscoLab['nodes']): Promise<TcpRelay> => {
    const inner = cisco.nodes[node];
    if (!inner) throw new Error(`the lab has no ${node}`);
    return network.tcp({ address, port }, { address: inner.host, port: inner.port });
  };
  return {
    cisco,
    tokenUrl: tokens.url,
    relays: {
      first: await relay(plan.first.address, https, 'ucm-a'),
      home: await relay(plan.home.address, https, 'ucm-b'),
      tftp: await relay(plan.tftp.address, tftp, 'tftp'),
      imp: await relay(plan.imp.address, https, 'imp-a'),
      ...(impB && { impB: await relay(impB.address, https, 'imp-b') }),
    },
  };
}

async function innerAddresses(ports: readonly number[]): Promise<[string, string, string, string]> {
  const first = await freeAddress(ports, 111);
  const second = await freeAddress(ports, 112, new Set([first]));
  const third = await freeAddress(ports, 113, new Set([first, second]));
  return [first, second, third, await freeAddress(ports, 114, new Set([first, second, third]))];
}

function peersOf(
  { plan: { xmpp, sip, cisco } }: OfficeGround,
  group: SipGroupOptions | undefined,
): NonNullable<CiscoLabOptions['peers']> {
  const { keepAliveS, monitorS, isSurvivable } = group ?? {};
  const second = cisco?.sipB && { host: cisco.sipB.name, port: cisco.sipB.ports.sip };
  return {
    xmpp: { host: xmpp.name, port: xmpp.ports.c2s },
    sip: {
      ...{ host: sip.name, port: sip.ports.sip, tlsPort: sip.ports.tls },
      ...(second && (isSurvivable ? { srst: second } : { others: [second] })),
      ...(keepAliveS !== undefined && { keepAliveS }),
      ...(monitorS !== undefined && { monitorS }),
    },
  };
}

/** A person as the cluster's directory has them, with the softphone device CSF<NAME> and a desk phone on their number. */
function ciscoUser({
  name,
  password,
  firstName,
  lastName,
  displayName,
  number,
  email,
  title,
  department,
}: LabPerson): CiscoUser {
  return {
    ...{
      username: name,
      password,
      firstName,
      lastName,
      displayName,
      phoneNumber: number,
      email,
      title,
      department,
    },
    devices: [
      { name: `CSF${name.toUpperCase()}`, lines: [{ number, displayName }] },
      // The phone on the desk; its name has the form of a MAC address.
      { name: `SEP00000000${number}`, model: 'Cisco 8845', lines: [{ number, displayName }] },
    ],
  };
}
