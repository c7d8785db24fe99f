import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of a lab's own, and how to be rid of it. */
export interface LabFolder {
  readonly path: string;
  /** Removes a folder we made; leaves one the caller named (its logs are wanted). */
  remove(): Promise<void>;
}

/** Uses the folder named (made when missing), else makes one in the system's temporary folder. */
export async function openLabFolder(named?: string): Promise<LabFolder> {
  if (named !== undefined) {
    await mkdir(named, { recursive: true });
    return { path: named, remove: () => Promise.resolve() };
  }
  const path = await mkdtemp(join(tmpdir(), 'parlance-lab-'));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}
