import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CertificateKind, LabCa } from '../pki/lab-ca.ts';
import { type Daemon, startDaemon, startOnFreePorts } from './daemon.ts';
import { freePorts } from './free-port.ts';
import { requireProgram } from './installed.ts';
import {
  kamailioConfig,
  kamailioConfigFile,
  type KamailioSetup,
  type SipListener,
  type SipTransport,
} from './kamailio-config.ts';
import { callKamailio } from './kamailio-rpc.ts';
import { openLabFolder } from './lab-folder.ts';
import { acceptsTcp, answersSip } from './readiness.ts';
import { writeServerIdentity } from './server-identity.ts';

/** One port for each transport. */
export type SipPorts = Readonly<Record<SipTransport, number>>;

export interface KamailioOptions {
  readonly ca: LabCa;
  /** `example.test` when not said. */
  readonly domain?: string;
  /** 127.0.0.1 when not said. */
  readonly address?: string;
  /** Free ones when not said. */
  readonly ports?: SipPorts;
  /** More sockets, such as the ones a relay feeds. */
  readonly moreListeners?: readonly SipListener[];
  readonly folder?: string;
  /** Passwords by user name. */
  readonly users: Readonly<Record<string, string>>;
  readonly numbers?: Readonly<Record<string, string>>;
  readonly aliases?: readonly string[];
  readonly certificateNames?: readonly string[];
  readonly certificateKind?: CertificateKind;
  readonly digest?: KamailioSetup['digest'];
  readonly bearer?: NonNullable<KamailioSetup['bearer']>;
  readonly wrongPassword?: KamailioSetup['wrongPassword'];
  readonly maxExpires?: number;
  readonly soundThrough?: KamailioSetup['soundThrough'];
}

/** A SIP method that the lab can have refused or ignored. */
export type FaultyMethod =
  | 'REGISTER'
  | 'INVITE'
  | 'BYE'
  | 'ACK'
  | 'MESSAGE'
  | 'SUBSCRIBE'
  | 'OPTIONS'
  | 'REFER';

/** A Kamailio of our own: registrar and proxy. Its registrations live in memory, so a restart forgets them. */
export interface Kamailio {
  readonly domain: string;
  readonly address: string;
  readonly ports: SipPorts;
  readonly folder: string;
  readonly caFile: string;
  readonly logFile: string;
  isRunning(): boolean;
  start(): Promise<void>;
  /** Ends it and removes a temporary folder: for the end of a test. */
  stop(): Promise<void>;
  restart(): Promise<void>;
  /** SIGKILL to all its processes; `start` brings it back on the same ports. */
  kill9(): Promise<void>;
  /** Stops answering with its sockets open, until `resume`. */
  hang(): void;
  resume(): void;
  /** Contact addresses registered for this user, e.g. `sip:bob@127.0.0.1:10123`. */
  contacts(user: string): Promise<string[]>;
  addUser(name: string, password: string): Promise<void>;
  /** With `bearer`: this token is good from now on, or no longer. */
  setToken(token: string, user: string | undefined): Promise<void>;
  /** Each further request of this method gets this final answer, or none at all with `silence`. */
  fail(method: FaultyMethod, answer: number | 'silence'): Promise<void>;
  heal(method: FaultyMethod): Promise<void>;
}

/** Writes the configuration, starts Kamailio and answers once it answers OPTIONS. */
export function startKamailio(options: KamailioOptions): Promise<Kamailio> {
  return startOnFreePorts(() => startOnce(options));
}

