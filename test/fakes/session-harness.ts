import type { DeviceChoice } from '../../src/main/ports/device-choice.port.ts';
import type { Dns, SrvRecord } from '../../src/main/ports/dns.port.ts';
import type { Cas } from '../../src/main/ports/cas.port.ts';
import type { ConfigurationFiles } from '../../src/main/ports/configuration-files.port.ts';
import type { ImPresence } from '../../src/main/ports/im-presence.port.ts';
import type { NetworkWatch } from '../../src/main/ports/network.port.ts';
import type { Uds } from '../../src/main/ports/uds.port.ts';
import type { Prompter } from '../../src/main/ports/prompter.port.ts';
import type { Secrets } from '../../src/main/ports/secrets.port.ts';
import type { MailboxAccount } from '../../src/main/services/voicemail/create-voicemail.service.ts';
import type { SipAccount } from '../../src/main/ports/sip.port.ts';
import type { IdentityStore, Storage } from '../../src/main/ports/storage.port.ts';
import type { Trust } from '../../src/main/ports/trust.port.ts';
import type { XmppAccount, XmppTarget } from '../../src/main/ports/xmpp.port.ts';
import { createProvisioner, type ProvisionerPorts } from '../../src/main/services/bootstrap/provision.ts';
import { createConfigCache } from '../../src/main/services/config-cache/create-config-cache.ts';
import { createLocalDeployment } from '../../src/main/services/deployment/create-local-deployment.ts';
import { createDiscovery } from '../../src/main/services/discovery/create-discovery.ts';
import { createCertificates } from '../../src/main/services/session/certificates.ts';
import type { SessionPorts } from '../../src/main/services/session/session-ports.ts';
import type { Clock } from '../../src/main/ports/clock.port.ts';
import type { Log } from '../../src/main/ports/log.port.ts';
import type { Random } from '../../src/main/ports/random.port.ts';
import type { Trace } from '../../src/main/ports/trace.port.ts';
import { createSession } from '../../src/main/services/session/create-session.ts';
import { createCredentialStore } from '../../src/main/services/session/credential-store.ts';
import type {
  DirectoryAccount,
  SessionServices,
  Started,
} from '../../src/main/services/session/session-services.ts';
import type { Session } from '../../src/shared/domain/session.ts';
import type { Prompt } from '../../src/shared/domain/prompt.ts';
import { fail, ok, type Result } from '../../src/shared/errors/result.ts';
import { fakeSources, type FakeComputer } from './fake-sources.ts';
import { manualClock } from './manual-clock.ts';
import { memoryDns, type MemoryDnsZone } from './memory-dns.ts';
import { memoryKeyValue, type MemoryKeyValue } from './memory-key-value.ts';
import { memoryPublisher } from './memory-publisher.ts';
import { memoryTrace } from './memory-trace.ts';
import { seededRandom } from './seeded-random.ts';
import { silentLog } from './silent-log.ts';

export const srv = (target: string, port: number, priority = 0, weight = 0): SrvRecord => ({
  target,
  port,
  priority,
  weight,
});

/** A domain with an ordinary XMPP server. */
export const xmppZone: MemoryDnsZone = {
  addresses: { 'example.test': ['192.0.2.1'] },
  srv: { 'example.test': [], '_xmpp-client._tcp.example.test': [srv('chat.example.test', 5222)] },
};

export const bothZone: MemoryDnsZone = {
  srv: { ...xmppZone.srv, '_sip._tcp.example.test': [srv('sip.example.test', 5060)] },
};

export interface HarnessOptions {
  /** Which of several softphones is the person's; absent: the likeliest. */
  readonly devices?: DeviceChoice;
  readonly zone?: MemoryDnsZone;
  readonly store?: MemoryKeyValue;
  /** Instead of the zone. */
  readonly dns?: Dns;
  readonly authorities?: readonly string[];
  /** Real engines behind the provisioner, made over the harness' trust. */
  readonly engines?: (trust: Trust) => Pick<ProvisionerPorts, 'uds' | 'files' | 'imp' | 'edge'>;
  /** The look-ups of the cloud; absent: they time out. */
  readonly cas?: (trust: Trust) => Cas;
  /** What administrator and system say. */
  readonly computer?: FakeComputer;
  /** Whether the XMPP fall-back host answers. */
  readonly isReachable?: boolean;
  /** Gates to the identity provider, over the harness' clock and trust; absent: nobody can be shown a page. */
  readonly signOn?: (
    common: { readonly clock: Clock; readonly random: Random; readonly trace: Trace; readonly log: Log },
    trust: Trust,
  ) => NonNullable<SessionPorts['signOn']>;
  /** Of everything that is drawn. */
  readonly seed?: number;
  /** Opening what is stored waits for this. */
  readonly opening?: Promise<void>;
  /** What the domain's host-meta names. */
  readonly webSockets?: readonly XmppTarget[];
}

