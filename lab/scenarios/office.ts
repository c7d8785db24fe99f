import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CiscoLab } from '../cisco/cisco-lab.ts';
import { type DnsServer, startDnsServer } from '../cisco/dns-server.ts';
import type { Expressway } from '../cisco/expressway-model.ts';
import type { CiscoLabOptions } from '../cisco/model.ts';
import type { LabCall } from '../embedded/sip-server/lab-call.ts';
import type { CallUserOptions, SipServer, SipServerOptions } from '../embedded/sip-server/sip-server.ts';
import type { XmppServer, XmppServerOptions } from '../embedded/xmpp-server/xmpp-server.ts';
import { createLabCa, type LabCa } from '../pki/lab-ca.ts';
import { Colleague, HUMAN_PACE, type Pace } from './colleague.ts';
import { type Place, publicRecords, startOfficeEdge } from './office-edge.ts';
import { freeAddresses, loopbackAddresses, type OfficeAddresses } from './office-addresses.ts';
import {
  leaveVoicemail,
  type OfficePlan,
  type OfficeVariant,
  type OfficeVoicemail,
  plainRecords,
  startOfficeCisco,
  startOfficeSip,
  startOfficeXmpp,
} from './office-services.ts';
import { type LabPerson, makeExtras, makePeople } from './people.ts';

export interface EmbeddedLabOptions {
  /** `cisco`: found by `_cisco-uds`; `plain`: only XMPP and SIP with their own SRV records. */
  readonly variant?: 'cisco' | 'plain';
  readonly domain?: string;
  readonly password?: string;
  /** Contacts of alice beside her nineteen colleagues. */
  readonly extraContacts?: number;
  /** Who is played by the lab; everybody but alice when not given. Others can be signed in as. */
  readonly colleagues?: readonly string[];
  readonly pace?: Pace;
  /**
   * `standard`: the field's ports (8443, 6970, 5222, 5060 …) on loopback addresses of their own, Linux only.
   * `free`: free ports on 127.0.0.1. The default is `standard` for the Cisco variant on Linux.
   */
  readonly ports?: 'standard' | 'free';
  /** Folder for `ca.pem`; a temporary one, removed at the end, when not given. */
  readonly folder?: string;
  readonly cisco?: Partial<CiscoLabOptions>;
  readonly xmpp?: Partial<XmppServerOptions>;
  readonly sip?: Partial<SipServerOptions>;
  /** Nobody has an account at IM and Presence. */
  readonly withoutChat?: boolean;
  /** A Unity Connection beside the cluster. */
  readonly voicemail?: OfficeVoicemail;
  /** An Expressway in front of the cluster, and where clients begin. */
  readonly expressway?: Place;
}

/** What a client needs to sign in: the shape of the unattended mode's account file. */
export interface LabAccount {
  readonly address: string;
  readonly password: string;
  readonly ca: string;
  readonly dns: readonly string[];
}

export interface EmbeddedLab {
  readonly variant: 'cisco' | 'plain';
  readonly domain: string;
  readonly password: string;
  readonly ca: LabCa;
  readonly caPath: string;
  readonly dns: DnsServer;
  readonly xmpp: XmppServer;
  readonly sip: SipServer;
  /** Absent in the plain variant. */
  readonly cisco: CiscoLab | undefined;
  /** With the option `expressway`. */
  readonly edge: Expressway | undefined;
  readonly people: readonly LabPerson[];
  readonly colleagues: ReadonlyMap<string, Colleague>;
  /** A persistent room with some colleagues in it. */
  readonly room: string;
  accountOf(username: string): LabAccount;
  /** A colleague calls alice (or somebody else) and plays 440 Hz. */
  callMe(from?: string, to?: string, options?: CallUserOptions): Promise<LabCall>;
  /** A colleague writes to alice (or somebody else); answers the message's id. */
  say(from: string, text: string, to?: string): string;
  /** The name server answers as inside or as the public one; without an edge there is no outside. */
  goTo(place: Place): void;
  stop(): Promise<void>;
}

/** Starts a whole emulated office in this process: DNS, sign-in services, chat, calls, and colleagues who answer. */
export async function startEmbeddedLab(options: EmbeddedLabOptions = {}): Promise<EmbeddedLab> {
  const variant = options.variant ?? 'cisco';
  const isStandard =
    (options.ports ?? (variant === 'cisco' && process.platform === 'linux' ? 'standard' : 'free')) ===
    'standard';
  for (let attempt = 0; ; attempt++) {
    try {
      return await start(options, variant, isStandard ? loopbackAddresses(variant) : freeAddresses());
    } catch (error) {
      // Another lab has the addresses: take others.
      if (!isStandard || attempt >= 5 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
}

async function start(
  options: EmbeddedLabOptions,
  variant: OfficeVariant,
  addresses: OfficeAddresses,
): Promise<EmbeddedLab> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0)) await one();
  };
  try {
    const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'parlance-lab-')));
    if (options.folder === undefined) stops.push(() => rm(folder, { recursive: true, force: true }));
    const ca = await createLabCa();
    const domain = options.domain ?? 'example.test';
    const plan: OfficePlan = {
      variant,
      addresses,
      domain,
      password: options.password ?? 'parlance-demo',
      people: makePeople(domain),
      extras: makeExtras(options.extraContacts ?? 0, domain),
      ca,
      options,
    };
    const services = await startServices(plan, (part) => stops.unshift(() => part.stop()));
    const lab = peopled(plan, options, services, await ca.writeTo(folder), stop);
    stops.unshift(async () => {
      for (const colleague of lab.colleagues.values()) colleague.stop();
    });
    return lab;
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Services {
  readonly dns: DnsServer;
  readonly xmpp: XmppServer;
  readonly sip: SipServer;
  readonly cisco: CiscoLab | undefined;
  readonly edge: Expressway | undefined;
}

