import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CiscoLab, startCiscoLab } from '../cisco/cisco-lab.ts';
import type { DnsRecord } from '../cisco/dns-message.ts';
import { type DnsServer, startDnsServer } from '../cisco/dns-server.ts';
import type { CiscoLabOptions } from '../cisco/model.ts';
import type { LabCall } from '../embedded/sip-server/lab-call.ts';
import type { LineBehaviour } from '../embedded/sip-server/lines.ts';
import { type CallUserOptions, type SipServer, type SipServerOptions, startSipServer } from '../embedded/sip-server/sip-server.ts';
import { startXmppServer, type XmppServer, type XmppServerOptions } from '../embedded/xmpp-server/xmpp-server.ts';
import { createLabCa, type LabCa } from '../pki/lab-ca.ts';
import { Colleague, HUMAN_PACE, type Pace } from './colleague.ts';
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
  readonly people: readonly LabPerson[];
  readonly colleagues: ReadonlyMap<string, Colleague>;
  /** A persistent room with some colleagues in it. */
  readonly room: string;
  accountOf(username: string): LabAccount;
  /** A colleague calls alice (or somebody else) and plays 440 Hz. */
  callMe(from?: string, to?: string, options?: CallUserOptions): Promise<LabCall>;
  /** A colleague writes to alice (or somebody else); answers the message's id. */
  say(from: string, text: string, to?: string): string;
  stop(): Promise<void>;
}

/** What answers where no phone is registered. */
const OFFICE_LINES: Readonly<Record<string, LineBehaviour>> = {
  bob: { kind: 'tone', hz: 440, ringMs: 1000 },
  carol: { kind: 'echo', ringMs: 500 },
  dave: { kind: 'refuse', status: 486 },
  erin: { kind: 'tone', hz: 520, ringMs: 800 },
  frank: { kind: 'no-answer' },
  mona: { kind: 'refuse', status: 603, ringMs: 800 },
};

interface Addresses {
  readonly ucm: [string, string, string];
  readonly xmpp: string;
  readonly sip: string;
  readonly isStandard: boolean;
}

