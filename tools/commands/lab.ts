import { entryFile } from '../process/entry.ts';
import { runNodeFile } from '../process/run-process.ts';
import { ensurePackages } from '../system/ensure-packages.ts';
import { testNeeds } from '../system/needs.ts';
import { thisSystem } from '../system/system.ts';
import type { RunCommand } from './command.ts';

/** `npm run lab [-- --real]`: the emulated enterprise, to play with until Ctrl-C. */
export const run: RunCommand = async (args) => {
  const isReal = args.includes('--real');
  const rest = args.filter((arg) => arg !== '--real');
  if (isReal) await ensurePackages(testNeeds, thisSystem);
  const file = entryFile(isReal ? 'lab/real/main.ts' : 'lab/embedded/main.ts');
  return (await runNodeFile(file, rest, { output: 'show' })).code;
};
