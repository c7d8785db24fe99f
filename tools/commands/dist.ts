import { buildApp } from '../build/build-app.ts';
import { entryFile } from '../process/entry.ts';
import { runNodeFile } from '../process/run-process.ts';
import { ensurePackages } from '../system/ensure-packages.ts';
import { installerNeeds } from '../system/needs.ts';
import { thisSystem } from '../system/system.ts';
import type { RunCommand } from './command.ts';

/** `npm run dist -- [--stub] [--system NAME] [--output DIR]`: installers and packages (docs/admin/installing.md). */
export const run: RunCommand = async (args) => {
  if (args.includes('--stub')) await ensurePackages(installerNeeds, thisSystem);
  await buildApp({ onlyIfStale: true });
  return (await runNodeFile(entryFile('packaging/packages/main.ts'), args, { output: 'show' })).code;
};
