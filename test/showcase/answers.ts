import type { CommandInput, CommandName, CommandOutput } from '../../src/shared/contract/commands.ts';
import type { HostCaps } from '../../src/shared/domain/host-caps.ts';
import type { TestedService } from '../../src/shared/domain/service-test.ts';
import { linkSchemes } from '../../src/shared/domain/link-schemes.ts';
import type { Person } from '../../src/shared/domain/contact.ts';
import type { Failure } from '../../src/shared/errors/result.ts';
import { fileChatId, fileMessages } from './file-office.ts';
import { callLog, contacts, messages } from './office.ts';
import {
  occupants,
  privateMessages,
  privateTalkId,
  roomId,
  roomList,
  roomMessages,
  standings,
} from './room-office.ts';

/** What the fake main says to a command; a command without an answer succeeds and does nothing. */
export type Answers = { readonly [N in CommandName]?: (input: CommandInput<N>) => CommandOutput<N> };

export const caps: HostCaps = {
  platform: 'windows',
  nativeNotifications: false,
  tray: true,
  badge: true,
  globalShortcuts: true,
  dockedWindow: true,
  startAtLogin: true,
  protocolHandlers: true,
  secretStore: 'file',
  opensFiles: false,
  blobBase: '/blob/',
  version: '0.1.0',
  wantsPaintReports: false,
  seesIdle: false,
};

/** The answer of a main that could not do it. */
export const refuse =
  (failure: Failure): (() => never) =>
  () => {
    throw new Refusal(failure);
  };

export class Refusal extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

const matching = (text: string): Person[] =>
  contacts
    .filter(({ name, phones }) =>
      `${name} ${phones.map((phone) => phone.number).join(' ')}`.toLowerCase().includes(text.toLowerCase()),
    )
    .map(({ id, name, address, phones, title }) => ({
      id,
      source: 'contacts',
      name,
      phones,
      ...(address !== undefined && { address }),
      ...(title !== undefined && { title }),
    }));

const directory: readonly Person[] = [
  {
    id: 'bella@example.test' as Person['id'],
    source: 'directory',
    name: 'Bella Baranowska',
    address: 'bella@example.test',
    title: 'Facilities',
    department: 'Leeds',
    phones: [{ kind: 'work', number: '+44 113 496 0021' }],
  },
];

const span = (
  id: number,
  name: string,
  startMs: number,
  ms: number,
  attributes: Record<string, string> = {},
) => ({
  id,
  name,
  startMs,
  endMs: startMs + ms,
  outcome: 'ok' as const,
  attributes,
});

const seen = {
  subject: 'CN=ucm9.example.test',
  issuer: 'CN=Old Lab CA',
  validTo: 'Mar  1 09:00:00 2027 GMT',
  fingerprint:
    '9F:02:77:4B:1C:E0:52:AD:33:90:6E:D8:15:FA:C4:81:0B:6D:2A:E7:58:99:31:BC:40:F5:1E:63:87:D2:0C:AA',
} as const;
const told = (server: string, key: string, params: Record<string, string | number> = {}) => [
  { server, elapsedMs: 41, said: { key, params } },
];
const testResults: Readonly<Record<TestedService, CommandOutput<'session/test-service'>>> = {
  presence: [
    {
      server: 'imp1.example.test:8443',
      elapsedMs: 12,
      error: { code: 'net.refused', params: { host: 'imp1.example.test', port: 8443 } },
    },
  ],
  tftp: told('tftp1.example.test', 'test.said.file', { file: 'jabber-config.xml' }),
  ccmcip: [
    {
      server: 'ucm9.example.test:8443',
      elapsedMs: 64,
      error: { code: 'tls.untrusted', params: { host: 'ucm9.example.test' } },
      certificate: { ...seen, isTrusted: false },
    },
  ],
  cti: told('cti.example.test:2748', 'test.said.connection'),
  webex: told('cas.example.test', 'test.said.page', { status: 200 }),
  xmpp: told('chat.example.test:5222', 'test.said.xmpp', { ways: 'SCRAM-SHA-256, PLAIN' }),
  sip: told('sip.example.test:5061, TLS', 'test.said.sip', { status: 200 }),
};

export const answers: Answers = {
  'links/handlers': () =>
    linkSchemes.map((scheme) => {
      if (scheme === 'parlance' || scheme === 'tel') return { scheme, isOurs: true, program: 'Parlance' };
      return { scheme, isOurs: false, ...(scheme.startsWith('sip') && { program: 'Other Phone' }) };
    }),
  'session/manual-settings': () => ({ kind: 'automatic' }),
  'session/manual-defaults': () => ({ presenceServer: 'imp1.example.test' }),
  'session/test-service': ({ service }) => testResults[service],
  'contacts/search': ({ text }) => matching(text),
  'directory/search': ({ text }) =>
    directory.filter((person) => person.name.toLowerCase().includes(text.toLowerCase())),
  'chat/open': ({ address }) => ({ conversationId: address as CommandOutput<'chat/open'>['conversationId'] }),
  'chat/history': ({ conversationId }) => ({
    messages: [
      ...(conversationId === roomId
        ? roomMessages
        : conversationId === privateTalkId
          ? privateMessages
          : conversationId === fileChatId
            ? fileMessages
            : messages),
    ],
    hasOlder: false,
  }),
  'rooms/occupants': () => [...occupants],
  'rooms/standings': () => [...standings],
  'rooms/services': () => ['conference.example.test', 'rooms.example.test'],
  'rooms/browse': ({ text }) =>
    roomList.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase())),
  'chat/search': ({ text }) => messages.filter(({ body }) => body.toLowerCase().includes(text.toLowerCase())),
  'chat/coverage': () => 'whole',
  'calls/preview': ({ target }) => ({ number: target, isEmergency: false }),
  'calls/history': ({ missedOnly }) => ({
    entries: callLog.filter((entry) => !missedOnly || entry.outcome === 'missed'),
    hasOlder: false,
  }),
  'diagnostics/trace': () => [
    span(1, 'sign-in', 0, 461),
    { ...span(2, 'discovery', 2, 38), parentId: 1 },
    {
      ...span(3, 'srv', 2, 31, { name: '_cisco-uds._tcp.example.test', resolver: '10.20.0.53' }),
      parentId: 2,
    },
    { ...span(4, 'srv', 2, 38, { name: '_collab-edge._tls.example.test' }), parentId: 2, outcome: 'failed' },
    { ...span(5, 'home-cluster', 41, 61, { host: 'ucm1.example.test:8443', status: '200' }), parentId: 1 },
    {
      ...span(6, 'xmpp', 190, 96, { host: 'imp1.example.test:5222', mechanism: 'SCRAM-SHA-256' }),
      parentId: 1,
    },
    { ...span(7, 'sip-register', 190, 120, { host: 'ucm1.example.test:5061' }), parentId: 1 },
  ],
  'diagnostics/effective-configuration': () => [
    { name: 'DirectoryServerType', section: 'Directory', value: 'UDS', source: 'global file' },
    { name: 'Start_Client_On_Start_OS', section: 'Client', value: 'false', source: 'built-in default' },
    {
      name: 'Telephony_Enable',
      section: 'Policies',
      value: 'yes',
      source: 'group file',
      problem: 'Unknown parameter, line 14',
    },
  ],
};
