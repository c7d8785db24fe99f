import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import type { BenchOffice } from '../office/bench-office.ts';
import type { Peer } from './peer.ts';

/** Debian's user without rights: gajim refuses to run as root. */
const NOBODY = 65_534;

/** The native GUI peer, version 1.7 on Debian 12. What its window shows can't be watched from outside; CPU and memory can. */
export const gajim: Peer = {
  name: 'gajim',
  programs: ['gajim', 'Xvfb', 'setpriv', 'dbus-run-session'],
  async start(office, folder) {
    configure(office, folder);
    const { display, server } = await startDisplay();
    const isRoot = process.getuid?.() === 0;
    const user = isRoot ? [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--'] : [];
    const gajim = ['gajim', '-c', join(folder, 'config')];
    const program = isRoot ? 'setpriv' : 'dbus-run-session';
    const args = isRoot ? [...user, 'dbus-run-session', '--', ...gajim] : ['--', ...gajim];
    if (isRoot) giveAway(folder);
    const child = spawn(program, args, {
      stdio: 'ignore',
      detached: true,
      env: { ...process.env, HOME: folder, DISPLAY: display, XDG_RUNTIME_DIR: folder, GDK_BACKEND: 'x11' },
    });
    return {
      pid: child.pid ?? 0,
      async stop() {
        await end(child);
        await end(server);
      },
    };
  },
};

/** Its settings as its own version 5 writes them; the server's certificate as one the person has accepted. */
function configure({ lab }: BenchOffice, folder: string): void {
  const config = join(folder, 'config');
  mkdirSync(join(config, 'cert_store'), { recursive: true });
  const tls = join(lab.prosody.folder, 'tls');
  for (const name of readdirSync(tls).filter((file) => /cert|\.crt|\.pem/.test(file) && !/key/.test(file)))
    copyFileSync(join(tls, name), join(config, 'cert_store', name));
  const { name, password } = lab.person('alice');
  const account = {
    ...{ name, hostname: lab.domain, password, savepass: true, active: true, autoconnect: true },
    ...{ use_custom_host: true, custom_host: lab.prosody.address, custom_port: lab.prosody.ports.c2s },
    ...{ custom_type: 'START TLS', account_label: 'alice' },
  };
  const app = { use_keyring: false, check_for_update: false, last_update_check: '2099-01-01 00:00' };
  const db = new Database(join(config, 'settings.sqlite'));
  db.exec(`CREATE TABLE settings (name TEXT UNIQUE, settings TEXT);
    CREATE TABLE account_settings (account TEXT UNIQUE, settings TEXT); PRAGMA user_version = 5;`);
  const set = db.prepare('INSERT INTO settings (name, settings) VALUES (?, ?)');
  set.run('app', JSON.stringify(app));
  for (const part of ['soundevents', 'status_presets', 'proxies', 'plugins']) set.run(part, '{}');
  set.run('workspaces', JSON.stringify({ one: { name: 'One', color: '', avatar_sha: null, chats: [] } }));
  db.prepare('INSERT INTO account_settings (account, settings) VALUES (?, ?)').run(
    'alice',
    JSON.stringify({ account, contact: {}, group_chat: {} }),
  );
  db.close();
}

function giveAway(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    chownSync(join(folder, entry), NOBODY, NOBODY);
  chownSync(folder, NOBODY, NOBODY);
}

/** A display nobody sees; it chooses its own number. */
async function startDisplay(): Promise<{ display: string; server: ChildProcess }> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise<string>((resolve, reject) => {
    server.stdio[3]?.once('data', (data: Buffer) => resolve(data.toString().trim()));
    server.once('exit', () => reject(new Error('Xvfb ended')));
  });
  return { display: `:${number}`, server };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    // Its session bus and whatever that has started are in its group.
    process.kill(child.spawnargs[0] === 'Xvfb' ? child.pid : -child.pid, 'SIGTERM');
  } catch {
    return;
  }
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(timer);
}
