import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Peer } from './peer.ts';

/** The lean bound: a contact list in a terminal. `script` gives it the terminal. */
export const mcabber: Peer = {
  name: 'mcabber',
  programs: ['mcabber', 'script'],
  async start({ lab }, folder) {
    const { address, ports } = lab.prosody;
    const { jid, password } = lab.person('alice');
    const file = join(folder, 'mcabberrc');
    const settings = {
      ...{ jid, password, server: address, port: ports.c2s },
      ...{ tls: 1, ssl_ignore_checks: 1, beep_on_message: 0, logging: 0, disable_random_resource: 1 },
    };
    const lines = Object.entries(settings).map(([name, value]) => `set ${name} = ${value}\n`);
    writeFileSync(file, lines.join(''), { mode: 0o600 });
    const child = spawn('script', ['-qfec', `exec mcabber -f ${file}`, '/dev/null'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      // A terminal of this size shows the list beside the status.
      env: { ...process.env, TERM: 'xterm', LINES: '50', COLUMNS: '160', HOME: folder },
    });
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const contactsShown = new Promise<void>((resolve) => {
      let screen = '';
      child.stdout.on('data', (piece: Buffer) => {
        screen += piece.toString('latin1');
        if (/Person \d/.test(screen)) resolve();
      });
    });
    return {
      pid: child.pid ?? 0,
      contactsShown,
      async stop() {
        child.kill('SIGTERM');
        await ended;
      },
    };
  },
};
