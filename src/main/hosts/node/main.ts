import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type App, composeApp } from '../../app/compose.ts';
import { strongRandom } from '../../app/machine/strong-random.ts';
import { systemClock } from '../../app/machine/system-clock.ts';
import { createAccess } from './access.ts';
import { type Arguments, parseArguments } from './arguments.ts';
import { type BrowserWindow, findBrowser, openBrowserWindow } from './browser.ts';
import { createNodeHost } from './node-host.ts';
import { claimInstance } from './single-instance.ts';
import { readUnattended } from '../../app/unattended-account.ts';
import { createMarks, type Marks } from './unattended.ts';
import { startWebServer } from './web-server.ts';

/** A problem the person at the command line can mend: one sentence on stderr, exit code 2. */
class StartProblem extends Error {}

async function run(options: Arguments): Promise<void> {
  const version = readVersion();
  const isUnattended = options.account !== undefined;
  const unattended = options.account === undefined ? undefined : await readUnattended(options.account);
  if (unattended && !unattended.ok) throw new StartProblem(unattended.problem);
  const browser = findBrowser();
  if (!browser)
    throw new StartProblem(
      'Parlance needs Chromium, Chrome or Edge to show its window, and none was found. Install one, or name it in PARLANCE_BROWSER.',
    );

  const host = createNodeHost({ ...options, wantsPaintReports: isUnattended, version });
  let app: App | undefined;
  const instance = await claimInstance(host.folders.local, options.links, strongRandom, (links) => {
    for (const link of links) app?.face.openLink(link);
    host.showWindow(false);
  });
  if (instance.kind === 'handed-over') {
    await host.stop();
    return;
  }

  const marks: Marks = createMarks(isUnattended, systemClock);
  const controlToken = isUnattended ? randomUUID() : undefined;
  const server = await startWebServer({
    rendererFolder: fileURLToPath(
      new URL(import.meta.url.endsWith('.ts') ? '../../../../out/renderer' : '../renderer', import.meta.url),
    ),
    preferredPort: isUnattended ? 0 : preferredPort(host.folders.local),
    access: createAccess(systemClock, strongRandom),
    ...(controlToken !== undefined && { controlToken }),
    random: strongRandom,
    log: host.log.child('window'),
  });
  host.setBlobBase(server.blobBase);
  app = await composeApp(host, {
    observer: marks.observer,
    ...(unattended && { unattended: unattended.value }),
  });
  server.serve(app.face);
  if (controlToken) marks.control(`${server.origin.replace('http', 'ws')}/control`, controlToken);
  marks.follow(app.face);

  let window: BrowserWindow | undefined;
  const openWindow = () => {
    window = openBrowserWindow(browser, server.windowUrl(), {
      folder: join(host.folders.local, 'browser'),
      isHeadless: options.isHeadless,
      flags: options.browserFlags,
    });
    window.process.once('exit', () => void quit());
  };
  let quitting: Promise<void> | undefined;
  const quit = () => {
    quitting ??= (async () => {
      await app?.face.stop();
      await server.stop();
      await window?.close();
      await instance.release();
      await host.stop();
    })();
    return quitting;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => void quit().then(() => process.exit(0)));
  host.setShowWindow(() => {
    if (window?.process.exitCode !== null) openWindow();
  });
  openWindow();
  for (const link of options.links) app.face.openLink(link);
}

function readVersion(): string {
  const path = fileURLToPath(
    new URL(
      import.meta.url.endsWith('.ts') ? '../../../../package.json' : '../../package.json',
      import.meta.url,
    ),
  );
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

/** The same port from start to start for one profile, so that the window's origin stays; any free one if it is taken. */
function preferredPort(folder: string): number {
  let hash = 0;
  for (const character of folder) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  return 49_152 + (hash % 16_000);
}

const parsed = parseArguments(process.argv.slice(2));
if (!parsed.ok) {
  process.stderr.write(`${parsed.problem}\n`);
  process.exitCode = 2;
} else {
  run(parsed.value).catch((error: unknown) => {
    process.stderr.write(
      `${error instanceof StartProblem ? error.message : `Parlance could not start: ${error instanceof Error ? error.stack : String(error)}`}\n`,
    );
    process.exit(2);
  });
}
