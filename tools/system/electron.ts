import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fromRoot } from '../process/root.ts';

/**
 * Electron's program, when its runtime is there. The package is always installed, the runtime comes by a separate
 * download; asking the package itself would start that download.
 */
export function findElectron(): string | undefined {
  const folder = fromRoot('node_modules', 'electron');
  const nameFile = path.join(folder, 'path.txt');
  const other = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const name = existsSync(nameFile) ? readFileSync(nameFile, 'utf8').trim() : 'electron';
  const file = path.join(other ?? path.join(folder, 'dist'), name);
  return existsSync(file) ? file : undefined;
}
