import { freeAddress } from './free-address.ts';
import { freePorts } from './free-port.ts';

/**
 * Where clients reach the lab. `usual`: each host has a 127.0.0.x of its own with the port numbers of the real world
 * (5222, 5060, 8443 …). `free`: everything is on 127.0.0.1, on ports nobody uses.
 */
export type PortChoice = 'usual' | 'free';

/** A host of the office as a client sees it. */
export interface PlannedHost<Port extends string> {
  readonly name: string;
  readonly address: string;
  readonly ports: Readonly<Record<Port, number>>;
}

/** Every host a client may meet. */
export interface OfficePlan {
  readonly dns: PlannedHost<'dns'>;
  readonly xmpp: PlannedHost<'c2s' | 'c2sDirectTls'>;
  readonly sip: PlannedHost<'sip' | 'tls' | 'wss'>;
}

interface Wish<Port extends string> {
  readonly name: string;
  /** Last byte of the address looked for first. */
  readonly from: number;
  readonly usual: Readonly<Record<Port, number>>;
}

/** Chooses addresses and ports. With the Cisco interfaces the chat server is the IM and Presence node, the SIP server is the call manager. */
export async function planOffice(domain: string, choice: PortChoice, isCisco: boolean): Promise<OfficePlan> {
  const place = choice === 'usual' ? placeUsual : placeFree;
  return {
    dns: await place({ name: `ns.${domain}`, from: 10, usual: { dns: 5353 } }),
    xmpp: await place({
      name: `${isCisco ? 'imp-a' : 'xmpp'}.${domain}`,
      from: 21,
      usual: { c2s: 5222, c2sDirectTls: 5223 },
    }),
    sip: await place({
      name: `${isCisco ? 'ucm-a' : 'sip'}.${domain}`,
      from: 31,
      usual: { sip: 5060, tls: 5061, wss: 7443 },
    }),
  };
}

async function placeUsual<Port extends string>({
  name,
  from,
  usual,
}: Wish<Port>): Promise<PlannedHost<Port>> {
  return { name, address: await freeAddress(Object.values(usual), from), ports: usual };
}

async function placeFree<Port extends string>({ name, usual }: Wish<Port>): Promise<PlannedHost<Port>> {
  const address = '127.0.0.1';
  const keys = Object.keys(usual) as Port[];
  const ports = await freePorts(address, keys.length);
  return {
    name,
    address,
    ports: Object.fromEntries(keys.map((key, index) => [key, ports[index] ?? 0])) as Record<Port, number>,
  };
}
