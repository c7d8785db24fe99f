import { packageBin } from '../process/package-bin.ts';
import { runNodeFile } from '../process/run-process.ts';
import type { RunCommand } from './command.ts';

/** `npm run unit [-- path …]`: the fast tests, straight to the terminal. */
export const run: RunCommand = async (args) => {
  const result = await runNodeFile(packageBin('vitest'), ['run', '--project', 'unit', ...args], {
    output: 'show',
  });
  return result.code;
};
