import type { StepOutcome } from './step.ts';
import type { TestResult } from './test-report.ts';

/** A test program that ended: its exit code, what it printed, and every test it told. */
export type TestsEnded = {
  readonly code: number;
  readonly output: string;
  readonly results: readonly TestResult[];
  /** Names of tests that passed only when their file ran again. */
  readonly second?: readonly string[];
};

/** More failures than this are no chance: nothing is repeated. */
const MOST_REPEATED = 3;

/** The files to run once more: those of one to three failed tests; none when more failed, or something outside the tests did. */
export function filesToRepeat({ results }: TestsEnded): readonly string[] {
  const failed = results.filter(({ status }) => status === 'failed');
  if (failed.length > MOST_REPEATED) return [];
  return [...new Set(failed.map(({ file }) => file))];
}

/**
 * The results of both runs as one: a test that failed first counts by its second run, and is named when that passed.
 * A file that could not be run has no tests of its own in the first; those of the second take its place.
 */
export function withSecondRun(first: TestsEnded, second: TestsEnded): TestsEnded {
  const repeated = new Set(filesToRepeat(first));
  const failed = first.results.filter(({ status }) => status === 'failed');
  const kept = first.results.filter(({ file }) => !repeated.has(file));
  const again = second.results.filter(({ file }) => repeated.has(file));
  const lost = [...repeated]
    .filter((file) => again.every((result) => result.file !== file))
    .map((file): TestResult => ({ name: `${file} told no test when it ran again`, file, status: 'failed' }));
  const isGood = again.every(({ status }) => status !== 'failed') && lost.length === 0;
  return {
    code: isGood ? second.code : Math.max(first.code, second.code),
    output: `${first.output}\n${second.output}`.trim(),
    results: [...kept, ...again, ...lost],
    second: isGood ? failed.map(({ file, name }) => `${file} ${name}`) : [],
  };
}

/** Counts the tests; a program that failed without a failed test counts as one. */
export function testOutcome({ code, output, results, second = [] }: TestsEnded): StepOutcome {
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
    notes: second.map((name) => `passed only when run again: ${name}`),
  };
}
