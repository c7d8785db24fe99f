import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { root } from './root.ts';

/** How a child process ended and what it said (only when asked to capture). */
export type ProcessResult = { readonly code: number; readonly output: string };

export type ProcessOptions = {
  /** `show` lets the child write to the terminal; `capture` keeps stdout and stderr together, in order. */
  readonly output: 'show' | 'capture';
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
};

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs a program to its end. Never throws for a failing program: `code` says it; 127 when it could not be started. */
export async function runProcess(
  file: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<ProcessResult> {
  const child = spawn(file, [...args], {
    cwd: options.cwd ?? root,
    env: { ...process.env, ...(!process.stdout.isTTY && { NO_COLOR: '1' }), ...options.env },
    stdio: options.output === 'show' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  });
  const pieces: Buffer[] = [];
  child.stdout?.on('data', (piece: Buffer) => pieces.push(piece));
  child.stderr?.on('data', (piece: Buffer) => pieces.push(piece));
  const forwards = stopSignals.map((signal) => ({ signal, forward: () => passOn(signal, child) }));
  for (const { signal, forward } of forwards) process.on(signal, forward);
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    return { code: code ?? (signal === null ? 1 : 130), output: Buffer.concat(pieces).toString('utf8') };
  } catch (error) {
    return {
      code: 127,
      output: `${file} could not be started: ${error instanceof Error ? error.message : String(error)}`,
    };
  } finally {
    for (const { signal, forward } of forwards) process.off(signal, forward);
  }
}

/** Ctrl-C on a terminal reaches the child by itself; a second one would look like impatience. */
function passOn(signal: (typeof stopSignals)[number], child: ChildProcess): void {
  if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
}

/** Runs one of our own TypeScript files under this same Node. */
export function runNodeFile(
  file: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<ProcessResult> {
  return runProcess(process.execPath, [file, ...args], options);
}
