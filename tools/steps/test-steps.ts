import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { packageBin } from '../process/package-bin.ts';
import { fromRoot, root } from '../process/root.ts';
import { runNodeFile } from '../process/run-process.ts';
import type { Step, StepOutcome } from './step.ts';
import { readPlaywrightReport, readVitestReport, type TestResult } from './test-report.ts';

export type TestRun = {
  readonly name: string;
  /** Arguments for the test program: paths, name patterns. */
  readonly args: readonly string[];
  /** `show` while they run (the slow ones), or only when one fails. */
  readonly output: 'show' | 'capture';
  readonly env?: Readonly<Record<string, string>>;
  /** Told every result, for suites that look at names. */
  readonly onResults?: (results: readonly TestResult[]) => void;
};

/** Runs tests of one vitest project and counts them from its report. */
export function vitestStep(project: 'unit' | 'integration', run: TestRun): Step {
  return testStep(run, async (reportFile) => {
    const reporters = [
      `--reporter=${run.output === 'show' ? 'default' : 'dot'}`,
      '--reporter=json',
      `--outputFile.json=${reportFile}`,
    ];
    const args = ['run', '--project', project, ...reporters, ...run.args];
    const ended = await runNodeFile(packageBin('vitest'), args, { output: run.output, env: { ...run.env } });
    return { ...ended, results: readReport(reportFile, (text) => readVitestReport(text, root)) };
  });
}

/** Runs whole-app tests and counts them from Playwright's report. */
export function playwrightStep(run: TestRun): Step {
  return testStep(run, async (reportFile) => {
    const args = ['test', '--pass-with-no-tests', ...run.args];
    const env = { ...run.env, PARLANCE_E2E_REPORT: reportFile };
    const ended = await runNodeFile(packageBin('@playwright/test', 'playwright'), args, {
      output: run.output,
      env,
    });
    return { ...ended, results: readReport(reportFile, (text) => readPlaywrightReport(text, 'e2e/specs')) };
  });
}

type Ended = { readonly code: number; readonly output: string; readonly results: readonly TestResult[] };

function testStep(run: TestRun, start: (reportFile: string) => Promise<Ended>): Step {
  return {
    name: run.name,
    run: async () => {
      const reportFile = fromRoot('out', 'reports', `${run.name.replaceAll(/\W+/g, '-')}.json`);
      mkdirSync(path.dirname(reportFile), { recursive: true });
      rmSync(reportFile, { force: true });
      const ended = await start(reportFile);
      run.onResults?.(ended.results);
      return outcome(ended);
    },
  };
}

function readReport(file: string, read: (text: string) => readonly TestResult[]): readonly TestResult[] {
  return existsSync(file) ? read(readFileSync(file, 'utf8')) : [];
}

function outcome({ code, output, results }: Ended): StepOutcome {
  const count = (status: TestResult['status']): number =>
    results.filter((result) => result.status === status).length;
  // Something outside the tests went wrong: an unhandled error, or the program didn't start.
  const hidden = code !== 0 && count('failed') === 0 ? 1 : 0;
  const skipped = results
    .filter((result) => result.status === 'skipped')
    .map(({ file, name }) => `skipped: ${file} ${name}`);
  return {
    passed: count('passed'),
    failed: count('failed') + hidden,
    skipped: count('skipped'),
    report: [output, hidden === 1 ? `The test program ended with code ${code}.` : '', ...skipped]
      .filter((line) => line !== '')
      .join('\n'),
    notes: [],
  };
}
