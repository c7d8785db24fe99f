import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { System } from '../packages/stage-app.ts';
import { buildWindowsStub } from './build-windows-stub.ts';

/** What the program that sets fuses looks for: a sentinel, version 1, eight fuses, all "removed" yet. */
const FUSES = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 8]),
  Buffer.from('00000000'),
]);

/** Makes a stand-in for Electron's runtime folder. */
export async function buildStub(system: System, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, 'resources'), { recursive: true });
  writeFileSync(path.join(folder, 'version'), '0.0.0');
  writeFileSync(path.join(folder, 'LICENSE'), 'A stand-in.\n');
  writeFileSync(path.join(folder, 'LICENSES.chromium.html'), '<p>A stand-in.</p>\n');
  if (system === 'win') return buildWindowsStub(path.join(folder, 'electron.exe'), '1.0.0');
  if (system === 'linux') return script(path.join(folder, 'electron'));
  macApp(path.join(folder, 'Electron.app'));
}

/** A shell script that writes down its arguments; the fuses stand in its last, never reached lines. */
function script(file: string): void {
  const text = '#!/bin/sh\nfor word in "$@"; do printf \'%s\\n\' "$word"; done >"$0.started"\nexit 0\n';
  writeFileSync(file, Buffer.concat([Buffer.from(text), FUSES, Buffer.from('\n')]));
  chmodSync(file, 0o755);
}

function macApp(app: string): void {
  const frameworks = path.join(app, 'Contents', 'Frameworks');
  macBundle(app, 'Electron', 'com.github.Electron');
  for (const suffix of ['', ' (GPU)', ' (Plugin)', ' (Renderer)'])
    macBundle(
      path.join(frameworks, `Electron Helper${suffix}.app`),
      `Electron Helper${suffix}`,
      'com.github.Electron.helper',
    );
  const framework = path.join(frameworks, 'Electron Framework.framework');
  const version = path.join(framework, 'Versions', 'A');
  mkdirSync(path.join(version, 'Resources'), { recursive: true });
  script(path.join(version, 'Electron Framework'));
  writeFileSync(
    path.join(version, 'Resources', 'Info.plist'),
    plist('Electron Framework', 'org.electron.framework'),
  );
  symlinkSync('A', path.join(framework, 'Versions', 'Current'));
  for (const name of ['Electron Framework', 'Resources'])
    symlinkSync(path.join('Versions', 'Current', name), path.join(framework, name));
}

function macBundle(bundle: string, name: string, id: string): void {
  const contents = path.join(bundle, 'Contents');
  mkdirSync(path.join(contents, 'MacOS'), { recursive: true });
  mkdirSync(path.join(contents, 'Resources'), { recursive: true });
  writeFileSync(path.join(contents, 'Info.plist'), plist(name, id));
  script(path.join(contents, 'MacOS', name));
}

function plist(name: string, id: string): string {
  const pairs = {
    CFBundleExecutable: name,
    CFBundleIdentifier: id,
    CFBundleName: name,
    CFBundlePackageType: 'APPL',
  };
  const lines = Object.entries(pairs).map(([key, value]) => `<key>${key}</key><string>${value}</string>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0"><dict>${lines.join('')}</dict></plist>\n`;
}
