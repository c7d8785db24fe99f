import { runNodeFile } from '../process/run-process.ts';
import { fromRoot } from '../process/root.ts';
import { ensurePackages } from '../system/ensure-packages.ts';
import { browserNeed } from '../system/needs.ts';
import { thisSystem } from '../system/system.ts';
import type { RunCommand } from './command.ts';

/** `npm run screens [-- part of a name]`: takes the pictures of docs/screens anew, from the showcase. */
export const run: RunCommand = async (args) => {
  await ensurePackages([browserNeed], thisSystem);
  const script = fromRoot('test', 'showcase', 'take-screens.ts');
  return (await runNodeFile(script, args, { output: 'show' })).code;
};
