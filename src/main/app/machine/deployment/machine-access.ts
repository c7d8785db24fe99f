import { execFile } from 'node:child_process';
import { open } from 'node:fs/promises';

/** What the readers of this folder ask of the computer. */
export interface MachineAccess {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Standard output of a program that ended well, else nothing. No shell sees the arguments. */
  run(program: string, args: readonly string[]): Promise<string | undefined>;
  /** The first 64 KiB of a file, or nothing. */
  read(path: string): Promise<Uint8Array | undefined>;
}

const MOST_BYTES = 65_536;
/** A program of the system that says nothing for so long will not. */
const TIMEOUT_MS = 5_000;

export const machineAccess: MachineAccess = {
  platform: process.platform,
  env: process.env,
  run: (program, args) =>
    new Promise((resolve) => {
      const limits = { timeout: TIMEOUT_MS, maxBuffer: 4 * MOST_BYTES, windowsHide: true };
      execFile(program, [...args], limits, (error, stdout) => resolve(error ? undefined : stdout));
    }),
  async read(path) {
    try {
      await using file = await open(path);
      const buffer = new Uint8Array(MOST_BYTES);
      const { bytesRead } = await file.read(buffer, 0, MOST_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } catch {
      return undefined;
    }
  },
};
