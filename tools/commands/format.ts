import { packageBin } from '../process/package-bin.ts';
import { runNodeFile } from '../process/run-process.ts';
import type { RunCommand } from './command.ts';

/** `npm run format [-- path …]`: writes; `npm run ready` only looks. */
export const run: RunCommand = async (args) => {
  const paths = args.length === 0 ? ['.'] : args;
  const { code } = await runNodeFile(packageBin('@biomejs/biome', 'biome'), ['format', '--write', ...paths], {
    output: 'show',
  });
  return code;
};
