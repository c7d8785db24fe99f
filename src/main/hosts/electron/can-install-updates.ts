import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What this installation is, as far as updating goes. */
export interface Installation {
  readonly platform: NodeJS.Platform;
  readonly isPackaged: boolean;
  /** Text of `app-update.yml` in the resources; absent: there is none. */
  readonly updateFile: string | undefined;
  /** Put there by an MSI: an administrator's tools look after it. */
  readonly isManaged: boolean;
}

/**
 * True where a package's publisher will really be proven (S4). On Windows electron-updater compares signatures only with the
 * `publisherName` of `app-update.yml`: without it, it would install anything, so nothing is installed. A Mac's system does it
 * itself; nothing proves a Linux package.
 */
export function canInstallUpdates({ platform, isPackaged, updateFile, isManaged }: Installation): boolean {
  if (!isPackaged || isManaged) return false;
  if (platform === 'darwin') return updateFile !== undefined;
  return (
    platform === 'win32' &&
    updateFile !== undefined &&
    /^publisherName:\s*\S|^publisherName:\s*\n\s+-\s*\S/m.test(updateFile)
  );
}

/** The file beside `app-update.yml` that says so; the MSI puts it there. */
const MANAGED_MARK = 'installed-by-msi';

/** What the installation's resources say. */
export function installationIn(
  resources: string,
  given: Pick<Installation, 'platform' | 'isPackaged'>,
): Installation {
  const updateFile = join(resources, 'app-update.yml');
  return {
    ...given,
    updateFile: existsSync(updateFile) ? readFileSync(updateFile, 'utf8') : undefined,
    isManaged: existsSync(join(resources, MANAGED_MARK)),
  };
}
