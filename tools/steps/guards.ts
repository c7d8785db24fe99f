import { allChecks } from '../checks/all-checks.ts';
import { type Check, formatFinding } from '../checks/check.ts';
import { readTree } from '../checks/source-files.ts';
import { checkLayer, typeLayers } from '../commands/types.ts';
import { packageBin } from '../process/package-bin.ts';
import { root } from '../process/root.ts';
import { runNodeFile } from '../process/run-process.ts';
import { guardOutcome, type Step } from './step.ts';

/** A guard that is a program of a package: good when it ends with 0. */
function programGuard(name: string, packageName: string, args: readonly string[], binName?: string): Step {
  return {
    name,
    run: async () => {
      const { code, output } = await runNodeFile(packageBin(packageName, binName), args, {
        output: 'capture',
      });
      return guardOutcome(code === 0, output);
    },
  };
}

const formatGuard: Step = {
  name: 'format',
  run: async () => {
    const args = ['format', '--reporter=summary', '--colors=off', '.'];
    const { code, output } = await runNodeFile(packageBin('@biomejs/biome', 'biome'), args, {
      output: 'capture',
    });
    const files = output.split('\n').filter((line) => /^ {2}- /.test(line));
    const report =
      files.length === 0 ? output : `${files.join('\n')}\n  not formatted: "npm run format" mends them`;
    return guardOutcome(code === 0, report);
  },
};

const lintGuard = programGuard('lint', 'oxlint', [
  '--type-aware',
  '--deny-warnings',
  '--report-unused-disable-directives',
  '.',
]);
const deadCodeGuard = programGuard('dead code', 'knip', ['--no-progress', '--no-config-hints']);

const typeGuards: readonly Step[] = typeLayers().map((layer) => ({
  name: `types: ${layer}`,
  run: async () => {
    const { isGood, output, isEmpty } = await checkLayer(layer);
    return guardOutcome(isGood, output, isEmpty ? ['no file yet'] : []);
  },
}));

/** A house rule as a step. */
function checkStep(check: Check): Step {
  return {
    name: check.name,
    run: async () => {
      const { findings, notes } = check.check({ files: readTree(root) });
      return guardOutcome(findings.length === 0, findings.map(formatFinding).join('\n'), notes);
    },
  };
}

/** What guards the code before any test runs; each counts as one. */
export const guards: readonly Step[] = [
  formatGuard,
  lintGuard,
  ...typeGuards,
  ...allChecks.map(checkStep),
  deadCodeGuard,
];
