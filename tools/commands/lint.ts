import { guards } from '../steps/guards.ts';
import { closingLine, runSteps } from '../steps/run-steps.ts';
import type { RunCommand } from './command.ts';

/** `npm run lint [-- words of a guard's name]`: the guards alone, all or those whose name contains the words. */
export const run: RunCommand = async (args) => {
  const wanted = args.join(' ');
  const totals = await runSteps(
    guards.filter(({ name }) => name.includes(wanted)),
    { maySkip: false },
  );
  console.log(closingLine(totals));
  return totals.failed === 0 ? 0 : 1;
};
