import { randomUUID } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type App, composeApp } from '../../app/compose.ts';
import { namedDeployment, systemDeployment } from '../../app/machine/deployment/deployment-sources.ts';
import { machineAccess } from '../../app/machine/deployment/machine-access.ts';
import { stayUp } from '../../app/machine/stay-up.ts';
import { strongRandom } from '../../app/machine/strong-random.ts';
import { systemClock } from '../../app/machine/system-clock.ts';
import { readUnattended } from '../../app/unattended-account.ts';
import type { DeploymentSources } from '../../ports/deployment-sources.port.ts';
import type { LinkHandlers } from '../../ports/link-handlers.port.ts';
import { createAccess } from './access.ts';
import type { Arguments } from './arguments.ts';
import { type AppBrowser, createAppBrowser } from './app-browser.ts';
import { type Browser, findBrowser, openBrowserWindow } from './browser.ts';
import { createNodeHost, type NodeHost } from './node-host.ts';
import { readVersion } from './read-version.ts';
import { claimInstance } from './single-instance.ts';
import { createMarks } from './unattended.ts';
import { createXdgLinkHandlers } from './xdg-link-handlers.ts';
import { startWebServer, type WebServer } from './web-server.ts';

/** A problem the person at the command line can mend: one sentence on stderr, exit code 2. */
export class StartProblem extends Error {}

const isSource = import.meta.url.endsWith('.ts');
const besides = (source: string, built: string) =>
  fileURLToPath(new URL(isSource ? source : built, import.meta.url));

/**
 * Brings the app up on plain Node and keeps it up until its window is closed or it is told to end. The browser, the
 * slowest of all parts, is started first; its page waits at the door until the app is composed.
 */
export async function startNode(options: Arguments): Promise<void> {
  const unattended = options.account === undefined ? undefined : await readUnattended(options.account);
  if (unattended && !unattended.ok) throw new StartProblem(unattended.problem);
  refuseUnreadable(options.bootstrap, options.policies);
  const browser = findBrowser();
  if (!browser) {
    throw new StartProblem(
      'Parlance needs Chromium, Chrome or Edge to show its window, and none was found. Install one, or name it in PARLANCE_BROWSER.',
    );
  }
  const isUnattended = unattended !== undefined;
  const marks = createMarks(isUnattended, systemClock);
  const host = createNodeHost({
    ...options,
    wantsPaintReports: isUnattended,
    version: readVersion(),
    deployment: deploymentOf(options),
    browser,
    // Not in unattended mode: a test leaves the person's desktop alone.
    ...(!isUnattended && process.platform === 'linux' && { linkHandlers: xdgLinks(options) }),
    ...(isUnattended && { onSignOn: marks.signOn, onOpened: marks.opened }),
  });
  stayUp(host.log);
  let app: App | undefined;
  const instance = await claimInstance(host.folders.local, options.links, strongRandom, (links) => {
    for (const link of links) app?.face.openLink(link);
    host.showWindow(false);
  });
  if (instance.kind === 'handed-over') return host.stop();

  const controlToken = isUnattended ? randomUUID() : undefined;
  const server = await serveWindow(host, controlToken);
  const window = appBrowser(host, browser, server, options);
  host.setShowWindow(window.show);
  const quit = quitOnce(async () => {
    await app?.face.stop();
    await server.stop();
    await window.close();
    await instance.release();
    await host.stop();
  });
  window.open(() => void quit());
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => void quit().then(() => process.exit(0)));

  app = await composeApp(Object.assign(host, { mediaPage: window.mediaPage }), {
    observer: marks.observer,
    ...(unattended && { unattended: unattended.value }),
  });
  server.serve(app.face);
  if (controlToken) marks.control(`${server.origin.replace('http', 'ws')}/control`, controlToken);
  marks.follow(app.face);
  for (const link of options.links) app.face.openLink(link);
}

/** Who tries a configuration must not try an empty one because of a slip in its path. */
function refuseUnreadable(...paths: readonly (string | undefined)[]): void {
  for (const path of paths)
    try {
      if (path !== undefined) accessSync(path, constants.R_OK);
    } catch {
      throw new StartProblem(`The file ${path} cannot be read.`);
    }
}

/** The link comes to this very start of Parlance, or to the one that runs already. */
function xdgLinks({ profile }: Arguments): LinkHandlers {
  const [, main = ''] = process.argv;
  const command = [process.execPath, main, ...(profile === undefined ? [] : ['--profile', profile])];
  return createXdgLinkHandlers({ command, env: process.env });
}

/** A test or a trial sees what it names and nothing of this computer's own deployment. */
function deploymentOf(options: Arguments): DeploymentSources {
  const { account, bootstrap, policies, user } = options;
  const isNamed = [account, bootstrap, policies, user].some((each) => each !== undefined);
  return isNamed ? namedDeployment(machineAccess, options) : systemDeployment(machineAccess);
}

async function serveWindow(host: NodeHost, controlToken: string | undefined): Promise<WebServer> {
  const server = await startWebServer({
    rendererFolder: besides('../../../../out/renderer', '../renderer'),
    preferredPort: controlToken === undefined ? preferredPort(host.folders.local) : 0,
    access: createAccess(systemClock, strongRandom),
    ...(controlToken !== undefined && { controlToken }),
    random: strongRandom,
    log: host.log.child('window'),
  });
  host.setBlobBase(server.blobBase);
  return server;
}

/** The browser's part of the host: our window, opened with an address that is good once. */
function appBrowser(host: NodeHost, browser: Browser, server: WebServer, options: Arguments): AppBrowser {
  return createAppBrowser({
    start: () =>
      openBrowserWindow(browser, server.windowUrl(), {
        folder: join(host.folders.local, 'browser'),
        isHeadless: options.isHeadless,
        flags: options.browserFlags,
      }),
    origin: server.origin,
    mediaPageUrl: server.mediaPageUrl,
    clock: host.clock,
    log: host.log.child('browser'),
  });
}

/** However often and from wherever it is asked to end, it ends once. */
function quitOnce(end: () => Promise<void>): () => Promise<void> {
  let ending: Promise<void> | undefined;
  return () => {
    ending ??= end();
    return ending;
  };
}

/** The same port from start to start for one profile, so that the window's origin stays; any free one if it is taken. */
function preferredPort(folder: string): number {
  let hash = 0;
  for (const character of folder) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  return 49_152 + (hash % 16_000);
}
