import path from 'node:path';

/** One test as it ran. `name` is its whole title, groups first. */
export type TestResult = {
  readonly name: string;
  /** From the repository's folder. */
  readonly file: string;
  readonly status: 'passed' | 'failed' | 'skipped';
};

type VitestReport = {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
};

type PlaywrightSuite = {
  readonly title: string;
  readonly file?: string;
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly tests: readonly { readonly status: string; readonly projectName: string }[];
  }[];
};
type PlaywrightReport = {
  readonly suites?: readonly PlaywrightSuite[];
  readonly errors?: readonly { readonly message?: string }[];
};

/** Reads vitest's JSON report. A file that could not be loaded counts as one failed test named after it. */
export function readVitestReport(text: string, root: string): readonly TestResult[] {
  const { testResults } = JSON.parse(text) as VitestReport;
  return testResults.flatMap((result) => {
    const file = path.relative(root, result.name).split(path.sep).join('/');
    const tests = result.assertionResults.map(({ fullName, status }) => ({
      name: fullName,
      file,
      status: vitestStatus(status),
    }));
    const isBroken = result.status === 'failed' && tests.every(({ status }) => status !== 'failed');
    return isBroken
      ? [...tests, { name: `${file} could not be run`, file, status: 'failed' as const }]
      : tests;
  });
}

function vitestStatus(status: string): TestResult['status'] {
  if (status === 'passed' || status === 'failed') return status;
  return 'skipped';
}

/** Reads Playwright's JSON report. A test that passed only when repeated counts as failed. */
export function readPlaywrightReport(text: string, specsFolder: string): readonly TestResult[] {
  const report = JSON.parse(text) as PlaywrightReport;
  const broken = (report.errors ?? []).map(({ message }) => ({
    name: `Playwright: ${message?.split('\n')[0] ?? 'an error outside the tests'}`,
    file: specsFolder,
    status: 'failed' as const,
  }));
  return [...(report.suites ?? []).flatMap((suite) => readSuite(suite, [], specsFolder)), ...broken];
}

function readSuite(
  suite: PlaywrightSuite,
  groups: readonly string[],
  specsFolder: string,
): readonly TestResult[] {
  // The outermost suite is the file itself, named after it.
  const titles = suite.title === suite.file ? groups : [...groups, suite.title];
  const file = `${specsFolder}/${suite.file ?? ''}`;
  const own = (suite.specs ?? []).flatMap(({ title, tests }) =>
    tests.map(({ status, projectName }) => ({
      name: `[${projectName}] ${[...titles, title].join(' ')}`,
      file,
      status: playwrightStatus(status),
    })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((inner) => readSuite(inner, titles, specsFolder))];
}

function playwrightStatus(status: string): TestResult['status'] {
  if (status === 'expected') return 'passed';
  return status === 'skipped' ? 'skipped' : 'failed';
}
