import { buildApp } from '../build/build-app.ts';
import { guards } from '../steps/guards.ts';
import { closingLine, runSteps } from '../steps/run-steps.ts';
import { guardOutcome, type Step } from '../steps/step.ts';
import { playwrightStep, vitestStep } from '../steps/test-steps.ts';
import { ensurePackages } from '../system/ensure-packages.ts';
import { testNeeds } from '../system/needs.ts';
import { thisSystem } from '../system/system.ts';
import type { RunCommand } from './command.ts';

/** The build as a step: the whole-app tests use what it leaves in out/. */
export const buildStep: Step = {
  name: 'build',
  run: async () => {
    await buildApp({ onlyIfStale: false });
    return guardOutcome(true, '');
  },
};

/** `npm test`: everything, from a clean clone; a skipped test counts as a failed one. */
export const run: RunCommand = async () => {
  await ensurePackages(testNeeds, thisSystem);
  const steps: readonly Step[] = [
    ...guards,
    buildStep,
    vitestStep('unit', { name: 'unit and contract tests', args: [], output: 'capture', hasSecondRun: true }),
    vitestStep('integration', { name: 'integration tests', args: [], output: 'show', hasSecondRun: true }),
    playwrightStep({ name: 'whole-app tests', args: [], output: 'show', hasSecondRun: true }),
  ];
  const totals = await runSteps(steps, { maySkip: false });
  console.log(closingLine(totals));
  return totals.failed === 0 ? 0 : 1;
};
