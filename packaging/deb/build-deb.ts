import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTool } from '../packages/run-tool.ts';
import { product } from '../product.ts';
import { controlFile, copyrightFile, desktopEntry, packageName, programFolder } from './deb-files.ts';

export interface DebBuild {
  /** The unpacked program. */
  readonly folder: string;
  /** `1.2.3`. */
  readonly version: string;
  /** A folder of `16x16.png` and the like. */
  readonly icons: string;
  readonly output: string;
}

/** Writes the Debian package with dpkg-deb, everything owned by root. */
export async function buildDeb({ folder, version, icons, output }: DebBuild): Promise<void> {
  const tree = mkdtempSync(path.join(tmpdir(), 'parlance-deb-'));
  try {
    // mkdtemp keeps others out, which would become the mode of the file system's root.
    chmodSync(tree, 0o755);
    const program = path.join(tree, programFolder);
    cpSync(folder, program, { recursive: true, verbatimSymlinks: true });
    const helper = path.join(program, 'chrome-sandbox');
    // Where the system forbids people's own name spaces, this is the renderer's way into its sandbox.
    if (existsSync(helper)) chmodSync(helper, 0o4755);
    write(tree, `usr/share/applications/${packageName}.desktop`, desktopEntry());
    write(tree, `usr/share/doc/${packageName}/copyright`, copyrightFile());
    mkdirSync(path.join(tree, 'usr', 'bin'));
    symlinkSync(`${programFolder}/${product.executable}`, path.join(tree, 'usr', 'bin', packageName));
    for (const icon of readdirSync(icons)) {
      const place = path.join(tree, 'usr/share/icons/hicolor', path.parse(icon).name, 'apps');
      mkdirSync(place, { recursive: true });
      cpSync(path.join(icons, icon), path.join(place, `${packageName}.png`));
    }
    write(tree, 'DEBIAN/control', controlFile(version, bytesIn(tree)));
    await runTool('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', tree, output]);
  } finally {
    rmSync(tree, { recursive: true });
  }
}

function write(tree: string, name: string, text: string): void {
  mkdirSync(path.join(tree, path.dirname(name)), { recursive: true });
  writeFileSync(path.join(tree, name), text);
}

function bytesIn(tree: string): number {
  return readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
}
