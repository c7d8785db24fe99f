import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export type System = 'win' | 'mac' | 'linux';

/** How node names the systems in the database's native parts. */
const NATIVE: Readonly<Record<System, string>> = { win: 'win32', mac: 'darwin', linux: 'linux' };
const DATABASE = 'node_modules/better-sqlite3-multiple-ciphers';

/**
 * Puts exactly what ships into a folder: the built app without the browser window's host and without source maps, and the one
 * package with native parts, reduced to those of the system. Nothing of node_modules comes along by itself.
 */
export function stageApp(root: string, folder: string, system: System, version: string): void {
  if (!existsSync(path.join(root, 'out/main/index.js'))) throw new Error('The app has not been built.');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const part of ['main', 'preload', 'renderer'])
    cpSync(path.join(root, 'out', part), path.join(folder, 'out', part), {
      recursive: true,
      filter: (source) => !source.endsWith('.map') && path.basename(source) !== 'node-host.js',
    });
  for (const part of ['package.json', 'LICENSE', 'lib'])
    cpSync(path.join(root, DATABASE, part), path.join(folder, DATABASE, part), { recursive: true });
  const native = path.join(root, DATABASE, 'prebuilds');
  for (const name of readdirSync(native).filter((each) => each.startsWith(`${NATIVE[system]}-`)))
    cpSync(path.join(native, name), path.join(folder, DATABASE, 'prebuilds', name));
  cpSync(path.join(root, 'LICENSE'), path.join(folder, 'LICENSE'));
  const manifest = {
    name: 'parlance',
    productName: 'Parlance',
    version,
    description: 'A softphone and instant-messaging client',
    author: 'Parlance',
    license: 'Apache-2.0',
    homepage: 'https://parlance.invalid',
    type: 'module',
    main: 'out/main/index.js',
    // What Linux' desktops know the window and the link schemes by (packaging/deb).
    desktopName: 'parlance.desktop',
    dependencies: { 'better-sqlite3-multiple-ciphers': '*' },
  };
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
}
