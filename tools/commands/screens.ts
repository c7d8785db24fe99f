import { buildApp } from '../build/build-app.ts';
import { packageBin } from '../process/package-bin.ts';
import { runNodeFile } from '../process/run-process.ts';
import { ensurePackages } from '../system/ensure-packages.ts';
import { browserNeed } from '../system/needs.ts';
import { thisSystem } from '../system/system.ts';
import type { RunCommand } from './command.ts';

/** `npm run screens`: takes the screenshots of the README anew (specs tagged @screens). */
export const run: RunCommand = async (args) => {
  await ensurePackages([browserNeed], thisSystem);
  await buildApp({ onlyIfStale: true });
  const command = packageBin('@playwright/test', 'playwright');
  const env = { PARLANCE_SCREENS: '1' };
  return (await runNodeFile(command, ['test', '--grep', '@screens', ...args], { output: 'show', env })).code;
};
