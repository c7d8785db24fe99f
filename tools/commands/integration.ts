import { packageBin } from '../process/package-bin.ts';
import { runNodeFile } from '../process/run-process.ts';
import type { RunCommand } from './command.ts';

/** `npm run integration [-- path …]`: the tests against Debian's servers, straight to the terminal. */
export const run: RunCommand = async (args) => {
  const result = await runNodeFile(packageBin('vitest'), ['run', '--project', 'integration', ...args], {
    output: 'show',
  });
  return result.code;
};
