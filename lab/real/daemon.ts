import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './installed.ts';
import { groupIsGone } from './process-group.ts';
import { waitUntil } from './wait-until.ts';

export interface DaemonOptions {
  /** Names the log file and the errors. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Where `<name>.log` (stdout and stderr, appended) is kept. Made when missing. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** True once the server answers. Asked again and again until it is, or the process ends, or the time is up. */
  readonly isReady: () => Promise<boolean>;
  readonly readyTimeoutMs?: number;
  /** What it gets when we are killed (SIGTERM): SIGKILL for one that lingers and has no children. */
  readonly deathSignal?: 'TERM' | 'KILL';
  /** A program that does its work and ends, so that it may be over before it is seen ready. */
  readonly mayEnd?: boolean;
}

/** How a process ended: exit code, or the signal that ended it. */
export interface DaemonExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The program ended before it was ready; the message holds the end of its log. */
export class EndedWhileStarting extends Error {}

/** One running server process, leader of its own process group. */
export interface Daemon {
  readonly pid: number;
  readonly logFile: string;
  /** Settles when the process has ended, whoever ended it. */
  readonly exited: Promise<DaemonExit>;
  isRunning(): boolean;
  /** SIGTERM, and SIGKILL to the group when that isn't obeyed within `graceMs` (5 s). */
  stop(graceMs?: number): Promise<void>;
  /** SIGKILL to the whole group: the server has no time to say goodbye. */
  kill9(): Promise<void>;
  /** SIGSTOP to the whole group: it hangs, with its sockets open, until `resume` or the end. */
  hang(): void;
  /** SIGCONT: it goes on where it stood. */
  resume(): void;
}

/**
 * Starts a server in the foreground and answers once it is ready.
 * It dies with us: by `setpriv --pdeathsig` where there is one (also when we are killed with −9), and by an exit listener.
 */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  mkdirSync(options.folder, { recursive: true });
  const logFile = join(options.folder, `${options.name}.log`);
  const daemon = adopt(spawnLogged(options, logFile), logFile);
  try {
    await waitUntil(async () => !daemon.isRunning() || (await options.isReady()), {
      what: `${options.name} to answer`,
      timeoutMs: options.readyTimeoutMs ?? 15_000,
    });
  } catch (error) {
    await daemon.kill9();
    throw new Error(withLog(error instanceof Error ? error.message : String(error), logFile));
  }
  if (!daemon.isRunning() && options.mayEnd !== true)
    throw new EndedWhileStarting(withLog(`${options.name} ended while starting`, logFile));
  return daemon;
}

function spawnLogged(options: DaemonOptions, logFile: string): ChildProcess {
  const log = openSync(logFile, 'a');
  const setpriv = findProgram('setpriv');
  const [command, args] =
    setpriv === undefined
      ? [options.command, options.args]
      : [setpriv, ['--pdeathsig', options.deathSignal ?? 'TERM', options.command, ...options.args]];
  try {
    return spawn(command, args, {
      cwd: options.folder,
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...process.env, ...options.env },
    });
  } finally {
    closeSync(log);
  }
}

function adopt(child: ChildProcess, logFile: string): Daemon {
  const pid = child.pid ?? 0;
  const killGroup = (signal: NodeJS.Signals): void => {
    if (pid > 1) ignoreMissing(() => process.kill(-pid, signal));
  };
  const atOurExit = (): void => killGroup('SIGKILL');
  process.setMaxListeners(process.getMaxListeners() + 1);
  process.once('exit', atOurExit);
  let running = pid > 1;
  const exited = new Promise<DaemonExit>((resolve) => {
    const settle = (exit: DaemonExit): void => {
      running = false;
      process.removeListener('exit', atOurExit);
      process.setMaxListeners(process.getMaxListeners() - 1);
      resolve(exit);
    };
    child.once('exit', (code, signal) => settle({ code, signal }));
    child.once('error', () => settle({ code: null, signal: null }));
  });
  const kill9 = async (): Promise<void> => {
    killGroup('SIGKILL');
    await exited;
    await groupIsGone(pid);
  };
  return {
    pid,
    logFile,
    exited,
    isRunning: () => running,
    kill9,
    hang: () => killGroup('SIGSTOP'),
    resume: () => killGroup('SIGCONT'),
    async stop(graceMs = 5_000) {
      if (!running) return;
      // One that hangs would not hear of its end.
      killGroup('SIGCONT');
      ignoreMissing(() => process.kill(pid, 'SIGTERM'));
      const timer = setTimeout(() => killGroup('SIGKILL'), graceMs);
      await exited;
      clearTimeout(timer);
      await kill9();
    },
  };
}

function ignoreMissing(act: () => void): void {
  try {
    act();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function withLog(message: string, logFile: string): string {
  return `${message}. The end of ${logFile}:\n${readFileSync(logFile, 'utf8').split('\n').slice(-25).join('\n')}`;
}

/** Tries again with other ports when somebody took one between our look and the program's bind. */
export async function startOnFreePorts<T>(start: () => Promise<T>, attempts = 3): Promise<T> {
  try {
    return await start();
  } catch (error) {
    if (attempts <= 1 || !(error instanceof EndedWhileStarting)) throw error;
    return startOnFreePorts(start, attempts - 1);
  }
}
