import type { Dns, SrvRecord } from '../../src/main/ports/dns.port.ts';
import type { ConfigurationFiles } from '../../src/main/ports/configuration-files.port.ts';
import type { ImPresence } from '../../src/main/ports/im-presence.port.ts';
import type { Uds } from '../../src/main/ports/uds.port.ts';
import type { Prompter } from '../../src/main/ports/prompter.port.ts';
import type { SipAccount } from '../../src/main/ports/sip.port.ts';
import type { IdentityStore, Storage } from '../../src/main/ports/storage.port.ts';
import type { Trust } from '../../src/main/ports/trust.port.ts';
import type { XmppAccount } from '../../src/main/ports/xmpp.port.ts';
import { createProvisioner, type ProvisionerPorts } from '../../src/main/services/bootstrap/provision.ts';
import { createConfigCache } from '../../src/main/services/config-cache/create-config-cache.ts';
import { createDiscovery } from '../../src/main/services/discovery/create-discovery.ts';
import { createCertificates } from '../../src/main/services/session/certificates.ts';
import { createSession } from '../../src/main/services/session/create-session.ts';
import { createCredentialStore } from '../../src/main/services/session/credential-store.ts';
import type { SessionServices, Started } from '../../src/main/services/session/session-services.ts';
import type { Session } from '../../src/shared/domain/session.ts';
import type { Prompt } from '../../src/shared/domain/prompt.ts';
import { fail, type Failure, ok, type Result } from '../../src/shared/errors/result.ts';
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
  readonly zone?: MemoryDnsZone;
  readonly store?: MemoryKeyValue;
  /** Instead of the zone. */
  readonly dns?: Dns;
  readonly authorities?: readonly string[];
  /** Real engines behind the provisioner, made over the harness' trust. */
  readonly engines?: (trust: Trust) => Pick<ProvisionerPorts, 'uds' | 'files' | 'imp'>;
  /** Whether the XMPP fall-back host answers. */
  readonly isReachable?: boolean;
}

/** The password that the scripted servers take. */
export const RIGHT = 'correct horse';

/** Plain accounts ask none of these. */
const unusedCisco = {
  uds: {} as Uds,
  files: {} as ConfigurationFiles,
  imp: {} as ImPresence,
};

