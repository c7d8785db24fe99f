import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import type { LabCa } from '../pki/lab-ca.ts';
import { type Daemon, startDaemon, startOnFreePorts } from './daemon.ts';
import { freePorts } from './free-port.ts';
import { findProgram, requireProgram } from './installed.ts';
import { openLabFolder } from './lab-folder.ts';
import { acceptsTcp, answersXmpp } from './readiness.ts';
import { writeServerIdentity } from './server-identity.ts';

export interface Jabberd2Options {
  readonly ca: LabCa;
  /** All with the password `secret`; each has all others as contacts. */
  readonly users: readonly string[];
}

/**
 * Debian's jabberd2 for `example.test`, as its package configures it: a server of before stream management, carbons and
 * archives, which offers DIGEST-MD5 and PLAIN.
 */
export interface Jabberd2 {
  readonly address: string;
  readonly ports: { readonly c2s: number; readonly tls: number };
  /** SIGKILL to all its processes, and a new start on the same data. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

const DOMAIN = 'example.test';
const PACKAGED = '/etc/jabberd2';

export function startJabberd2(options: Jabberd2Options): Promise<Jabberd2> {
  return startOnFreePorts(() => startOnce(options));
}

async function startOnce({ ca, users }: Jabberd2Options): Promise<Jabberd2> {
  requireProgram('jabberd2-c2s');
  const folder = await openLabFolder(undefined);
  const address = '127.0.0.1';
  const [c2s = 0, tls = 0, router = 0] = await freePorts(address, 3);
  const identity = await writeServerIdentity(ca, join(folder.path, 'tls'), [DOMAIN]);
  const pem = join(folder.path, 'both.pem');
  const parts = await Promise.all([identity.certificateFile, identity.keyFile].map((file) => readFile(file)));
  await writeFile(pem, Buffer.concat(parts), { mode: 0o600 });
  await writeDatabase(join(folder.path, 'sqlite.db'), users);
  await writeSettings(folder.path, { address, c2s, tls, router, pem });
  const part = (name: string, isReady: () => Promise<boolean>): Promise<Daemon> =>
    startDaemon({
      ...{ name, isReady, folder: folder.path },
      command: findProgram(`jabberd2-${name}`) ?? name,
      args: ['-c', join(folder.path, `${name}.xml`)],
    });
  const start = async (): Promise<readonly Daemon[]> => [
    await part('router', () => acceptsTcp(address, router)),
    await part('sm', async () => (await readFile(join(folder.path, 'sm.log'), 'utf8')).includes('ready')),
    await part('c2s', () => answersXmpp(address, c2s, DOMAIN)),
  ];
  let running = await start();
  return {
    address,
    ports: { c2s, tls },
    async crash() {
      await Promise.all(running.map((each) => each.kill9()));
      running = await start();
    },
    async stop() {
      await Promise.all(running.map((each) => each.stop()));
      await folder.remove();
    },
  };
}

interface Settings {
  readonly address: string;
  readonly c2s: number;
  readonly tls: number;
  readonly router: number;
  readonly pem: string;
}

/** The package's own files, on our addresses and in our folder. */
async function writeSettings(folder: string, settings: Settings): Promise<void> {
  const { address, c2s, tls, router, pem } = settings;
  const moved = (text: string): string =>
    text
      .replaceAll('localhost.localdomain', DOMAIN)
      .replaceAll('0.0.0.0', address)
      .replaceAll('<port>5347</port>', `<port>${router}</port>`)
      .replaceAll('<port>5222</port>', `<port>${c2s}</port>`)
      .replace(/<pidfile>.*<\/pidfile>/, '')
      .replace(/<log type='file'>/, "<log type='stdout'>")
      .replaceAll('/var/lib/jabberd2', folder)
      .replaceAll(`${PACKAGED}/router`, join(folder, 'router'));
  for (const name of ['router.xml', 'router-users.xml', 'router-filter.xml', 'sm.xml', 'c2s.xml']) {
    const text = moved(await readFile(join(PACKAGED, name), 'utf8'));
    const secured = text
      .replace("<id register-enable='mu'>", `<id pemfile='${pem}' require-starttls='mu'>`)
      .replace(/<!--\s*<ssl-port>5223<\/ssl-port>\s*-->/, `<ssl-port>${tls}</ssl-port>`)
      .replace(/(<ssl-port>[\s\S]*?)<!--\s*<pemfile>[^<]*<\/pemfile>\s*-->/, `$1<pemfile>${pem}</pemfile>`);
    await writeFile(join(folder, name), name === 'c2s.xml' ? secured : text);
  }
}

/** The tables of the package's documentation, with everybody's account and roster. */
async function writeDatabase(file: string, users: readonly string[]): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true });
  const packed = '/usr/share/doc/jabberd2/db-setup.sqlite.gz';
  const { stdout } = await promisify(execFile)('zcat', [packed], { maxBuffer: 1 << 20 });
  const database = new DatabaseSync(file);
  database.exec(stdout);
  const account = database.prepare('INSERT INTO authreg VALUES (?, ?, ?)');
  const active = database.prepare('INSERT INTO active ("collection-owner", "time") VALUES (?, 1)');
  const contact = database.prepare(
    'INSERT INTO "roster-items" ("collection-owner", jid, name, "to", "from", ask) VALUES (?, ?, ?, 1, 1, 0)',
  );
  for (const user of users) {
    account.run(user, DOMAIN, 'secret');
    active.run(`${user}@${DOMAIN}`);
    for (const other of users)
      if (other !== user) contact.run(`${user}@${DOMAIN}`, `${other}@${DOMAIN}`, other);
  }
  database.close();
}
