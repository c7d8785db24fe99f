import { buildApp } from '../build/build-app.ts';
import { entryFile } from '../process/entry.ts';
import { runNodeFile } from '../process/run-process.ts';
import { ensurePackages } from '../system/ensure-packages.ts';
import { testNeeds } from '../system/needs.ts';
import { thisSystem } from '../system/system.ts';
import type { RunCommand } from './command.ts';

/** `npm run bench [-- --quick | --peers]`: tables of ratios; nothing fails on time. */
export const run: RunCommand = async (args) => {
  const bench = entryFile('bench/main.ts');
  await ensurePackages(testNeeds, thisSystem);
  await buildApp({ onlyIfStale: true });
  return (await runNodeFile(bench, args, { output: 'show' })).code;
};
