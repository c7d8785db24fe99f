import { type CiscoLab, startCiscoLab } from '../cisco/cisco-lab.ts';
import type { DnsRecord } from '../cisco/dns-message.ts';
import type { CiscoLabOptions } from '../cisco/model.ts';
import type { UnityLab, UnityOptions } from '../cisco/unity-connection.ts';
import type { LineBehaviour } from '../embedded/sip-server/lines.ts';
import { type SipServer, type SipServerOptions, startSipServer } from '../embedded/sip-server/sip-server.ts';
import type { TokenCheck } from '../embedded/xmpp-server/sasl-exchange.ts';
import {
  startXmppServer,
  type XmppServer,
  type XmppServerOptions,
} from '../embedded/xmpp-server/xmpp-server.ts';
import type { LabCa } from '../pki/lab-ca.ts';
import { encodeTone } from '../real/wav.ts';
import type { OfficeAddresses } from './office-addresses.ts';
import type { LabPerson } from './people.ts';

export type OfficeVariant = 'cisco' | 'plain';

/** Mailboxes for everybody at a Unity Connection. */
export interface OfficeVoicemail {
  /** In Alice's to begin with. */
  readonly messages: number;
  /** Mailboxes with a password of their own instead of the phone's. */
  readonly password?: string;
}

/** All that is decided before the first server starts. */
export interface OfficePlan {
  readonly variant: OfficeVariant;
  readonly addresses: OfficeAddresses;
  readonly domain: string;
  readonly password: string;
  readonly people: readonly LabPerson[];
  readonly extras: readonly LabPerson[];
  readonly ca: LabCa;
  /** What the caller wants changed in each server. */
  readonly options: {
    readonly cisco?: Partial<CiscoLabOptions>;
    readonly xmpp?: Partial<XmppServerOptions>;
    readonly sip?: Partial<SipServerOptions>;
    readonly voicemail?: OfficeVoicemail;
    readonly withoutChat?: boolean;
    readonly expressway?: 'inside' | 'outside';
  };
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

/** Chat for everybody; all are each other's contacts, grouped by department. */
export async function startOfficeXmpp(plan: OfficePlan, checkToken: TokenCheck): Promise<XmppServer> {
  const { options, variant, addresses, domain, password, people } = plan;
  const host = variant === 'cisco' ? 'imp-a' : 'xmpp';
  const server = await startXmppServer({
    domain,
    certificate: await plan.ca.issue({ names: [domain, `${host}.${domain}`, `conference.${domain}`] }),
    host: addresses.xmpp,
    files: { name: `${host}.${domain}` },
    // cisco-uc.md 8.2: what IM&P offers.
    ...(variant === 'cisco'
      ? {
          mechanisms: ['PLAIN', 'CISCO-VTG-TOKEN'] as const,
          checkToken,
          homeNodes: [`imp-a.${domain}`],
        }
      : {}),
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

/** Phones for everybody, and lines that answer where nobody is registered. */
export async function startOfficeSip(plan: OfficePlan): Promise<SipServer> {
  const { options, variant, addresses, domain, password, people } = plan;
  const hosts = variant === 'cisco' ? [`ucm-b.${domain}`] : [`sip.${domain}`];
  return startSipServer({
    domain,
    certificate: await plan.ca.issue({ names: [domain, ...hosts, addresses.sip] }),
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
    lines: {
      ...Object.fromEntries(
        people.map((person) => [person.username, { kind: 'tone', hz: 440, ringMs: 1000 } as const]),
      ),
      ...OFFICE_LINES,
    },
    ...(variant === 'cisco' ? { remoteCallControl: softKeys() } : {}),
    ...options.sip,
  });
}

/** What the soft keys of the office's phones do. */
const softKeys = () => ({
  parkNumbers: ['7001', '7002', '7003'],
  hasRecorder: true,
  hasConferenceBridge: true,
  refusedKeys: new Set<string>(),
  isInHuntGroup: true,
});

/** The sign-in services; they point to the chat and phone servers that run already. */
export async function startOfficeCisco(
  plan: OfficePlan,
  xmpp: XmppServer,
  sip: SipServer,
): Promise<CiscoLab> {
  const { options, addresses, domain, ca, people, extras, password } = plan;
  return startCiscoLab({
    domain,
    ca,
    users: [
      ...people.map((person) => ({
        ...ciscoUser(person, password),
        ...(options.withoutChat && { imPresence: 'off' as const }),
      })),
      ...extras.map((person) => ciscoUser(person, undefined)),
    ],
    peers: {
      xmpp: { host: xmpp.host, port: xmpp.port },
      sip: { host: sip.host, port: sip.ports.tcp, tlsPort: sip.ports.tls },
    },
    hosts: addresses.ucm,
    ...(addresses.isStandard ? { httpsPort: 8443, tftpHttpPort: 6970 } : {}),
    ...(options.voicemail && { voicemail: unityOptions(plan, options.voicemail) }),
    ...options.cisco,
  });
}

function unityOptions({ addresses, people }: OfficePlan, { password }: OfficeVoicemail): UnityOptions {
  return {
    hosts: [addresses.unity],
    // Live events have fixed ports, which only an address of its own surely has.
    ...(addresses.isStandard ? {} : { events: 'off' }),
    ...(password !== undefined && {
      passwords: new Map(people.map(({ username }) => [username, password])),
    }),
  };
}

/** Colleagues have called while nobody was there; the newest first, half an hour apart. */
export function leaveVoicemail(
  unity: UnityLab | undefined,
  count: number,
  people: readonly LabPerson[],
): void {
  const callers = people.filter(({ username }) => username !== 'alice');
  for (let index = count - 1; index >= 0; index -= 1) {
    const caller = callers[index % callers.length];
    if (!caller) return;
    const seconds = 3 + (index % 5);
    unity?.leave('alice', {
      callerName: caller.displayName,
      callerNumber: caller.number,
      durationMs: seconds * 1000,
      at: Date.now() - (index + 1) * 30 * 60_000,
      isUrgent: index === 0,
      sound: encodeTone(330 + 40 * (index % 5), { seconds, sampleRate: 8_000 }),
    });
  }
}

/** An extension and a softphone only for those with a password. */
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
      : {
          password,
          devices: [
            {
              name: `CSF${person.username.toUpperCase()}`,
              description: `${person.displayName} softphone`,
              lines: [{ number: person.number, displayName: person.displayName, voicemailNumber: '8000' }],
            },
          ],
        }),
  };
}

/** RFC 6120 section 3.2.1, XEP-0368, RFC 3263; nothing of Cisco's. */
export function plainRecords(domain: string, xmpp: XmppServer, sip: SipServer): DnsRecord[] {
  const srv = (service: string, host: string, port: number): DnsRecord => ({
    name: `${service}.${domain}`,
    type: 'SRV',
    port,
    target: `${host}.${domain}`,
  });
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
