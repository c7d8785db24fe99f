import { startApp } from '../process/start-app.ts';
import { CannotRun, type RunCommand } from './command.ts';

/**
 * `npm run app -- --profile DIR --account FILE [--headless]`: unattended, for tests and benchmarks (docs/unattended.md).
 * Standard output is the app's alone: one JSON object a line.
 */
export const run: RunCommand = async (args) => {
  for (const needed of ['--profile', '--account']) {
    const isGiven = args.some((arg) => arg === needed || arg.startsWith(`${needed}=`));
    if (!isGiven)
      throw new CannotRun(
        `Usage: npm run app -- --profile DIR --account FILE [--headless] (${needed} is missing).`,
      );
  }
  return startApp(args, { isUnattended: true });
};
