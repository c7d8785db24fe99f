import { mkdir, writeFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { LabCa } from '../pki/lab-ca.ts';
import { type Daemon, startDaemon, startOnFreePorts } from './daemon.ts';
import { freePort } from './free-port.ts';
import { requireProgram } from './installed.ts';
import { openLabFolder } from './lab-folder.ts';
import { acceptsTcp } from './readiness.ts';
import { writeServerIdentity } from './server-identity.ts';
import { SLAPD_SUFFIX, type SlapdPerson, slapdDirectory } from './slapd-people.ts';

export interface SlapdOptions {
  readonly ca: LabCa;
  /** Names of the server's certificate. */
  readonly names: readonly string[];
  readonly people: readonly SlapdPerson[];
  readonly address?: string;
  /** A free one when not said; 3269 and 636 in the field. */
  readonly tlsPort?: number;
  /** Nobody is answered without a password. */
  readonly refusesAnonymous?: boolean;
}

/** The reading account of the directory. */
export const SLAPD_READER = { username: `cn=reader,${SLAPD_SUFFIX}`, password: 'reads only' };

/** Debian's slapd with a directory of people below `SLAPD_SUFFIX`; StartTLS on `port`, TLS on `tlsPort`. */
export interface Slapd {
  readonly address: string;
  readonly port: number;
  readonly tlsPort: number;
  /** What it was asked: binds, searches, what was abandoned. */
  readonly logFile: string;
  hang(): void;
  resume(): void;
  kill9(): Promise<void>;
  stop(): Promise<void>;
}

export function startSlapd(options: SlapdOptions): Promise<Slapd> {
  return startOnFreePorts(() => startOnce(options));
}

async function startOnce(options: SlapdOptions): Promise<Slapd> {
  const program = requireProgram('slapd');
  const folder = await openLabFolder(undefined);
  const address = options.address ?? '127.0.0.1';
  const port = await freePort(address);
  const tlsPort = options.tlsPort ?? (await freePort(address));
  const configuration = await writeDirectory(program, folder.path, options);
  const daemon: Daemon = await startDaemon({
    name: 'slapd',
    command: program,
    args: [
      '-d',
      'stats',
      '-f',
      configuration,
      '-h',
      `ldap://${address}:${port} ldaps://${address}:${tlsPort}`,
    ],
    folder: folder.path,
    isReady: () => acceptsTcp(address, tlsPort),
  });
  return {
    ...{ address, port, tlsPort, logFile: daemon.logFile },
    hang: () => daemon.hang(),
    resume: () => daemon.resume(),
    kill9: () => daemon.kill9(),
    async stop() {
      await daemon.stop();
      await folder.remove();
    },
  };
}

/** Configuration, certificate and database; the configuration's path. */
async function writeDirectory(program: string, folder: string, options: SlapdOptions): Promise<string> {
  const database = join(folder, 'database');
  await mkdir(database);
  const tls = await writeServerIdentity(options.ca, join(folder, 'tls'), options.names);
  const configuration = join(folder, 'slapd.conf');
  await writeFile(
    configuration,
    [
      ...['core', 'cosine', 'inetorgperson'].map((name) => `include /etc/ldap/schema/${name}.schema`),
      `pidfile ${join(folder, 'slapd.pid')}`,
      'modulepath /usr/lib/ldap',
      'moduleload back_mdb',
      `TLSCertificateFile ${tls.certificateFile}`,
      `TLSCertificateKeyFile ${tls.keyFile}`,
      `TLSCACertificateFile ${tls.caFile}`,
      // What it does not hold is elsewhere.
      'referral ldap://elsewhere.example.test',
      ...(options.refusesAnonymous === true ? ['disallow bind_anon', 'require authc'] : []),
      'database mdb',
      'maxsize 1073741824',
      `suffix "${SLAPD_SUFFIX}"`,
      `directory ${database}`,
      'sizelimit 500',
      'index objectClass eq',
      'index cn,sn,givenName,displayName,uid,mail,telephoneNumber,mobile eq,sub',
      'access to attrs=userPassword by * auth',
      'access to * by * read',
      '',
    ].join('\n'),
    { mode: 0o600 },
  );
  const ldif = join(folder, 'people.ldif');
  await writeFile(ldif, slapdDirectory(options.people, SLAPD_READER));
  // slapd under the name of its loader; it loads ten thousand people in a second, without syncing each.
  const loaded = spawnSync(program, ['-T', 'add', '-q', '-f', configuration, '-l', ldif], {
    encoding: 'utf8',
  });
  if (loaded.status !== 0) throw new Error(`slapadd: ${loaded.stderr.slice(-2_000)}`);
  return configuration;
}
