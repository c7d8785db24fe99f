import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { packageBin } from '../process/package-bin.ts';
import { fromRoot, root } from '../process/root.ts';
import { runNodeFile } from '../process/run-process.ts';
import { filesToRepeat, type TestsEnded, testOutcome, withSecondRun } from './second-run.ts';
import type { Step } from './step.ts';
import { readPlaywrightReport, readVitestReport, type TestResult } from './test-report.ts';

export type TestRun = {
  readonly name: string;
  /** Arguments for the test program: paths, name patterns. */
  readonly args: readonly string[];
  /** `show` while they run (the slow ones), or only when one fails. */
  readonly output: 'show' | 'capture';
  readonly env?: Readonly<Record<string, string>>;
  /** Files of a few failed tests run once more (decision 0014); not in acceptance suites, which show what fails now and then. */
  readonly hasSecondRun?: boolean;
  /** Told every result, for suites that look at names. */
  readonly onResults?: (results: readonly TestResult[]) => void;
};

/** Runs tests of one vitest project and counts them from its report. */
export function vitestStep(project: 'unit' | 'integration' | 'installers' | 'foreign', run: TestRun): Step {
  return testStep(run, async (reportFile, extra) => {
    const reporters = [
      `--reporter=${run.output === 'show' ? 'default' : 'dot'}`,
      '--reporter=json',
      `--outputFile.json=${reportFile}`,
    ];
    const args = ['run', '--project', project, ...reporters, ...run.args, ...extra];
    const ended = await runNodeFile(packageBin('vitest'), args, { output: run.output, env: { ...run.env } });
    return { ...ended, results: readReport(reportFile, (text) => readVitestReport(text, root)) };
  });
}

/** Runs whole-app tests and counts them from Playwright's report. */
export function playwrightStep(run: TestRun): Step {
  return testStep(run, async (reportFile, extra) => {
    const args = ['test', '--pass-with-no-tests', ...run.args, ...extra];
    const env = { ...run.env, PARLANCE_E2E_REPORT: reportFile };
    const ended = await runNodeFile(packageBin('@playwright/test', 'playwright'), args, {
      output: run.output,
      env,
    });
    return { ...ended, results: readReport(reportFile, (text) => readPlaywrightReport(text, 'e2e/specs')) };
  });
}

/** A whole run of the test program, limited to `files` where some are given. */
type Start = (reportFile: string, files: readonly string[]) => Promise<TestsEnded>;

function testStep(run: TestRun, start: Start): Step {
  const reported: Start = async (reportFile, files) => {
    rmSync(reportFile, { force: true });
    return start(reportFile, files);
  };
  return {
    name: run.name,
    run: async () => {
      const reportFile = fromRoot('out', 'reports', `${run.name.replaceAll(/\W+/g, '-')}.json`);
      mkdirSync(path.dirname(reportFile), { recursive: true });
      const first = await reported(reportFile, []);
      const files = run.hasSecondRun === true ? filesToRepeat(first) : [];
      if (files.length === 0) {
        run.onResults?.(first.results);
        return testOutcome(first);
      }
      console.log(`Once more: ${files.join(', ')}`);
      const ended = withSecondRun(first, await reported(reportFile, files));
      run.onResults?.(ended.results);
      return testOutcome(ended);
    },
  };
}

function readReport(file: string, read: (text: string) => readonly TestResult[]): readonly TestResult[] {
  return existsSync(file) ? read(readFileSync(file, 'utf8')) : [];
}
