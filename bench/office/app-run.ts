import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AppProcess, startAppProcess } from '../../e2e/fixtures/app-process.ts';
import { type ProcessTree, watchProcessTree } from '../measure/process-tree.ts';
import type { BenchRun } from '../part.ts';

/** One person's computer: starts of the app on it share a profile. */
export interface Computer {
  start(): RunningApp;
  /** Forgets everything, as if newly bought. */
  wipe(): void;
}

export interface RunningApp {
  readonly app: AppProcess;
  readonly tree: ProcessTree;
  /** ms since the process started. */
  time(mark: string, timeoutMs?: number): Promise<number>;
  quit(): Promise<void>;
}

const LONG_MS = 120_000;

export function createComputer(bench: BenchRun, account: object): Computer {
  const folder = mkdtempSync(join(bench.folder, 'computer-'));
  const profile = join(folder, 'profile');
  const accountFile = join(folder, 'account.json');
  writeFileSync(accountFile, JSON.stringify(account), { mode: 0o600 });
  return {
    start() {
      const app = startAppProcess({ profile, account: accountFile });
      const tree = watchProcessTree(app.child.pid ?? 0);
      bench.defer(() => app.quit());
      return {
        app,
        tree,
        time: async (mark, timeoutMs = LONG_MS) => (await app.waitFor(mark, undefined, timeoutMs)).t,
        quit: () => app.quit(),
      };
    },
    wipe: () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }),
  };
}
