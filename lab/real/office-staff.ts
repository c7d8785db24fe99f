import { join } from 'node:path';
import { type Baresip, type BaresipOptions, startBaresip } from './baresip.ts';
import type { Kamailio } from './kamailio.ts';
import type { OfficeGround } from './office-servers.ts';
import type { LabPerson } from './people.ts';
import type { Prosody } from './prosody.ts';
import { loginWithStockPackages, type StockClient } from './stock-xmpp-client.ts';

/** How a phone of the office behaves. */
export interface PhoneOptions
  extends Pick<BaresipOptions, 'answer' | 'codecs' | 'encryption' | 'picture' | 'sound'> {
  /** How it reaches the registrar (udp). */
  readonly transport?: 'udp' | 'tcp' | 'tls';
}

/** What `--account FILE` of unattended mode takes (docs/unattended.md). */
export interface AccountFile {
  readonly address: string;
  readonly password: string;
  /** Path of the root certificate. */
  readonly ca: string;
  readonly dns?: readonly string[];
  readonly xmpp?: {
    readonly jid: string;
    readonly host: string;
    readonly port: number;
    readonly tls: 'starttls';
  };
  readonly sip?: { readonly aor: string; readonly registrar: string; readonly authUser: string };
}

/** The people of the office: their accounts for the client under test, and their phones and chats to play the far end. */
export interface OfficeStaff {
  readonly people: readonly LabPerson[];
  /** Throws for a name nobody has. */
  person(name: string): LabPerson;
  /** The phones there are, by person. */
  readonly phones: ReadonlyMap<string, Baresip>;
  /** Gives a person a phone, registered past the relays; a second one for the same person rings beside the first. */
  startPhone(name: string, options?: PhoneOptions): Promise<Baresip>;
  /** Signs somebody in with the stock packages, past the relays: a person, or one of the crowd (`person-1` …). */
  signIn(name: string): Promise<StockClient>;
  /** What the client needs to sign this person in: by discovery, or (`direct`) with the addresses given. */
  account(name: string, how?: 'discover' | 'direct'): AccountFile;
}

export interface StaffServers {
  readonly caFile: string;
  /** `address:port` of the relay in front of the name server. */
  readonly dnsServer: string;
  readonly prosody: Prosody;
  readonly kamailio: Kamailio;
}

export function createStaff(ground: OfficeGround, servers: StaffServers): OfficeStaff {
  const { domain, people, plan, ending } = ground;
  const phones = new Map<string, Baresip>();
  const person = (name: string): LabPerson => {
    const found = people.find((one) => one.name === name);
    if (found === undefined) throw new Error(`nobody here is called ${name}`);
    return found;
  };
  let phoneCount = 0;
  return {
    people,
    person,
    phones,
    async startPhone(name, { transport = 'udp', ...options } = {}) {
      const { displayName, password } = person(name);
      phoneCount += 1;
      const { kamailio } = servers;
      const phone = await startBaresip({
        ...options,
        ...{ user: name, displayName, password, domain, caFile: servers.caFile },
        registrar: { address: kamailio.address, port: kamailio.ports[transport], transport },
        folder: join(ground.folder, `phone-${phoneCount}-${name}`),
      });
      phones.set(name, phone);
      ending.defer(() => phone.stop());
      return phone;
    },
    async signIn(name) {
      const { address, ports } = servers.prosody;
      const mechanism = servers.prosody.mechanism;
      const client = await loginWithStockPackages({
        address,
        port: ports.c2s,
        domain,
        user: name,
        secret: (people.find((one) => one.name === name) ?? person('alice')).password,
        mechanism,
        ca: ground.ca.pem,
      });
      ending.defer(() => client.stop().catch(() => undefined));
      return client;
    },
    account(name, how = 'discover') {
      const { jid, password } = person(name);
      const common = { address: jid, password, ca: servers.caFile };
      if (how === 'discover') return { ...common, dns: [servers.dnsServer] };
      return {
        ...common,
        xmpp: { jid, host: plan.xmpp.address, port: plan.xmpp.ports.c2s, tls: 'starttls' },
        sip: {
          aor: `sip:${jid}`,
          registrar: `sip:${plan.sip.address}:${plan.sip.ports.sip};transport=udp`,
          authUser: name,
        },
      };
    },
  };
}
