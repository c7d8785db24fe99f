import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What the built app consists of; packages are found in the repository, because the copy stays inside it. */
const PARTS = ['main', 'renderer'] as const;

/** Copies the built app to a folder of this process's own; gives its entry. Throws one sentence when nothing is built. */
export function copyApp(root: string): { readonly entry: string; remove(): void } {
  const folder = join(root, 'out', 'bench', `app-${process.pid}`);
  for (const part of PARTS) {
    const built = join(root, 'out', part);
    if (!existsSync(built)) throw new Error('The app is not built: npm run build.');
    mkdirSync(join(folder, 'out'), { recursive: true });
    cpSync(built, join(folder, 'out', part), { recursive: true });
  }
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  return {
    entry: join(folder, 'out', 'main', 'node-host.js'),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}
