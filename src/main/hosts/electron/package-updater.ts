import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Updater } from '../../ports/updater.port.ts';

/** The parts of electron-updater that are used; handed in, so that tests can execute the adapter without Electron. */
export interface PackageUpdater {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  allowDowngrade: boolean;
  disableWebInstaller: boolean;
  logger: unknown;
  setFeedURL(options: { provider: 'generic'; url: string }): void;
  checkForUpdates(): Promise<{
    readonly isUpdateAvailable: boolean;
    readonly updateInfo: { readonly version: string };
  } | null>;
  downloadUpdate(): Promise<readonly string[]>;
  on(event: 'download-progress', listener: (progress: { readonly percent: number }) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  quitAndInstall(isSilent?: boolean, isForceRunAfter?: boolean): void;
}

/** What says that a package is not what its publisher made. */
const UNPROVEN = new Set([
  'ERR_UPDATER_INVALID_SIGNATURE',
  'ERR_CHECKSUM_MISMATCH',
  'ERR_UPDATER_WEB_INSTALLER_DISABLED',
]);

/**
 * Updates by electron-updater (S4): nothing is loaded or installed unless asked, nothing older, no web installers; a package
 * must have the announced version, its checksum and the publisher's signature. It is loaded on first use.
 */
export function createPackageUpdater(load: () => Promise<PackageUpdater>, log: Log): Updater {
  let loaded: PackageUpdater | undefined;
  let tell: (percent: number) => void = () => undefined;

  async function ready(): Promise<PackageUpdater> {
    if (loaded) return loaded;
    const updater = await load();
    updater.autoDownload = false;
    // What lies ready and was not put off comes when the app ends: no call stands then.
    updater.autoInstallOnAppQuit = true;
    updater.allowDowngrade = false;
    updater.disableWebInstaller = true;
    updater.logger = null;
    updater.on('download-progress', ({ percent }) => tell(percent));
    // The promises below tell the same; without a listener it would end the app.
    updater.on('error', () => undefined);
    loaded = updater;
    return updater;
  }

  async function fetchPackage(feed: string, version: string): Promise<Result<void>> {
    const updater = await ready();
    updater.setFeedURL({ provider: 'generic', url: feed });
    const found = await updater.checkForUpdates();
    if (!found?.isUpdateAvailable) return fail('update.failed', undefined, 'not in the list of packages');
    // The list may have moved on: then what it names now is announced at the next look.
    if (found.updateInfo.version !== version)
      return fail('update.bad-signature', undefined, 'another version');
    await updater.downloadUpdate();
    return ok();
  }

  return {
    async download({ feed, version }, onProgress, signal) {
      tell = onProgress;
      try {
        const done = await fetchPackage(feed, version);
        return signal.aborted ? fail('app.cancelled') : done;
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
        log.warn('package refused', { code });
        return fail(UNPROVEN.has(code) ? 'update.bad-signature' : 'update.failed', undefined, code);
      } finally {
        tell = () => undefined;
      }
    },
    // Visible, and the app starts again.
    install: () => loaded?.quitAndInstall(false, true),
  };
}
