import { coverageLines, shownBy } from '../accept/coverage.ts';
import { type Suite, suites } from '../accept/suites.ts';
import { buildApp } from '../build/build-app.ts';
import { closingLine, runSteps } from '../steps/run-steps.ts';
import { guardOutcome, type Step } from '../steps/step.ts';
import type { TestResult } from '../steps/test-report.ts';
import { playwrightStep, vitestStep } from '../steps/test-steps.ts';
import { ensurePackages } from '../system/ensure-packages.ts';
import { foreignNeeds, installerNeeds, testNeeds } from '../system/needs.ts';
import { thisSystem } from '../system/system.ts';
import { CannotRun, type RunCommand } from './command.ts';

/** `npm run accept -- NAME [--long]`: one suite; every promise of it must have tests, and all of them must pass. */
export const run: RunCommand = async (args) => {
  const name = args.find((arg) => !arg.startsWith('-'));
  const suite = suites.find((each) => each.name === name);
  if (suite === undefined) {
    const known = suites.map((each) => `  ${each.name.padEnd(12)} ${each.shows}`).join('\n');
    throw new CannotRun(`${name === undefined ? 'Which suite?' : `There is no suite "${name}".`}\n${known}`);
  }
  const further = { installers: installerNeeds, foreign: foreignNeeds };
  await ensurePackages([...testNeeds, ...(suite.needs ? further[suite.needs] : [])], thisSystem);
  const results: TestResult[] = [];
  const env: Readonly<Record<string, string>> = args.includes('--long') ? { PARLANCE_LONG: '1' } : {};
  const steps = [...stepsOf(suite, env, (more) => results.push(...more)), coverageStep(suite, results)];
  const totals = await runSteps(steps, { maySkip: false });
  console.log(closingLine(totals));
  return totals.failed === 0 ? 0 : 1;
};

function stepsOf(
  { name, vitest, tag, needs }: Suite,
  env: Readonly<Record<string, string>>,
  onResults: (results: readonly TestResult[]) => void,
): readonly Step[] {
  const inVitest = vitest.map(({ project, paths, isShown }) =>
    vitestStep(project, {
      name: `${name}: ${project} tests`,
      args: paths,
      output: isShown === true ? 'show' : 'capture',
      env,
      onResults,
    }),
  );
  // Packages are made of the built app.
  if (tag === undefined) return needs === 'installers' ? [buildIfStale, ...inVitest] : inVitest;
  const wholeApp = playwrightStep({
    name: `${name}: whole-app tests`,
    args: ['--grep', tag],
    output: 'show',
    env,
    onResults,
  });
  return [...inVitest, buildIfStale, wholeApp];
}

const buildIfStale: Step = {
  name: 'build',
  run: async () => guardOutcome(true, '', [await buildApp({ onlyIfStale: true })]),
};

/** Prints each promise with its tests. The tests are counted already: only a promise without any adds a failure. */
function coverageStep(suite: Suite, results: readonly TestResult[]): Step {
  return {
    name: 'promises',
    run: async () => {
      const all = shownBy(suite.ids, results);
      console.log(coverageLines(all).join('\n'));
      const shown = all.filter(({ isShown }) => isShown).length;
      const failed = all.filter(({ tests }) => tests.length === 0).length;
      return { passed: 0, failed, skipped: 0, report: '', notes: [`${shown} of ${all.length} shown`] };
    },
  };
}
