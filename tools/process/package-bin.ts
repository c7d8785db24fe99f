import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fromRoot } from './root.ts';

/**
 * The JavaScript file behind `node_modules/.bin/NAME`, so that it can be run with this Node
 * (the shims in .bin start whichever Node is first on PATH, and are .cmd files on Windows).
 */
export function packageBin(packageName: string, binName: string = packageName): string {
  const folder = fromRoot('node_modules', ...packageName.split('/'));
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    bin?: string | Record<string, string>;
  };
  const file = typeof bin === 'string' ? bin : bin?.[binName];
  if (file === undefined) throw new Error(`${packageName} has no command named ${binName}`);
  return path.join(folder, file);
}
