import { buildApp } from '../build/build-app.ts';
import { entryFile } from '../process/entry.ts';
import { runNodeFile } from '../process/run-process.ts';
import { chooseWindow } from '../system/choose-window.ts';
import type { RunCommand } from './command.ts';

/**
 * `npm run demo [-- --headless]`: the app on the embedded lab. With no display, or when asked, it plays the main job
 * itself and leaves screenshots under out/demo/.
 */
export const run: RunCommand = async (args) => {
  const demo = entryFile('e2e/demo/main.ts');
  const window = await chooseWindow();
  await buildApp({ onlyIfStale: true });
  const hasDisplay =
    process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  const isHeadless = args.includes('--headless') || !hasDisplay;
  const demoArgs = [...args.filter((arg) => arg !== '--headless'), ...(isHeadless ? ['--headless'] : [])];
  const env: Record<string, string> =
    window.host === 'electron' ? { PARLANCE_ELECTRON: window.program } : { PARLANCE_BROWSER: window.browser };
  return (await runNodeFile(demo, demoArgs, { output: 'show', env })).code;
};
