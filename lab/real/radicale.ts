import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabCa } from '../pki/lab-ca.ts';
import { type Daemon, startDaemon, startOnFreePorts } from './daemon.ts';
import { freePort } from './free-port.ts';
import { requireProgram } from './installed.ts';
import { openLabFolder } from './lab-folder.ts';
import { acceptsTcp } from './readiness.ts';
import { writeServerIdentity } from './server-identity.ts';

export interface RadicaleOptions {
  readonly ca: LabCa;
  /** Names of the server's certificate. */
  readonly names: readonly string[];
  /** Passwords by user. */
  readonly users: Readonly<Record<string, string>>;
  /** iCalendar documents, an event each, by user, calendar and name: `alice/work/standup`. */
  readonly events: Readonly<Record<string, string>>;
  readonly address?: string;
  readonly port?: number;
}

/** Debian's radicale: CalDAV with TLS. */
export interface Radicale {
  readonly address: string;
  readonly port: number;
  readonly logFile: string;
  put(name: string, document: string): Promise<void>;
  hang(): void;
  resume(): void;
  stop(): Promise<void>;
}

export function startRadicale(options: RadicaleOptions): Promise<Radicale> {
  return startOnFreePorts(() => startOnce(options));
}

async function startOnce(options: RadicaleOptions): Promise<Radicale> {
  const program = requireProgram('radicale');
  const folder = await openLabFolder(undefined);
  const address = options.address ?? '127.0.0.1';
  const port = options.port ?? (await freePort(address));
  const root = join(folder.path, 'collections', 'collection-root');
  const put = async (name: string, document: string): Promise<void> => {
    const [user = '', calendar = '', file = ''] = name.split('/');
    const collection = join(root, user, calendar);
    await mkdir(collection, { recursive: true });
    const properties = { tag: 'VCALENDAR', 'D:displayname': calendar };
    await writeFile(join(collection, '.Radicale.props'), JSON.stringify(properties));
    await writeFile(join(collection, `${file}.ics`), document);
  };
  for (const [name, document] of Object.entries(options.events)) await put(name, document);
  const tls = await writeServerIdentity(options.ca, join(folder.path, 'tls'), options.names);
  const users = join(folder.path, 'users');
  const lines = Object.entries(options.users).map(([user, password]) => `${user}:${password}\n`);
  await writeFile(users, lines.join(''), { mode: 0o600 });
  const configuration = join(folder.path, 'config');
  await writeFile(
    configuration,
    [
      ...['[server]', `hosts = ${address}:${port}`, 'ssl = True'],
      ...[`certificate = ${tls.certificateFile}`, `key = ${tls.keyFile}`],
      ...[
        '[auth]',
        'type = htpasswd',
        `htpasswd_filename = ${users}`,
        'htpasswd_encryption = plain',
        'delay = 0',
      ],
      ...['[storage]', `filesystem_folder = ${join(folder.path, 'collections')}`],
      ...['[logging]', 'level = info', ''],
    ].join('\n'),
    { mode: 0o600 },
  );
  const daemon: Daemon = await startDaemon({
    name: 'radicale',
    command: program,
    args: ['--config', configuration],
    folder: folder.path,
    isReady: () => acceptsTcp(address, port),
  });
  return {
    ...{ address, port, logFile: daemon.logFile, put },
    hang: () => daemon.hang(),
    resume: () => daemon.resume(),
    async stop() {
      await daemon.stop();
      await folder.remove();
    },
  };
}
