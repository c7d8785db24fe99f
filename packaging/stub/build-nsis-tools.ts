import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runTool } from '../packages/run-tool.ts';
import { buildWindowsStub } from './build-windows-stub.ts';

const PLUGINS = ['UAC', 'StdUtils', 'WinShell', 'SpiderBanner', 'nsProcess'] as const;

/**
 * Makes Debian's makensis look like the bundle that electron-builder downloads, for 64-bit installers with stand-in plug-ins.
 * `app`: the unpacked program, packed by makensis itself. Resolves to the environment that electron-builder needs.
 */
export async function buildNsisTools(folder: string, app: string): Promise<Readonly<Record<string, string>>> {
  rmSync(folder, { recursive: true, force: true });
  const plugins = path.join(folder, 'plugins');
  for (const each of ['amd64-unicode', 'x86-unicode'])
    mkdirSync(path.join(plugins, each), { recursive: true });
  const shim = path.join(folder, 'shim.dll');
  const source = path.join(import.meta.dirname, 'shim.c');
  await runTool('x86_64-w64-mingw32-gcc', ['-O1', '-s', '-shared', '-o', shim, source, '-lshell32']);
  for (const name of PLUGINS) copyFileSync(shim, path.join(plugins, 'amd64-unicode', `${name}.dll`));
  await buildWindowsStub(path.join(folder, 'elevate.exe'), '1.0.0');
  const wrapper = path.join(folder, 'makensis');
  writeFileSync(wrapper, wrapperScript(path.join(plugins, 'amd64-unicode'), app));
  chmodSync(wrapper, 0o755);
  return { ELECTRON_BUILDER_NSIS_DIR: folder, ELECTRON_BUILDER_NSIS_RESOURCES_DIR: folder };
}

/** Leaves out the 32-bit target and the packed program that electron-builder asks for. */
function wrapperScript(plugins: string, app: string): string {
  return `#!/bin/bash
kept=()
for word in "$@"; do
  case "$word" in
    -XUnicode*|-DAPP_64=*|-DCOMPRESS=*) ;;
    *) kept+=("$word") ;;
  esac
done
exec /usr/bin/makensis -X"Target amd64-unicode" -X"!addplugindir /amd64-unicode ${plugins}" -DAPP_BUILD_DIR="${app}" "\${kept[@]}"
`;
}
