import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CertificateKind, LabCa } from '../pki/lab-ca.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import { freePorts } from './free-port.ts';
import { requireProgram } from './installed.ts';
import { type LabFolder, openLabFolder } from './lab-folder.ts';
import {
  type ArchiveStorage,
  type Federation,
  type OutsideComponent,
  prosodyConfig,
  type ProsodyPorts,
  type SaslFlavour,
} from './prosody-config.ts';
import {
  type LabAccount,
  openProsodyData,
  type PasswordHash,
  type ProsodyData,
  type RosterEntry,
} from './prosody-data.ts';
import { answersXmpp } from './readiness.ts';
import { writeServerIdentity } from './server-identity.ts';

export interface ProsodyOptions {
  readonly ca: LabCa;
  /** `example.test` when not said. */
  readonly domain?: string;
  /** 127.0.0.1 when not said. */
  readonly address?: string;
  /** Free ones when not said. */
  readonly ports?: ProsodyPorts;
  /** Kept after `stop` when named; else a temporary one, removed. */
  readonly folder?: string;
  readonly accounts?: readonly LabAccount[];
  /** Rosters by owner. */
  readonly rosters?: Readonly<Record<string, readonly RosterEntry[]>>;
  /** More names for the certificate beside the domain, its subdomains and the address. */
  readonly certificateNames?: readonly string[];
  readonly certificateKind?: CertificateKind;
  readonly passwordHash?: PasswordHash;
  readonly sasl?: SaslFlavour;
  readonly archive?: ArchiveStorage;
  readonly tokenUrl?: string;
  readonly homeNodes?: readonly string[];
  readonly withoutModules?: readonly string[];
  readonly resumptionSeconds?: number;
  readonly component?: OutsideComponent;
  readonly federation?: Federation;
  /** Lines of Lua, see `ProsodySetup`. */
  readonly settings?: { readonly all?: string; readonly rooms?: string };
}

/** A Prosody of our own. Its data live as long as its folder: `stop` and `start` (or `restart`) keep them. */
export interface Prosody {
  readonly domain: string;
  readonly address: string;
  readonly ports: ProsodyPorts;
  readonly folder: string;
  /** PEM file of the root that signed its certificate. */
  readonly caFile: string;
  readonly logFile: string;
  /** The best mechanism its accounts and its flavour allow. */
  readonly mechanism: 'SCRAM-SHA-1' | 'SCRAM-SHA-256' | 'PLAIN';
  /** Adds accounts and rosters, also while it runs (a roster already in use isn't read again). */
  readonly data: ProsodyData;
  isRunning(): boolean;
  start(): Promise<void>;
  /** Ends it politely (streams are closed) and removes a temporary folder: for the end of a test. */
  stop(): Promise<void>;
  /** Ends it politely, keeps the data; `start` brings it back on the same ports. */
  halt(): Promise<void>;
  restart(): Promise<void>;
  /** SIGKILL: clients see a reset or nothing at all. `start` brings it back. */
  kill9(): Promise<void>;
}

/** Writes configuration, accounts and rosters, starts Prosody and answers once it accepts connections. */
export async function startProsody(options: ProsodyOptions): Promise<Prosody> {
  const program = requireProgram('prosody');
  const labFolder = await openLabFolder(options.folder);
  const domain = options.domain ?? 'example.test';
  const address = options.address ?? '127.0.0.1';
  const ports = options.ports ?? (await pickPorts(address));
  const names = [
    domain,
    `*.${domain}`,
    `conference.${domain}`,
    `files.${domain}`,
    ...(options.certificateNames ?? []),
    address,
  ];
  const identity = await writeServerIdentity(
    options.ca,
    join(labFolder.path, 'tls'),
    names,
    options.certificateKind,
  );
  const passwordHash = options.passwordHash ?? 'SHA-1';
  await mkdir(join(labFolder.path, 'data'), { recursive: true });
  const configFile = join(labFolder.path, 'prosody.cfg.lua');
  const defaults = {
    passwordHash,
    sasl: options.sasl ?? 'standard',
    archive: options.archive ?? 'internal',
  } as const;
  await writeFile(
    configFile,
    prosodyConfig({ ...options, ...defaults, domain, address, ports, identity, folder: labFolder.path }),
  );
  const data = openProsodyData(join(labFolder.path, 'data'), domain, passwordHash);
  data.writeAccounts(options.accounts ?? []);
  data.writeRosters(options.rosters ?? {});
  const run = (): Promise<Daemon> =>
    startDaemon({
      name: 'prosody',
      command: program,
      args: ['--config', configFile, '-F'],
      folder: labFolder.path,
      isReady: () => answersXmpp(address, ports.c2s, domain),
    });
  const mechanism: Prosody['mechanism'] = defaults.sasl === 'cisco' ? 'PLAIN' : `SCRAM-${passwordHash}`;
  const facts = { domain, address, ports, folder: labFolder.path, caFile: identity.caFile, data, mechanism };
  return handle(facts, await run(), run, labFolder);
}

type ProsodyFacts = Pick<
  Prosody,
  'domain' | 'address' | 'ports' | 'folder' | 'caFile' | 'data' | 'mechanism'
>;

function handle(
  facts: ProsodyFacts,
  first: Daemon,
  run: () => Promise<Daemon>,
  labFolder: LabFolder,
): Prosody {
  let daemon = first;
  const start = async (): Promise<void> => {
    if (!daemon.isRunning()) daemon = await run();
  };
  return {
    ...facts,
    logFile: first.logFile,
    isRunning: () => daemon.isRunning(),
    start,
    halt: () => daemon.stop(),
    kill9: () => daemon.kill9(),
    async restart() {
      await daemon.stop();
      await start();
    },
    async stop() {
      await daemon.stop();
      await labFolder.remove();
    },
  };
}

async function pickPorts(address: string): Promise<ProsodyPorts> {
  const [c2s = 0, c2sDirectTls = 0, https = 0, proxy65 = 0] = await freePorts(address, 4);
  return { c2s, c2sDirectTls, https, proxy65 };
}
