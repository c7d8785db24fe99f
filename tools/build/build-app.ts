import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CommandFailed } from '../commands/command.ts';
import { fromRoot, root } from '../process/root.ts';
import { mainEntries, preloadEntry, rendererEntries } from './entries.ts';
import { readStamp, sourceStamp } from './source-stamp.ts';

type Part = { readonly name: string; readonly config: string; readonly entries: readonly string[] };

const parts: readonly Part[] = [
  { name: 'main', config: 'vite.main.config.ts', entries: Object.values(mainEntries) },
  { name: 'preload', config: 'vite.preload.config.ts', entries: [preloadEntry] },
  { name: 'renderer', config: 'vite.renderer.config.ts', entries: rendererEntries },
];

const stampFile = fromRoot('out', '.build-stamp');

/** Builds main, preload and renderer into out/. `onlyIfStale`: not when nothing they are made of has changed. */
export async function buildApp(options: { readonly onlyIfStale: boolean }): Promise<'built' | 'fresh'> {
  const stamp = sourceStamp(root);
  if (options.onlyIfStale && readStamp(stampFile) === stamp) return 'fresh';
  const started = performance.now();
  rmSync(stampFile, { force: true });
  const { build } = await import('vite');
  for (const part of parts) {
    const missing = part.entries.filter((entry) => !existsSync(fromRoot(entry)));
    for (const entry of missing) console.error(`build: ${entry} isn't written yet, left out`);
    if (missing.length === part.entries.length) continue;
    try {
      await build({ configFile: fromRoot(part.config), logLevel: 'warn' });
    } catch (error) {
      throw new CommandFailed(
        `Building ${part.name} failed. ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
  console.error(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  return 'built';
}
