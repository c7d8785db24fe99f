import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import { writeNotices } from '../../tools/notices/write-notices.ts';
import { buildDeb } from '../deb/build-deb.ts';
import { mobileConfig } from '../managed/mobile-config.ts';
import { admxFiles } from '../managed/policy-template.ts';
import { buildMsi } from '../msi/build-msi.ts';
import { signFile } from '../msi/sign-file.ts';
import { nsisInclude } from '../nsis/nsis-include.ts';
import { product } from '../product.ts';
import { buildNsisTools } from '../stub/build-nsis-tools.ts';
import { buildStub } from '../stub/build-stubs.ts';
import { builderConfig } from './builder-config.ts';
import { stageApp, type System } from './stage-app.ts';

export interface PackagesInput {
  /** Of the repository, with a built app. */
  readonly root: string;
  readonly system: System;
  readonly output: string;
  readonly version: string;
  readonly electronVersion: string;
  /** Stand-ins for the runtime, and only what can be made without downloads. */
  readonly isStub: boolean;
}

/** Makes the packages of one system; resolves to their files. Signed where `WIN_CSC_LINK` and the like name a certificate. */
export async function buildPackages(input: PackagesInput): Promise<readonly string[]> {
  const { system, output, isStub, version } = input;
  const work = path.join(output, `.${system}`);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const app = path.join(work, 'app');
  stageApp(input.root, app, system, version);
  const legal = path.join(work, 'legal');
  mkdirSync(legal);
  writeNotices(input.root, legal);
  const stub = path.join(work, 'stub');
  if (isStub) await buildStub(system, stub);
  const include = path.join(work, 'installer.nsh');
  writeFileSync(include, nsisInclude({ isForTests: isStub }));
  const tools = await toolsOf(input, path.join(work, 'nsis'));
  Object.assign(process.env, tools);
  const config = builderConfig({
    electronVersion: input.electronVersion,
    app,
    output,
    nsisInclude: include,
    legal,
    ...(isStub && { stub }),
  });
  const made = await build({ targets: targetsOf(system, isStub), config, publish: 'never' });
  const files = [...made, ...(await madeHere(input))];
  rmSync(work, { recursive: true });
  return files;
}

async function toolsOf(
  { system, output, isStub }: PackagesInput,
  folder: string,
): Promise<Readonly<Record<string, string>>> {
  const offline = { ELECTRON_BUILDER_OFFLINE: 'true', ELECTRON_BUILDER_7ZIP_PATH: '/usr/bin/7za' };
  if (!isStub) return {};
  if (system !== 'win') return offline;
  return { ...offline, ...(await buildNsisTools(folder, path.join(output, 'win-unpacked'))) };
}

/** A Mac's disk image and package, and Linux' AppImage, want tools that stand-ins cannot replace. */
function targetsOf(system: System, isStub: boolean): Map<Platform, Map<Arch, string[]>> {
  switch (system) {
    case 'win':
      return Platform.WINDOWS.createTarget(['nsis', 'zip'], Arch.x64);
    case 'mac':
      return isStub
        ? Platform.MAC.createTarget(['zip'], Arch.arm64)
        : Platform.MAC.createTarget(['dmg', 'zip', 'pkg'], Arch.x64, Arch.arm64);
    case 'linux':
      return Platform.LINUX.createTarget(isStub ? ['tar.gz'] : ['tar.gz', 'AppImage'], Arch.x64);
  }
}

/** What electron-builder does not make: the MSI, and what administrators roll out beside it. */
async function madeHere({ system, output, version }: PackagesInput): Promise<readonly string[]> {
  if (system === 'win') {
    const msi = path.join(output, `${product.name}-${version}-win-x64.msi`);
    await buildMsi({ folder: path.join(output, 'win-unpacked'), version, output: msi });
    await signFile(msi);
    const files = Object.entries(admxFiles()).map(([name, text]) => [path.join(output, name), text] as const);
    for (const [file, text] of files) {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    return [msi, ...files.map(([file]) => file)];
  }
  if (system === 'mac') {
    const profile = path.join(output, `${product.name}.mobileconfig`);
    writeFileSync(profile, mobileConfig({}));
    return [profile];
  }
  if (!canMakeDeb()) return [];
  const deb = path.join(output, `${product.name}-${version}-linux-x64.deb`);
  const icons = path.join(import.meta.dirname, '..', 'icons', 'linux');
  await buildDeb({ folder: path.join(output, 'linux-unpacked'), version, icons, output: deb });
  return [deb];
}

const canMakeDeb = () => existsSync('/usr/bin/dpkg-deb');

/** What of a system's packages is not made here, and why; one line each. */
export function notMade(system: System, isStub: boolean): readonly string[] {
  const lines: string[] = [];
  if (system === 'mac' && process.platform !== 'darwin')
    lines.push('dmg, pkg: macOS’ own hdiutil and pkgbuild make them');
  if (system === 'linux' && isStub) lines.push('AppImage: its start program is a download');
  if (system === 'linux' && !canMakeDeb()) lines.push('deb: needs dpkg-deb');
  return lines;
}
