import { entryFile } from '../process/entry.ts';
import { runNodeFile } from '../process/run-process.ts';
import type { RunCommand } from './command.ts';

/** `npm run doctor -- <address>`: what the app finds on the way to a person's services, from the sources (docs/admin/doctor.md). */
export const run: RunCommand = async (args) => {
  const file = entryFile('src/main/hosts/node/main.ts');
  return (await runNodeFile(file, ['doctor', ...args], { output: 'show' })).code;
};
