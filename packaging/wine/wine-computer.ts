import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tryTool } from '../packages/run-tool.ts';
import { parseRegistryFile, type RegistryFile } from './registry-file.ts';

/** A Windows computer of its own, in a folder of the temporary files. */
export interface WineComputer {
  /** A path on drive C, slashes between, as a path of this system. */
  path(...below: readonly string[]): string;
  has(...below: readonly string[]): boolean;
  /** Text of a file; absent: there is none. */
  read(...below: readonly string[]): string | undefined;
  /** Runs a Windows program to its end. The exit code is the lowest byte of what Windows would say. */
  run(program: string, args: readonly string[]): Promise<{ readonly code: number; readonly output: string }>;
  /** All of a hive, as it is on disk after the last program. */
  registry(hive: 'HKLM' | 'HKCU'): RegistryFile;
  close(): Promise<void>;
}

/** `Z:` is this system's root. */
export const windowsPath = (file: string) => `Z:${file.replaceAll('/', '\\')}`;

/** Starts one (Debian: wine64); takes some seconds. */
export async function startWine(): Promise<WineComputer> {
  const prefix = mkdtempSync(path.join(tmpdir(), 'parlance-wine-'));
  const env = {
    WINEPREFIX: prefix,
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'winemenubuilder.exe=d;mscoree,mshtml=',
    DISPLAY: '',
  };
  const wine = (args: readonly string[]) => tryTool('wine', args, { env });
  const settle = () => tryTool('wineserver', ['-w'], { env });
  const close = async () => {
    await tryTool('wineserver', ['-k'], { env });
    await settle();
    rmSync(prefix, { recursive: true, force: true });
  };
  const file = (...below: readonly string[]) => path.join(prefix, 'drive_c', ...below);
  try {
    await wine(['wineboot', '-i']);
    await wine(['winecfg', '-v', 'win10']);
    await settle();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    path: file,
    has: (...below) => existsSync(file(...below)),
    read: (...below) => (existsSync(file(...below)) ? readFileSync(file(...below), 'utf8') : undefined),
    async run(program, args) {
      const ended = await wine([program, ...args]);
      await settle();
      return ended;
    },
    registry: (hive) =>
      parseRegistryFile(readFileSync(path.join(prefix, hive === 'HKLM' ? 'system.reg' : 'user.reg'), 'utf8')),
    close,
  };
}