/** The password that the scripted servers take. */
export const RIGHT = 'correct horse';

/** Plain accounts ask none of these. */
const unusedCisco = {
  uds: {} as Uds,
  files: {} as ConfigurationFiles,
  imp: {} as ImPresence,
};

type NetworkListener = Parameters<NetworkWatch['onChange']>[0];

/** What the scripted servers and the person do, to be changed by a test at any time. */
function createScript() {
  return {
    password: RIGHT,
    isOnline: true,
    chat: undefined as undefined | (() => Promise<Result<Started>>),
    phone: undefined as undefined | (() => Promise<Result<Started>>),
    acceptsPrompts: false,
    isOnCall: false,
    isReachable: undefined as undefined | boolean,
    /** A running service loses its server. */
    lose: (): void => undefined,
    /** One-time passwords that chat takes. */
    takesToken: (_token: string): boolean => false,
    /** Access tokens that phone and directory take. */
    takesAccess: (_token: string): boolean => false,
    /** Services that stand still until the person acts. */
    stopped: new Set<'chat' | 'phone'>(),
  };
}

/** What happened, in order. */
function createRecords() {
  return {
    journal: [] as string[],
    /** `service password` as each server saw it. */
    passwords: [] as string[],
    questions: [] as Omit<Prompt, 'id'>[],
    notices: [] as Parameters<Prompter['tell']>[0][],
    accounts: {} as {
      chat?: XmppAccount;
      phone?: SipAccount;
      directory?: DirectoryAccount;
      voicemail?: MailboxAccount;
    },
  };
}

type Script = ReturnType<typeof createScript>;
type Records = ReturnType<typeof createRecords>;
type RefusedListener = Parameters<SessionServices['onRefused']>[0];
type OnlineListener = Parameters<SessionServices['onOnline']>[0];

/** Servers that take one password. */
function scriptedServices(
  script: Script,
  records: Records,
  refused: Set<RefusedListener>,
  online: Set<OnlineListener>,
): SessionServices {
  const { journal, passwords, accounts } = records;
  const judge = async (name: string, password: string, server: string): Promise<Result<Started>> => {
    journal.push(`start ${name}`);
    if (!script.isOnline) return fail('net.unreachable', { host: server, port: 1 });
    passwords.push(`${name} ${password}`);
    const isRight =
      password === script.password ||
      (name === 'chat' && script.takesToken(password)) ||
      script.takesAccess(password);
    return isRight ? ok({ server }) : fail('auth.wrong-password');
  };
  const note = (line: string) => async () => void journal.push(line);
  return {
    open: async (_identity, address) => void journal.push(`open ${address}`),
    close: note('close'),
    startChat: async (account) => {
      accounts.chat = account;
      if (script.chat) return script.chat();
      const { credentials, targets } = account;
      const password = credentials.kind === 'password' ? ok(credentials.password) : await credentials.get();
      return password.ok ? judge('chat', password.value, targets[0]?.host ?? '') : password;
    },
    startPhone: async (account) => {
      accounts.phone = account;
      if (script.phone) return script.phone();
      return judge('phone', account.tokens?.current() ?? account.password, account.registrars[0]?.host ?? '');
    },
    startDirectory: async (account) => {
      accounts.directory = account;
      return judge('directory', account.tokens?.current() ?? account.password, account.servers[0] ?? '');
    },
    stopChat: note('stop chat'),
    stopPhone: note('stop phone'),
    stopDirectory: note('stop directory'),
    startVoicemail: async (account) => {
      accounts.voicemail = account;
      const [server] = account.servers;
      return server === undefined ? fail('voicemail.unavailable') : ok({ server });
    },
    stopVoicemail: async () => undefined,
    isStopped: (service) => script.stopped.has(service),
    nudge: () => void journal.push('nudge'),
    onOnline: (listener) => {
      online.add(listener);
      return () => online.delete(listener);
    },
    onLost: (listener) => {
      script.lose = listener;
      return () => undefined;
    },
    onRefused: (listener) => {
      refused.add(listener);
      return () => refused.delete(listener);
    },
  };
}

function memoryStorage(profile: MemoryKeyValue, journal: string[], opening?: Promise<void>): Storage {
  const identity = {
    keyValue: memoryKeyValue(),
    chat: { rosterVersion: async () => undefined },
    close: async () => undefined,
  };
  return {
    profile,
    openIdentity: async () => {
      await opening;
      return ok(identity as unknown as IdentityStore);
    },
    deleteIdentity: async (address, { keepHistory }) => {
      journal.push(`delete ${address}${keepHistory ? ' but history' : ''}`);
      return ok();
    },
    close: async () => undefined,
  };
}