/** Starts a whole emulated office in this process: DNS, sign-in services, chat, calls, and colleagues who answer. */
export async function startEmbeddedLab(options: EmbeddedLabOptions = {}): Promise<EmbeddedLab> {
  const variant = options.variant ?? 'cisco';
  const isStandard = (options.ports ?? (variant === 'cisco' && process.platform === 'linux' ? 'standard' : 'free')) === 'standard';
  for (let attempt = 0; ; attempt++) {
    try {
      return await start(options, variant, isStandard ? loopbackAddresses(variant) : freeAddresses());
    } catch (error) {
      // Another lab has the addresses: take others.
      if (!isStandard || attempt >= 5 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
}

/** On Linux all of 127.0.0.0/8 is loopback, so each lab host can have the well-known ports. */
function loopbackAddresses(variant: 'cisco' | 'plain'): Addresses {
  const net = `127.${20 + Math.floor(Math.random() * 200)}.${Math.floor(Math.random() * 250)}`;
  const ucm: [string, string, string] = [`${net}.1`, `${net}.2`, `${net}.3`];
  return variant === 'cisco' ? { ucm, xmpp: ucm[2], sip: ucm[1], isStandard: true } : { ucm, xmpp: `${net}.4`, sip: `${net}.5`, isStandard: true };
}

function freeAddresses(): Addresses {
  const host = '127.0.0.1';
  return { ucm: [host, host, host], xmpp: host, sip: host, isStandard: false };
}

async function start(options: EmbeddedLabOptions, variant: 'cisco' | 'plain', addresses: Addresses): Promise<EmbeddedLab> {
  const domain = options.domain ?? 'example.test';
  const password = options.password ?? 'parlance-demo';
  const people = makePeople(domain);
  const extras = makeExtras(options.extraContacts ?? 0, domain);
  const stops: (() => Promise<void>)[] = [];
  const keep = <T extends { stop(): Promise<void> }>(part: T): T => {
    stops.unshift(() => part.stop());
    return part;
  };
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0)) await one();
  };
  try {
    const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'parlance-lab-')));
    if (options.folder === undefined) stops.push(() => rm(folder, { recursive: true, force: true }));
    const ca = await createLabCa();
    const caPath = await ca.writeTo(folder);
    let cisco: CiscoLab | undefined;
    const xmpp = keep(await startOfficeXmpp(options, variant, addresses, { domain, password, people, ca, checkToken: (user, token) => cisco?.accounts.redeemToken(user, token) ?? false }));
    const sip = keep(await startOfficeSip(options, variant, addresses, { domain, password, people, ca }));
    if (variant === 'cisco') {
      cisco = keep(
        await startCiscoLab({
          domain,
          ca,
          users: [...people, ...extras].map((person, index) => ciscoUser(person, index < people.length ? password : undefined)),
          peers: { xmpp: { host: xmpp.host, port: xmpp.port }, sip: { host: sip.host, port: sip.ports.tcp, tlsPort: sip.ports.tls } },
          hosts: addresses.ucm,
          ...(addresses.isStandard ? { httpsPort: 8443, tftpHttpPort: 6970 } : {}),
          ...options.cisco,
        }),
      );
    }
    const dns = keep(await startDnsServer({ records: cisco ? cisco.dnsRecords : plainRecords(domain, xmpp, sip) }));
    const callMe = async (from = 'bob', to = 'alice', call: CallUserOptions = {}): Promise<LabCall> => sip.callUser(to, { tone: 440, from, ...call });
    const colleagues = startColleagues(options, xmpp, people, (from) => {
      callMe(from).catch(() => colleagues.get(from)?.say(`alice@${domain}`, 'I tried to call, but your phone isn’t connected.'));
    });
    stops.unshift(async () => {
      for (const colleague of colleagues.values()) colleague.stop();
    });
    addExtras(xmpp, extras);
    const room = openRoom(xmpp, colleagues);
    return {
      variant, domain, password, ca, caPath, dns, xmpp, sip, cisco, people, colleagues, room, callMe, stop,
      accountOf: (username) => ({ address: `${username}@${domain}`, password, ca: caPath, dns: [dns.address] }),
      say(from, text, to = 'alice') {
        const colleague = colleagues.get(from);
        if (!colleague) throw new Error(`lab: ${from} is not played by the lab`);
        return colleague.say(`${to}@${domain}`, text);
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface OfficeParts {
  readonly domain: string;
  readonly password: string;
  readonly people: readonly LabPerson[];
  readonly ca: LabCa;
}

async function startOfficeXmpp(options: EmbeddedLabOptions, variant: 'cisco' | 'plain', addresses: Addresses, parts: OfficeParts & { checkToken: (user: string, token: string) => boolean }): Promise<XmppServer> {
  const { domain, password, people } = parts;
  const host = variant === 'cisco' ? 'imp-a' : 'xmpp';
  const server = await startXmppServer({
    domain,
    certificate: await parts.ca.issue({ names: [domain, `${host}.${domain}`, `conference.${domain}`] }),
    host: addresses.xmpp,
    // cisco-uc.md 8.2: what IM&P offers.
    ...(variant === 'cisco' ? { mechanisms: ['PLAIN', 'CISCO-VTG-TOKEN'] as const, checkToken: parts.checkToken, homeNodes: [`imp-a.${domain}`] } : {}),
    ...(addresses.isStandard ? { port: 5222, tlsPort: 5223 } : {}),
    users: people.map((person) => ({
      username: person.username,
      password,
      name: person.displayName,
      title: person.title,
      department: person.department,
      email: person.email,
      phone: person.number,
      ...(person.photo ? { photo: person.photo } : {}),
    })),
    ...options.xmpp,
  });
  for (const [index, one] of people.entries()) {
    for (const other of people.slice(index + 1)) {
      server.befriend(one.username, other.username, { name: other.displayName, groups: [other.department] });
      const back = server.account(other.username).roster.get(`${one.username}@${domain}`);
      if (back) Object.assign(back, { name: one.displayName, groups: [one.department] });
    }
  }
  return server;
}

async function startOfficeSip(options: EmbeddedLabOptions, variant: 'cisco' | 'plain', addresses: Addresses, parts: OfficeParts): Promise<SipServer> {
  const { domain, password, people } = parts;
  const hosts = variant === 'cisco' ? [`ucm-b.${domain}`] : [`sip.${domain}`];
  return startSipServer({
    domain,
    certificate: await parts.ca.issue({ names: [domain, ...hosts, addresses.sip] }),
    host: addresses.sip,
    ...(addresses.isStandard ? { ports: { udp: 5060, tls: 5061 } } : {}),
    users: people.map((person) => ({
      username: person.username,
      password,
      name: person.displayName,
      aliases: [person.number],
      // cisco-uc.md 12.2: a non-secure phone isn't challenged; the line is named by its number.
      ...(variant === 'cisco' ? { authentication: 'none' as const } : {}),
    })),
    lines: { ...Object.fromEntries(people.map((person) => [person.username, { kind: 'tone', hz: 440, ringMs: 1000 } as const])), ...OFFICE_LINES },
    ...options.sip,
  });
}

function ciscoUser(person: LabPerson, password: string | undefined): CiscoLabOptions['users'][number] {
  return {
    username: person.username,
    firstName: person.firstName,
    lastName: person.lastName,
    displayName: person.displayName,
    phoneNumber: person.number,
    mobileNumber: person.mobile,
    email: person.email,
    title: person.title,
    department: person.department,
    manager: 'mona',
    ...(person.photo ? { photo: person.photo } : {}),
    ...(password === undefined
      ? {}
      : { password, devices: [{ name: `CSF${person.username.toUpperCase()}`, description: `${person.displayName} softphone`, lines: [{ number: person.number, displayName: person.displayName, voicemailNumber: '8000' }] }] }),
  };
}

/** RFC 6120 section 3.2.1, XEP-0368, RFC 3263; nothing of Cisco's. */
function plainRecords(domain: string, xmpp: XmppServer, sip: SipServer): DnsRecord[] {
  const srv = (service: string, host: string, port: number): DnsRecord => ({ name: `${service}.${domain}`, type: 'SRV', port, target: `${host}.${domain}` });
  return [
    srv('_xmpps-client._tcp', 'xmpp', xmpp.tlsPort),
    srv('_xmpp-client._tcp', 'xmpp', xmpp.port),
    srv('_sips._tcp', 'sip', sip.ports.tls),
    srv('_sip._tcp', 'sip', sip.ports.tcp),
    srv('_sip._udp', 'sip', sip.ports.udp),
    { name: `xmpp.${domain}`, type: 'A', address: xmpp.host },
    { name: `sip.${domain}`, type: 'A', address: sip.host },
    { name: domain, type: 'A', address: xmpp.host },
  ];
}

function startColleagues(options: EmbeddedLabOptions, xmpp: XmppServer, people: readonly LabPerson[], callBack: (from: string) => void): Map<string, Colleague> {
  const played = people.filter((person) => options.colleagues?.includes(person.username) ?? person.username !== 'alice');
  return new Map(played.map((person) => [person.username, new Colleague(xmpp, person, { pace: options.pace ?? HUMAN_PACE, callBack })]));
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