/** A session over fakes: scripted servers that take one password, and a record of all that was started and stopped. */
export function sessionHarness(options: HarnessOptions = {}) {
  const clock = manualClock();
  const store = options.store ?? memoryKeyValue();
  const publisher = memoryPublisher();
  const trace = memoryTrace();
  const random = seededRandom();
  const questions: Omit<Prompt, 'id'>[] = [];
  const notices: Parameters<Prompter['tell']>[0][] = [];
  const accounts: { chat?: XmppAccount; phone?: SipAccount } = {};
  const script = {
    password: RIGHT,
    isOnline: true,
    chat: undefined as undefined | (() => Promise<Result<Started>>),
    phone: undefined as undefined | (() => Promise<Result<Started>>),
    acceptsPrompts: false,
    /** One-time passwords that chat takes. */
    takesToken: (_token: string): boolean => false,
  };
  const journal: string[] = [];
  const passwords: string[] = [];
  const refusedListeners = new Set<(service: 'chat' | 'phone', error: Failure) => void>();
  const networkListeners = new Set<
    (change: 'online' | 'offline' | 'changed' | 'resumed' | 'suspending') => void
  >();

  const judge = async (name: string, password: string, server: string): Promise<Result<Started>> => {
    journal.push(`start ${name}`);
    if (!script.isOnline) return fail('net.unreachable', { host: server, port: 1 });
    passwords.push(`${name} ${password}`);
    const isRight = password === script.password || (name === 'chat' && script.takesToken(password));
    return isRight ? ok({ server }) : fail('auth.wrong-password');
  };
  const passwordOf = async (account: XmppAccount): Promise<Result<string>> =>
    account.credentials.kind === 'password' ? ok(account.credentials.password) : account.credentials.get();
  const services: SessionServices = {
    open: async (_identity, address) => void journal.push(`open ${address}`),
    close: async () => void journal.push('close'),
    startChat: async (account) => {
      accounts.chat = account;
      if (script.chat) return script.chat();
      const password = await passwordOf(account);
      return password.ok ? judge('chat', password.value, account.targets[0]?.host ?? '') : password;
    },
    startPhone: async (account: SipAccount) => {
      accounts.phone = account;
      return script.phone
        ? script.phone()
        : judge('phone', account.password, account.registrars[0]?.host ?? '');
    },
    startDirectory: async (account) => judge('directory', account.password, account.servers[0] ?? ''),
    stopChat: async () => void journal.push('stop chat'),
    stopPhone: async () => void journal.push('stop phone'),
    stopDirectory: async () => void journal.push('stop directory'),
    nudge: () => void journal.push('nudge'),
    onRefused: (listener) => {
      refusedListeners.add(listener);
      return () => refusedListeners.delete(listener);
    },
  };
  const identity = {
    keyValue: memoryKeyValue(),
    chat: { rosterVersion: async () => undefined },
    close: async () => undefined,
  };
  const storage: Storage = {
    profile: store,
    openIdentity: async () => ok(identity as unknown as IdentityStore),
    deleteIdentity: async (address, { keepHistory }) => {
      journal.push(`delete ${address}${keepHistory ? ' but history' : ''}`);
      return ok();
    },
    close: async () => undefined,
  };
  const prompter: Prompter = {
    ask: async (prompt) => {
      questions.push(prompt);
      return script.acceptsPrompts;
    },
    tell: (notice) => void notices.push(notice),
  };
  const secrets = {
    kind: 'file' as const,
    seal: async (plain: Uint8Array) => ok(plain.map((byte) => byte ^ 0x5a)),
    open: async (sealed: Uint8Array) => ok({ plain: sealed.map((byte) => byte ^ 0x5a), reseal: false }),
  };
  const cache = createConfigCache({ store, log: silentLog, random });
  const credentials = createCredentialStore(store, secrets);
  const certificates = createCertificates({
    store,
    prompter,
    log: silentLog,
    authorities: options.authorities ?? [],
    policy: 'prompt',
  });
  const dns = options.dns ?? memoryDns(options.zone ?? xmppZone);
  const session = createSession({
    storage,
    cache,
    credentials,
    certificates,
    discovery: createDiscovery({
      dns,
      cas: { isOrganisation: async () => fail('net.timeout') },
      clock,
      random,
    }),
    provisioner: createProvisioner({
      ...(options.engines?.(certificates.trust) ?? unusedCisco),
      cache,
      random,
      trace,
    }),
    prompter,
    reach: { accepts: async () => options.isReachable ?? true },
    services,
    publisher,
    network: {
      isOnline: () => true,
      onChange: (listener) => {
        networkListeners.add(listener);
        return () => networkListeners.delete(listener);
      },
    },
    clock,
    random,
    trace,
    log: silentLog,
  });
  const call = { signal: new AbortController().signal };
  return {
    session,
    clock,
    store,
    cache,
    credentials,
    certificates,
    trace,
    journal,
    passwords,
    questions,
    notices,
    accounts,
    script,
    publisher,
    now: (): Session => publisher.get('session', 'only') ?? { phase: 'starting' },
    refuse: (service: 'chat' | 'phone') =>
      refusedListeners.forEach((listener) => listener(service, { code: 'auth.wrong-password' })),
    network: (change: 'online' | 'changed') => networkListeners.forEach((listener) => listener(change)),
    begin: (address = 'alice@example.test') => session.handlers['session/begin']({ address }, call),
    givePassword: (password: string, remember = false) =>
      session.handlers['session/give-password']({ password, remember }, call),
    run: (command: 'session/cancel' | 'session/open-offline' | 'session/retry' | 'session/sign-out') =>
      session.handlers[command](undefined, call),
    reset: (keepHistory: boolean) => session.handlers['session/reset']({ keepHistory }, call),
    /** Lets everything that is ready run. */
    settle: () => new Promise<void>((resolve) => setImmediate(resolve)),
  };
}

export type SessionHarness = ReturnType<typeof sessionHarness>;
