import { mkdirSync, mkdtempSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkSchemes } from '../../src/shared/domain/link-schemes.ts';
import { runTool, tryTool } from '../packages/run-tool.ts';
import { buildDeb } from './build-deb.ts';

const icons = path.join(import.meta.dirname, '..', 'icons', 'linux');
let work: string;
const deb = (version: string) => path.join(work, `${version}.deb`);

beforeAll(async () => {
  work = mkdtempSync(path.join(tmpdir(), 'parlance-deb-test-'));
  const admin = path.join(work, 'root', 'var', 'lib', 'dpkg');
  for (const each of ['info', 'updates', 'triggers']) mkdirSync(path.join(admin, each), { recursive: true });
  for (const each of ['status', 'available']) writeFileSync(path.join(admin, each), '');
  await Promise.all(
    ['1.0.0', '1.1.0-beta.1', '1.1.0'].map(async (version) => {
      const folder = path.join(work, version);
      mkdirSync(path.join(folder, 'resources'), { recursive: true });
      writeFileSync(path.join(folder, 'Parlance'), '#!/bin/sh\n', { mode: 0o755 });
      writeFileSync(path.join(folder, 'chrome-sandbox'), '', { mode: 0o755 });
      writeFileSync(path.join(folder, 'resources', 'app.asar'), version);
      await buildDeb({ folder, version, icons, output: deb(version) });
    }),
  );
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Into a folder instead of this computer, where none of what it needs is installed. */
const dpkg = (...args: readonly string[]) =>
  tryTool('dpkg', [`--root=${work}/root`, '--force-not-root,depends,script-chrootless', ...args]);
const installed = (...place: readonly string[]) => path.join(work, 'root', ...place);
const code = () => readFileSync(installed('opt/Parlance/resources/app.asar'), 'utf8');

describe('the Debian package', () => {
  it('S1: says what it is and what it needs, belongs to root, and runs no script', async () => {
    const control = await runTool('dpkg-deb', ['--field', deb('1.1.0')]);
    expect(control).toMatch(/^Package: parlance\nVersion: 1\.1\.0\n/m);
    expect(control).toMatch(/^Depends: .*libgtk-3-0/m);
    const listed = await runTool('dpkg-deb', ['--contents', deb('1.1.0')]);
    const rows = listed.trim().split('\n');
    expect(rows.filter((row) => !row.includes(' root/root '))).toEqual([]);
    expect(rows.find((row) => row.endsWith('/chrome-sandbox'))).toMatch(/^-rwsr-xr-x/);
    expect(rows.find((row) => row.includes('/usr/bin/parlance'))).toMatch(/-> \/opt\/Parlance\/Parlance$/);
    const scripts = await runTool('dpkg-deb', ['--info', deb('1.1.0')]);
    expect(scripts).not.toMatch(/postinst|preinst|postrm|prerm/);
  });

  it('S1: installs, is upgraded, and goes without a trace', async () => {
    expect((await dpkg('--install', deb('1.0.0'))).output).toContain('Setting up parlance (1.0.0)');
    expect(code()).toBe('1.0.0');
    for (const version of ['1.1.0-beta.1', '1.1.0']) {
      const { output } = await dpkg('--install', deb(version));
      expect(output).toContain('Unpacking parlance');
      expect(output).not.toContain('downgrading');
      expect(code()).toBe(version);
    }
    await dpkg('--purge', 'parlance');
    expect(existsSync(installed('opt/Parlance'))).toBe(false);
    expect(existsSync(installed('usr/bin/parlance'))).toBe(false);
  });

  it('X4: its menu entry offers it for every scheme, behind two dashes', async () => {
    await dpkg('--install', deb('1.1.0'));
    const entry = readFileSync(installed('usr/share/applications/parlance.desktop'), 'utf8');
    for (const scheme of linkSchemes) expect(entry).toContain(`x-scheme-handler/${scheme};`);
    expect(entry).toContain('Exec=/opt/Parlance/Parlance -- %u\n');
    expect(existsSync(installed('usr/share/icons/hicolor/48x48/apps/parlance.png'))).toBe(true);
  });
});
