import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireProgram } from './installed.ts';
import { openLabFolder } from './lab-folder.ts';
import { groupIsGone } from './process-group.ts';
import { waitUntil } from './wait-until.ts';

export interface McabberOptions {
  readonly user: string;
  readonly password: string;
  readonly domain: string;
  readonly server: { readonly address: string; readonly port: number };
}

/** Debian's mcabber, a chat client of the older school (loudmouth): no corrections, no replies, no files. */
export interface Mcabber {
  /** A command of its own, without the slash. */
  command(line: string): void;
  /** What its person has seen of a conversation, or of a room: `> words` sent, `< words` received, in order. */
  history(address: string): readonly string[];
  /** Everything that it logged, its errors included. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts it on a pseudo terminal and answers once it is signed in. */
export async function startMcabber(options: McabberOptions): Promise<Mcabber> {
  requireProgram('mcabber');
  const folder = await openLabFolder();
  const path = (name: string): string => join(folder.path, name);
  mkdirSync(path('histo'), { mode: 0o700 });
  writeFileSync(path('mcabberrc'), settings(options, path), { mode: 0o600 });
  const child = spawn('script', ['-qfc', `mcabber -f ${path('mcabberrc')}`, '/dev/null'], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      HOME: folder.path,
      ...{ TERM: 'xterm', LANG: 'C.UTF-8', LINES: '50', COLUMNS: '200' },
    },
  });
  const kill = (): void => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    process.kill(-child.pid, 'SIGKILL');
  };
  process.once('exit', kill);
  const text = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  const mcabber: Mcabber = {
    command: (line) => void child.stdin.write(`/${line}\r`),
    history: (address) => readHistory(text(join(path('histo'), address))),
    log: () => text(path('trace.log')),
    async stop() {
      process.off('exit', kill);
      kill();
      if (child.pid !== undefined) await groupIsGone(child.pid);
      await folder.remove();
    },
  };
  try {
    await waitUntil(() => mcabber.log().includes('Running hook-post-connect'), {
      what: 'mcabber’s sign-in',
      timeoutMs: 30_000,
    });
  } catch (error) {
    const said = mcabber.log();
    await mcabber.stop();
    throw new Error(`${String(error)}\n${said}`);
  }
  return mcabber;
}

function settings(
  { user, password, domain, server }: McabberOptions,
  path: (name: string) => string,
): string {
  return [
    ...[`set jid = ${user}@${domain}`, `set password = ${password}`, 'set resource = mcabber'],
    ...[`set server = ${server.address}`, `set port = ${server.port}`, 'set tls = 1'],
    ...['set ssl_ignore_checks = 1', 'set disable_random_resource = 1', 'set carbons = 1'],
    ...['set logging = 1', `set logging_dir = ${path('histo')}/`, 'set log_muc_conf = 1'],
    ...[`set statefile = ${path('state')}`, 'set nickname = bob'],
    ...['set tracelog_level = 2', `set tracelog_file = ${path('trace.log')}`],
    ...['set beep_on_message = 0', `set events_command = ${path('event')}`],
    // Its log tells when this is run.
    'set hook-post-connect = status online',
    '',
  ].join('\n');
}

/** `MR 20261121T16:48:33Z 001 words`: kind, direction, time, how many lines follow. */
function readHistory(text: string): readonly string[] {
  const lines = text.split('\n');
  const read: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const [, direction, more, words] = /^M([RSI]) \S+ (\d{3}) (.*)$/.exec(lines[at] ?? '') ?? [];
    if (words === undefined || direction === 'I') continue;
    const rest = lines.slice(at + 1, at + 1 + Number(more));
    read.push(`${direction === 'S' ? '>' : '<'} ${[words, ...rest].join('\n')}`);
    at += rest.length;
  }
  return read;
}