async function startServices(
  plan: OfficePlan,
  keep: (part: { stop(): Promise<void> }) => void,
): Promise<Services> {
  let cisco: CiscoLab | undefined;
  const xmpp = await startOfficeXmpp(
    plan,
    (user, token) => cisco?.accounts.redeemToken(user, token) ?? false,
  );
  keep(xmpp);
  const sip = await startOfficeSip(plan);
  keep(sip);
  if (plan.variant === 'cisco') {
    cisco = await startOfficeCisco(plan, xmpp, sip);
    keep(cisco);
  }
  const records = cisco ? cisco.dnsRecords : plainRecords(plan.domain, xmpp, sip);
  const dns = await startDnsServer({ records });
  keep(dns);
  leaveVoicemail(cisco?.unity, plan.options.voicemail?.messages ?? 0, plan.people);
  const { expressway: place } = plan.options;
  const edge = cisco && place && (await startOfficeEdge(plan, { cisco, xmpp, sip }));
  if (edge && place) {
    keep(edge);
    dns.defineView('inside', records);
    dns.defineView('outside', publicRecords(plan.domain, edge));
    dns.setView(place);
  }
  return { dns, xmpp, sip, cisco, edge };
}

/** Puts the people in: colleagues, long lists, the room. */
function peopled(
  plan: OfficePlan,
  options: EmbeddedLabOptions,
  services: Services,
  caPath: string,
  stop: () => Promise<void>,
): EmbeddedLab {
  const { domain, password, people } = plan;
  const { dns, xmpp, sip } = services;
  const callMe = async (from = 'bob', to = 'alice', call: CallUserOptions = {}): Promise<LabCall> =>
    sip.callUser(to, { tone: 440, from, ...call });
  const colleagues = startColleagues(options, xmpp, people, (from) => {
    callMe(from).catch(() =>
      colleagues.get(from)?.say(`alice@${domain}`, 'I tried to call, but your phone isn’t connected.'),
    );
  });
  addExtras(xmpp, plan.extras);
  return {
    ...services,
    variant: plan.variant,
    domain,
    password,
    ca: plan.ca,
    caPath,
    people,
    colleagues,
    room: openRoom(xmpp, colleagues),
    callMe,
    stop,
    goTo: (place) => (services.edge ? dns.setView(place) : undefined),
    accountOf: (username) => ({ address: `${username}@${domain}`, password, ca: caPath, dns: [dns.address] }),
    say(from, text, to = 'alice') {
      const colleague = colleagues.get(from);
      if (!colleague) throw new Error(`lab: ${from} is not played by the lab`);
      return colleague.say(`${to}@${domain}`, text);
    },
  };
}

function startColleagues(
  options: EmbeddedLabOptions,
  xmpp: XmppServer,
  people: readonly LabPerson[],
  callBack: (from: string) => void,
): Map<string, Colleague> {
  const played = people.filter(
    (person) => options.colleagues?.includes(person.username) ?? person.username !== 'alice',
  );
  return new Map(
    played.map((person) => [
      person.username,
      new Colleague(xmpp, person, { pace: options.pace ?? HUMAN_PACE, callBack }),
    ]),
  );
}

function addExtras(xmpp: XmppServer, extras: readonly LabPerson[]): void {
  for (const person of extras) {
    xmpp.addUser({ username: person.username, name: person.displayName });
    xmpp.befriend('alice', person.username, { name: person.displayName, groups: [person.department] });
    if (person.presence) xmpp.addBot(person.username, 'desk').setPresence(person.presence);
  }
}

function openRoom(xmpp: XmppServer, colleagues: ReadonlyMap<string, Colleague>): string {
  const room = `launch@${xmpp.mucDomain}`;
  xmpp.addRoom(room, { name: 'Launch', isPersistent: true, subject: 'Everything about the launch' });
  for (const username of ['bob', 'carol', 'wangwei']) colleagues.get(username)?.joinRoom(room);
  colleagues.get('bob')?.sayInRoom(room, 'The plan is in the wiki, please have a look.');
  return room;
}