function scriptedPrompter(script: Script, { questions, notices }: Records): Prompter {
  return {
    ask: async (prompt) => {
      questions.push(prompt);
      return script.acceptsPrompts;
    },
    tell: (notice) => void notices.push(notice),
  };
}

/** Not plain text, and nothing more. */
const maskingSecrets: Secrets = {
  kind: 'file',
  seal: async (plain) => ok(Uint8Array.from(plain, (byte) => byte ^ 0x5a)),
  open: async (sealed) => ok({ plain: Uint8Array.from(sealed, (byte) => byte ^ 0x5a), reseal: false }),
};

const networkOf = (listeners: Set<NetworkListener>): NetworkWatch => ({
  isOnline: () => true,
  onChange: (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
});

const silentCas: Cas = {
  isOrganisation: async () => fail('net.timeout'),
  isTeamMessaging: async () => fail('net.timeout'),
};

const machine = (seed: HarnessOptions['seed']) => ({
  clock: manualClock(),
  random: seededRandom(seed),
  trace: memoryTrace(),
  log: silentLog,
});

/** The session and its parts over fakes and memory. */
function createParts(options: HarnessOptions, script: Script, records: Records) {
  const store = options.store ?? memoryKeyValue();
  const common = machine(options.seed);
  const prompter = scriptedPrompter(script, records);
  const publisher = memoryPublisher();
  const refused = new Set<RefusedListener>();
  const online = new Set<OnlineListener>();
  const networkListeners = new Set<NetworkListener>();
  const cache = createConfigCache({ store, ...common });
  const deployment = createLocalDeployment({ sources: fakeSources(options.computer), cache, ...common });
  const credentials = createCredentialStore(store, maskingSecrets);
  const authorities = options.authorities ?? [];
  const certificates = createCertificates({ store, prompter, ...common, authorities });
  const dns = options.dns ?? memoryDns(options.zone ?? xmppZone);
  const cas = options.cas?.(certificates.trust) ?? silentCas;
  const cisco = options.engines?.(certificates.trust) ?? unusedCisco;
  const session = createSession({
    ...common,
    storage: memoryStorage(store, records.journal, options.opening),
    cache,
    credentials,
    ...(options.signOn && { signOn: options.signOn(common, certificates.trust) }),
    certificates,
    deployment,
    discovery: createDiscovery({ dns, cas, ...common }),
    provisioner: createProvisioner({
      ...(options.devices && { devices: options.devices }),
      ...cisco,
      cache,
      local: deployment,
      ...common,
    }),
    prompter,
    isOnCall: () => script.isOnCall,
    ...('edge' in cisco && cisco.edge && { edge: cisco.edge }),
    reach: { accepts: async () => script.isReachable ?? options.isReachable ?? true },
    hostMeta: { otherWays: async () => options.webSockets ?? [] },
    services: scriptedServices(script, records, refused, online),
    publisher,
    network: networkOf(networkListeners),
  });
  return {
    ...common,
    store,
    publisher,
    cache,
    deployment,
    credentials,
    certificates,
    session,
    refused,
    online,
    networkListeners,
  };
}

/** A session over fakes: scripted servers that take one password, and a record of all that was started and stopped. */
export function sessionHarness(options: HarnessOptions = {}) {
  const script = createScript();
  const records = createRecords();
  const parts = createParts(options, script, records);
  const { handlers } = parts.session;
  const call = { signal: new AbortController().signal };
  return {
    ...parts,
    ...records,
    script,
    now: (): Session => parts.publisher.get('session', 'only') ?? { phase: 'starting' },
    refuse: (service: 'chat' | 'phone') =>
      parts.refused.forEach((listener) => listener(service, { code: 'auth.wrong-password' })),
    comeOnline: (service: 'chat' | 'phone', server: string) =>
      parts.online.forEach((listener) => listener(service, { server })),
    network: (change: 'online' | 'changed') => parts.networkListeners.forEach((listener) => listener(change)),
    begin: (address = 'alice@example.test') => handlers['session/begin']({ address }, call),
    givePassword: (password: string, remember = false) =>
      handlers['session/give-password']({ password, remember }, call),
    run: (
      command:
        | 'session/cancel'
        | 'session/open-offline'
        | 'session/retry'
        | 'session/take-over'
        | 'session/sign-out',
    ) => handlers[command](undefined, call),
    signOn: (place: 'window' | 'browser' = 'window') => handlers['session/sign-on']({ place }, call),
    reset: (keepHistory: boolean) => handlers['session/reset']({ keepHistory }, call),
    /** Lets everything that is ready run. */
    settle: () => new Promise<void>((resolve) => setImmediate(resolve)),
  };
}

export type SessionHarness = ReturnType<typeof sessionHarness>;
