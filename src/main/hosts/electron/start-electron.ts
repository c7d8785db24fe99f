import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import type { AppFace, Host } from '../../ports/host.port.ts';
import { type AppWindow, guardPermissions, openAppWindow } from './app-window.ts';
import { canInstallUpdates, installationIn } from './can-install-updates.ts';
import type { ElectronApi } from './electron-api.ts';
import { doctorWords, type ElectronDoctor, runElectronDoctor } from './electron-doctor.ts';
import { createElectronHost, type ElectronHost } from './electron-host.ts';
import { createDockedWindow } from './docked-window.ts';
import { createMediaWindow } from './media-window.ts';
import { offerHeadsets } from './headset-choice.ts';
import { offerScreens } from './screen-choice.ts';
import { linksFrom } from './links.ts';
import { createAppTray, imageOf } from './app-tray.ts';
import { badgeBitmap } from './icon-bitmap.ts';
import { openWindowMemory } from './window-memory.ts';
import { createPackageUpdater, type PackageUpdater } from './package-updater.ts';
import { registerPageScheme, rendererFolder, servePage } from './window-page.ts';

export interface ElectronStart {
  readonly mainFolder: string;
  readonly argv: readonly string[];
  readonly platform: NodeJS.Platform;
  readonly compose: (host: Host) => Promise<{ readonly face: AppFace }>;
  /** Where the packaged app keeps what is not code; and what installs updates, loaded when first needed (S4). */
  readonly resources: string;
  readonly loadUpdater: () => Promise<PackageUpdater>;
  /** `parlance doctor …` instead of the app. */
  readonly doctor: ElectronDoctor['doctor'];
}

/**
 * Brings the app up under Electron and keeps it up: one instance, window closed to the tray, links from the command
 * line, a second instance or the system. Resolves when the window has been opened, or at once in a second instance.
 */
export async function startElectron(electron: ElectronApi, options: ElectronStart): Promise<void> {
  const { app } = electron;
  const words = doctorWords(options.argv);
  if (words) return runElectronDoctor(electron, options, words);
  if (!app.requestSingleInstanceLock()) return app.quit();
  registerPageScheme(electron);
  // The media gateway is on loopback; effective only together with the media permission (media-gateway decision).
  app.commandLine.appendSwitch('allow-loopback-in-peer-connection');
  app.enableSandbox();

  let face: AppFace | undefined;
  let main: AppWindow | undefined;
  const waiting = [...linksFrom(options.argv)];
  const openLinks = (links: readonly string[]) => {
    if (!face) waiting.push(...links);
    else for (const link of links) face.openLink(link);
  };
  app.on('second-instance', (_event, argv) => {
    openLinks(linksFrom(argv));
    main?.show(true);
  });
  // On Mac the system hands links over by this event, also before the app is ready.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    openLinks([url]);
  });

  await app.whenReady();
  guardPermissions(electron.session.defaultSession);
  offerScreens(electron, electron.session.defaultSession);
  const host = withUpdater(
    createElectronHost(electron, options.mainFolder, options.platform),
    electron,
    options,
  );
  offerHeadsets(electron, electron.session.defaultSession, join(host.folders.local, 'headsets.json'));
  servePage(electron, rendererFolder(options.mainFolder), host.random, () => face);
  const mediaPage = createMediaWindow(electron, options.mainFolder);
  const composed = await options.compose({ ...host, mediaPage });
  face = composed.face;
  mediaPage.use(face);

  let isQuitting = false;
  main = openAppWindow(electron, {
    mainFolder: options.mainFolder,
    face,
    memory: openWindowMemory(join(host.folders.local, 'windows.json')),
    // Started with the system: there when it is wanted, not in the way before.
    isHidden: options.argv.includes('--hidden'),
    onClose(event) {
      if (isQuitting) return;
      event.preventDefault();
      main?.window.hide();
    },
  });
  host.setShowWindow((isUrgent) => main?.show(isUrgent));
  const docked = createDockedWindow(electron, { mainFolder: options.mainFolder, face });
  const tray = createAppTray(electron, { show: () => main?.show(true), quit: () => app.quit() });
  host.setFaces({
    tray: (face) => tray.show(face),
    dock: (position) => docked.dock(position),
    badge: (count) => showBadge(electron, options.platform, main?.window, count),
  });
  app.on('activate', () => main?.show(true));
  app.on('before-quit', (event) => {
    if (isQuitting) return;
    isQuitting = true;
    docked.release();
    event.preventDefault();
    void endOf(composed.face, host).then(() => app.quit());
  });
  openLinks(waiting.splice(0));
}

/** Windows draws no numbers on icons: they are laid over the one in the task bar. */
function showBadge(
  electron: ElectronApi,
  platform: NodeJS.Platform,
  window: BrowserWindow | undefined,
  count: number,
): void {
  if (platform !== 'win32') return void electron.app.setBadgeCount(count);
  const image = count === 0 ? null : imageOf(electron, (size) => badgeBitmap(count, size));
  window?.setOverlayIcon(image, count === 0 ? '' : String(count));
}

/** Only an installation that can prove packages installs them; all others are told of updates. */
function withUpdater(
  host: ElectronHost,
  { app }: ElectronApi,
  { resources, platform, loadUpdater }: ElectronStart,
): ElectronHost {
  const installation = installationIn(resources, { platform, isPackaged: app.isPackaged });
  if (!canInstallUpdates(installation)) return host;
  return { ...host, updater: createPackageUpdater(loadUpdater, host.log.child('update')) };
}

/** What happens before the process may go, one after the other; a part that fails to stop does not keep the rest. */
async function endOf(face: AppFace, host: ElectronHost): Promise<void> {
  await Promise.allSettled([face.stop()]);
  await Promise.allSettled([host.sink.close()]);
}
