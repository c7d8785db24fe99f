import { guards } from '../steps/guards.ts';
import { closingLine, runSteps } from '../steps/run-steps.ts';
import { vitestStep } from '../steps/test-steps.ts';
import type { RunCommand } from './command.ts';

/** `npm run ready`: what to run before a commit. Guards and unit tests, nothing that needs a server. */
export const run: RunCommand = async () => {
  const unit = vitestStep('unit', { name: 'unit and contract tests', args: [], output: 'capture' });
  const totals = await runSteps([...guards, unit], { maySkip: false });
  console.log(closingLine(totals));
  return totals.failed === 0 ? 0 : 1;
};
