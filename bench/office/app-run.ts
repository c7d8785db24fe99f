import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AppProcess, type Mark, startAppProcess } from '../../e2e/fixtures/app-process.ts';
import { type ProcessTree, watchProcessTree } from '../measure/process-tree.ts';
import type { BenchRun } from '../part.ts';

/** One person's computer: starts of the app on it share a profile. */
export interface Computer {
  readonly profile: string;
  start(browserFlags?: readonly string[]): RunningApp;
  /** Forgets everything, as if newly bought. */
  wipe(): void;
}

export interface RunningApp {
  readonly app: AppProcess;
  readonly tree: ProcessTree;
  /** When the process was started, ms since 1970: where the clock of its marks begins, but for the few ms of the start. */
  readonly startedAt: number;
  /** A mark, past or to come; rejects when the app ends instead. */
  mark(name: string, fits?: (mark: Mark) => boolean): Promise<Mark>;
  /** When a mark was, ms since the process started. */
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
    profile,
    start(browserFlags = []) {
      const startedAt = performance.timeOrigin + performance.now();
      const app = startAppProcess({
        ...{ profile, account: accountFile, browserFlags },
        entry: bench.appEntry,
      });
      const tree = watchProcessTree(app.child.pid ?? 0);
      bench.defer(() => app.quit());
      const gone = new Promise<never>((_, reject) => {
        app.child.once('exit', () => reject(new Error('the app ended by itself')));
      });
      gone.catch(() => undefined);
      const mark: RunningApp['mark'] = (name, fits) => Promise.race([app.waitFor(name, fits, LONG_MS), gone]);
      const refused = (phase: Mark) => phase['phase'] === 'signed-out' && phase['error'] !== undefined;
      return {
        app,
        tree,
        startedAt,
        mark,
        time: async (name) => (await mark(name)).t,
        async session() {
          const { t, error } = await Promise.race([mark('session'), mark('phase', refused)]);
          if (error !== undefined) throw new Error(`the sign-in failed: ${JSON.stringify(error)}`);
          return t;
        },
        quit: () => app.quit(),
      };
    },
    wipe: () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }),
  };
}
