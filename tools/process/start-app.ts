import { buildApp } from '../build/build-app.ts';
import { chooseWindow } from '../system/choose-window.ts';
import { entryFile } from './entry.ts';
import { fromRoot } from './root.ts';
import { runNodeFile, runProcess } from './run-process.ts';

/**
 * Builds what is stale and starts the app: under Electron where it is, else on the Node host with a browser. Unattended
 * mode is the Node host's alone.
 */
export async function startApp(
  args: readonly string[],
  options: { readonly isUnattended?: boolean } = {},
): Promise<number> {
  const window = await chooseWindow();
  await buildApp({ onlyIfStale: true });
  if (window.host === 'electron' && options.isUnattended) {
    return (await runNodeFile(entryFile('out/main/node-host.js'), args, { output: 'show' })).code;
  }
  if (window.host === 'electron') {
    return (await runProcess(window.program, [fromRoot(), ...args], { output: 'show' })).code;
  }
  const env = { PARLANCE_BROWSER: window.browser };
  return (await runNodeFile(entryFile('out/main/node-host.js'), args, { output: 'show', env })).code;
}
