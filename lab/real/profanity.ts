import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireProgram } from './installed.ts';
import { openLabFolder } from './lab-folder.ts';
import { groupIsGone } from './process-group.ts';
import { waitUntil } from './wait-until.ts';

export interface ProfanityOptions {
  readonly user: string;
  readonly password: string;
  readonly domain: string;
  readonly server: { readonly address: string; readonly port: number };
}

/** Debian's profanity, a chat client for terminals, signed in and driven by its own command line. */
export interface Profanity {
  /** Types a line: a command that begins with `/`, or words for the window that is open. */
  type(line: string): void;
  /** The stanzas it received and sent since its start, as its log has them. */
  stanzas(direction: 'RECV' | 'SENT'): readonly string[];
  /** What its person has seen of a conversation: `me: …` and `<address>: …`, in order. */
  chatLog(address: string): readonly string[];
  /** Waits until this is so, looked at again and again. */
  until(isTrue: () => boolean, what: string): Promise<void>;
  stop(): Promise<void>;
}

const WAIT_MS = 60_000;

/** Starts it on a pseudo terminal and answers once it is signed in. */
export async function startProfanity(options: ProfanityOptions): Promise<Profanity> {
  requireProgram('profanity');
  const folder = await openLabFolder();
  const log = join(folder.path, 'debug.log');
  writeSettings(folder.path, options);
  const child = spawn('script', ['-qfc', `profanity -l DEBUG -f ${log} -a lab`, '/dev/null'], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      HOME: folder.path,
      XDG_CONFIG_HOME: join(folder.path, 'config'),
      XDG_DATA_HOME: join(folder.path, 'data'),
      ...{ TERM: 'xterm', LANG: 'C.UTF-8', LINES: '50', COLUMNS: '200' },
    },
  });
  const kill = (): void => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    process.kill(-child.pid, 'SIGKILL');
  };
  process.once('exit', kill);
  const type = (line: string): void => void child.stdin.write(`${line}\r`);
  const text = (): string => (existsSync(log) ? readFileSync(log, 'utf8') : '');
  const until = (isTrue: () => boolean, what: string): Promise<void> =>
    waitUntil(isTrue, { what: `profanity: ${what}`, timeoutMs: WAIT_MS });
  const stanzas: Profanity['stanzas'] = (direction) =>
    text()
      .split(/\n(?=\d{4}-\d\d-\d\dT)/)
      .flatMap((entry) => entry.split(`DBG: ${direction}: `).slice(1));
  async function stop(): Promise<void> {
    process.off('exit', kill);
    kill();
    if (child.pid !== undefined) await groupIsGone(child.pid);
    await folder.remove();
  }
  try {
    await until(() => stanzas('SENT').some((one) => one.startsWith('<presence')), 'its sign-in');
  } catch (error) {
    await stop();
    throw error;
  }
  return { type, stanzas, until, stop, chatLog: (address) => readChatLog(folder.path, options, address) };
}

function writeSettings(folder: string, { user, password, domain, server }: ProfanityOptions): void {
  const data = join(folder, 'data', 'profanity');
  const config = join(folder, 'config', 'profanity');
  for (const path of [data, config]) mkdirSync(path, { recursive: true });
  writeFileSync(
    join(data, 'accounts'),
    [
      ...['[lab]', 'enabled=true', `jid=${user}@${domain}`, `password=${password}`, 'resource=profanity'],
      ...[`server=${server.address}`, `port=${server.port}`, 'tls.policy=trust'],
      ...[`muc.service=conference.${domain}`, `muc.nick=${user}`, ''],
    ].join('\n'),
  );
  writeFileSync(
    join(config, 'profrc'),
    [
      ...['[ui]', 'splash=false', '[notifications]', 'message=false', 'room=off', 'typing=false'],
      ...['[chatstates]', 'enabled=true', 'outgoing=true', '[logging]', 'chlog=true', 'rotate=false', ''],
    ].join('\n'),
  );
}

/** One entry a message, its further lines included. */
function readChatLog(folder: string, { user, domain }: ProfanityOptions, address: string): readonly string[] {
  const named = (of: string) => of.replace('@', '_at_');
  const chats = join(folder, 'data', 'profanity', 'chatlogs', named(`${user}@${domain}`), named(address));
  if (!existsSync(chats)) return [];
  return readdirSync(chats)
    .sort()
    .map((name) => readFileSync(join(chats, name), 'utf8').trimEnd())
    .flatMap((log) => log.split(/\n(?=\d{4}-\d\d-\d\dT)/))
    .map((entry) => entry.replace(/^\S+ - /, ''));
}
