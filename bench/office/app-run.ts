import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AppProcess, startAppProcess } from '../../e2e/fixtures/app-process.ts';
import { type ProcessTree, watchProcessTree } from '../measure/process-tree.ts';
import type { BenchRun } from '../part.ts';

/** One person's computer: starts of the app on it share a profile. */
export interface Computer {
  start(browserFlags?: readonly string[]): RunningApp;
  /** Forgets everything, as if newly bought. */
  wipe(): void;
}

export interface RunningApp {
  readonly app: AppProcess;
  readonly tree: ProcessTree;
  /** When the process was started, ms since 1970: where the clock of its marks begins, but for the few ms of the start. */
  readonly startedAt: number;
  /** ms since the process started. */
  time(mark: string): Promise<number>;
  /** When chat was up; rejects as soon as the sign-in has failed. */
  session(): Promise<number>;
  quit(): Promise<void>;
}

const LONG_MS = 120_000;

export function createComputer(bench: BenchRun, account: object): Computer {
  const folder = mkdtempSync(join(bench.folder, 'computer-'));
  const profile = join(folder, 'profile');
  const accountFile = join(folder, 'account.json');
  writeFileSync(accountFile, JSON.stringify(account), { mode: 0o600 });
  return {
    start(browserFlags = []) {
      const startedAt = performance.timeOrigin + performance.now();
      const app = startAppProcess({ profile, account: accountFile, browserFlags });
      const tree = watchProcessTree(app.child.pid ?? 0);
      bench.defer(() => app.quit());
      return {
        app,
        tree,
        startedAt,
        time: async (mark) => (await app.waitFor(mark, undefined, LONG_MS)).t,
        async session() {
          const { t, error } = await Promise.race([
            app.waitFor('session', undefined, LONG_MS),
            app.waitFor(
              'phase',
              ({ phase, error }) => phase === 'signed-out' && error !== undefined,
              LONG_MS,
            ),
          ]);
          if (error !== undefined) throw new Error(`the sign-in failed: ${String(error)}`);
          return t;
        },
        quit: () => app.quit(),
      };
    },
    wipe: () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }),
  };
}