async function startOnce(options: KamailioOptions): Promise<Kamailio> {
  const program = requireProgram('kamailio');
  const labFolder = await openLabFolder(options.folder);
  const folder = labFolder.path;
  const domain = options.domain ?? 'example.test';
  const address = options.address ?? '127.0.0.1';
  const ports = options.ports ?? (await pickPorts(address));
  const [rpcPort = 0] = await freePorts(address, 1);
  const identity = await writeServerIdentity(
    options.ca,
    join(folder, 'tls'),
    [domain, `*.${domain}`, ...(options.certificateNames ?? []), address],
    options.certificateKind,
  );
  const configFile = kamailioConfigFile(folder);
  await writeFile(
    configFile,
    kamailioConfig(
      setupOf(options, {
        domain,
        folder,
        identity,
        rpc: { address, port: rpcPort },
        listeners: listenersOf(address, ports),
      }),
    ),
  );
  const run = (): Promise<Daemon> =>
    startDaemon({
      name: 'kamailio',
      command: program,
      args: ['-f', configFile, '-DD', '-E', '-m', '64', '-M', '8', '-Y', folder, '-w', folder],
      folder,
      isReady: async () =>
        (await answersSip(address, ports.udp)) &&
        (await acceptsTcp(address, ports.tls)) &&
        (await acceptsTcp(address, rpcPort)),
    });
  let daemon = await run();
  const start = async (): Promise<void> => {
    if (!daemon.isRunning()) daemon = await run();
  };
  const call = (method: string, ...parameters: (string | number)[]): Promise<unknown> =>
    callKamailio({ address, port: rpcPort }, method, parameters);
  return {
    ...{ domain, address, ports, folder, caFile: identity.caFile, logFile: daemon.logFile },
    isRunning: () => daemon.isRunning(),
    start,
    kill9: () => daemon.kill9(),
    hang: () => daemon.hang(),
    resume: () => daemon.resume(),
    async restart() {
      await daemon.stop();
      await start();
    },
    async stop() {
      await daemon.stop();
      await labFolder.remove();
    },
    contacts: async (user) => contactsIn(await call('ul.lookup', 'location', user).catch(() => undefined)),
    addUser: async (name, password) => void (await call('htable.sets', 'users', name, password)),
    setToken: async (token, user) =>
      void (await (user === undefined
        ? call('htable.delete', 'tokens', token)
        : call('htable.sets', 'tokens', token, user))),
    fail: async (method, answer) =>
      void (await call('htable.seti', 'faults', method, answer === 'silence' ? 0 : answer)),
    heal: async (method) => void (await call('htable.delete', 'faults', method)),
  };
}

type Decided = Pick<KamailioSetup, 'domain' | 'folder' | 'identity' | 'rpc' | 'listeners'>;

function setupOf(options: KamailioOptions, decided: Decided): KamailioSetup {
  return {
    ...decided,
    listeners: [...decided.listeners, ...(options.moreListeners ?? [])],
    aliases: options.aliases ?? [],
    users: options.users,
    numbers: options.numbers ?? {},
    digest: options.digest ?? 'MD5',
    ...(options.bearer && { bearer: options.bearer }),
    wrongPassword: options.wrongPassword ?? 'challenge',
    maxExpires: options.maxExpires ?? 3600,
    ...(options.soundThrough && { soundThrough: options.soundThrough }),
  };
}

function listenersOf(address: string, ports: SipPorts): SipListener[] {
  return Object.entries(ports).map(([transport, port]) => ({
    transport: transport as SipTransport,
    address,
    port,
  }));
}

async function pickPorts(address: string): Promise<SipPorts> {
  const [udp = 0, tls = 0, ws = 0, wss = 0] = await freePorts(address, 4);
  // As servers do: UDP and TCP share a number.
  return { udp, tcp: udp, tls, ws, wss };
}

/** Reads `ul.lookup`'s answer: { AoR, Contacts: [{ Contact: { Address, … } }] }. */
function contactsIn(answer: unknown): string[] {
  const contacts =
    (answer as { Contacts?: { Contact?: { Address?: string } }[] } | undefined)?.Contacts ?? [];
  return contacts.flatMap(({ Contact }) => (Contact?.Address === undefined ? [] : [Contact.Address]));
}
