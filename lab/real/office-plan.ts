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
  /** With the Cisco interfaces: the chat server is then `imp`, the phone server `home`. */
  readonly cisco?: CiscoPlan;
}

/** The cluster: SRV points to `first`, which points to `home`; `tftp` is a second name of `home`. */
export interface CiscoPlan {
  readonly first: PlannedHost<'https'>;
  readonly home: PlannedHost<'https' | 'tftp'>;
  readonly tftp: PlannedHost<'tftp'>;
  readonly imp: PlannedHost<'https'>;
  /** The second node of a presence pair, with a way to chat of its own. */
  readonly impB?: PlannedHost<'https' | 'c2s'>;
  /** The second member of the CallManager group, or the site's survivable router. */
  readonly sipB?: PlannedHost<'sip'>;
}

const DNS = { dns: 5353 } as const;
const XMPP = { c2s: 5222, c2sDirectTls: 5223 } as const;
const SIP = { sip: 5060, tls: 5061, wss: 7443 } as const;
const HTTPS = { https: 8443 } as const;
const TFTP = { tftp: 6970 } as const;

/** A site that follows the standards: one chat server, one phone server. */
export async function planStandardOffice(domain: string, choice: PortChoice): Promise<OfficePlan> {
  const place = placer(domain, choice);
  return {
    dns: await place('ns', 10, DNS),
    xmpp: await place('xmpp', 21, XMPP),
    sip: await place('sip', 31, SIP),
  };
}

/**
 * A CUCM cluster with IM and Presence. Its answers name hosts and often no port, so the ports are the usual ones
 * (cisco-uc.md 1.5) and each host has an address of its own.
 */
export async function planCiscoOffice(
  domain: string,
  has: { readonly presencePair?: boolean; readonly sipGroup?: boolean } = {},
): Promise<OfficePlan> {
  const place = placer(domain, 'usual');
  // A way in that is cut gives its port back for so long: a pair stands where no other office looks first.
  const from = has.presencePair ? 40 + Math.floor(Math.random() * 60) : 10;
  const dns = await place('ns', from, DNS);
  const first = await place('ucm-a', from + 1, HTTPS);
  const home = await place('ucm-b', from + 2, { ...HTTPS, ...TFTP, ...SIP });
  const imp = await place('imp-a', from + 3, { ...HTTPS, ...XMPP });
  const sipB = has.sipGroup ? await place('ucm-c', from + 5, { sip: SIP.sip }) : undefined;
  const impB = has.presencePair ? await place('imp-b', from + 4, { ...HTTPS, c2s: XMPP.c2s }) : undefined;
  return {
    dns,
    xmpp: imp,
    sip: home,
    cisco: {
      first,
      home,
      tftp: { ...home, name: `tftp.${domain}` },
      imp,
      ...(impB && { impB }),
      ...(sipB && { sipB }),
    },
  };
}

type Place = <Port extends string>(
  name: string,
  from: number,
  usual: Readonly<Record<Port, number>>,
) => Promise<PlannedHost<Port>>;

function placer(domain: string, choice: PortChoice): Place {
  const taken = new Set<string>();
  return async (host, from, usual) => {
    const name = `${host}.${domain}`;
    if (choice === 'free') return { name, address: '127.0.0.1', ports: await chooseFree(usual) };
    const address = await freeAddress(Object.values(usual), from, taken);
    taken.add(address);
    return { name, address, ports: usual };
  };
}

async function chooseFree<Port extends string>(
  usual: Readonly<Record<Port, number>>,
): Promise<Record<Port, number>> {
  const keys = Object.keys(usual) as Port[];
  const ports = await freePorts('127.0.0.1', keys.length);
  return Object.fromEntries(keys.map((key, index) => [key, ports[index] ?? 0])) as Record<Port, number>;
}
