import { chmodSync, existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runProcess } from '../process/run-process.ts';

/** What the set-up asks of the machine; a test hands in a made-up one. */
export type System = {
  readonly isDebian: () => boolean;
  readonly isRoot: () => boolean;
  /** True for a bare command that can be started, or a path (a star stands for one folder's name) that exists. */
  readonly has: (shownBy: string) => boolean;
  /** The text of a file, undefined when there is none. */
  readonly read: (file: string) => string | undefined;
  /** Writes an executable file; `undefined` takes it away. */
  readonly write: (file: string, text: string | undefined) => void;
  /** Runs a program with its output on the terminal; its exit code. */
  readonly run: (
    file: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ) => Promise<number>;
  readonly say: (line: string) => void;
};

const extraFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** Where a command of this name is, undefined when nowhere. */
export function findCommand(name: string): string | undefined {
  const folders = [
    ...(process.env['PATH'] ?? '').split(path.delimiter),
    ...(process.platform === 'win32' ? [] : extraFolders),
  ];
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

export const thisSystem: System = {
  isDebian: () => existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get'),
  isRoot: () => process.getuid?.() === 0,
  has: (shownBy) =>
    shownBy.includes('/') ? globSync(shownBy).length > 0 : findCommand(shownBy) !== undefined,
  read: (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined),
  write: (file, text) => {
    if (text === undefined) return rmSync(file, { force: true });
    writeFileSync(file, text);
    chmodSync(file, 0o755);
  },
  run: async (file, args, env) => (await runProcess(file, args, { output: 'show', env })).code,
  say: (line) => console.error(line),
};
