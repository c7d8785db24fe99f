import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HostCaps } from '../../../shared/domain/host-caps.ts';
import { createFileLog, type LogSink } from '../../app/machine/file-log.ts';
import { systemDeployment } from '../../app/machine/deployment/deployment-sources.ts';
import { machineAccess } from '../../app/machine/deployment/machine-access.ts';
import { machineFacts } from '../../app/machine/machine-facts.ts';
import { createNetworkPoll } from '../../app/machine/network-poll.ts';
import { stayUp } from '../../app/machine/stay-up.ts';
import { strongRandom } from '../../app/machine/strong-random.ts';
import { systemClock } from '../../app/machine/system-clock.ts';
import type { DockedPosition } from '../../../shared/domain/settings.ts';
import type { Host, TrayFace } from '../../ports/host.port.ts';
import type { ElectronApi } from './electron-api.ts';
import { createGlobalKeys } from './global-keys.ts';
import { createNativeNotices } from './native-notices.ts';
import { createElectronLinkHandlers } from './link-handlers.ts';
import { createPowerIdle } from './power-idle.ts';
import { withPowerEvents } from './power-network.ts';
import { createSafeStorageSecrets } from './safe-storage-secrets.ts';
import { createElectronSignOn } from './sign-on-window.ts';
import { startUtilityPart } from './utility-part.ts';
import { PAGE_ORIGIN } from './window-page.ts';

export interface HostFaces {
  tray(face: TrayFace | undefined): void;
  badge(count: number): void;
  dock(position: DockedPosition | undefined): void;
}

export interface ElectronHost extends Host {
  readonly sink: LogSink;
  setShowWindow(show: (isUrgent: boolean) => void): void;
  /** Where the number of the icon and the face of the tray are shown. */
  setFaces(faces: HostFaces): void;
}

/** The computer as Electron shows it. Call when the app is ready. `mainFolder` is where the built main entry lies. */
export function createElectronHost(
  electron: ElectronApi,
  mainFolder: string,
  platform: NodeJS.Platform,
): ElectronHost {
  const { app } = electron;
  const roaming = app.getPath('userData');
  // Windows roams userData; contacts, history and pictures stay on the machine (S2).
  const local =
    platform === 'win32'
      ? join(process.env['LOCALAPPDATA'] ?? roaming, app.getName())
      : join(roaming, 'local');
  const sink = createFileLog(join(local, 'logs'), { debug: false });
  stayUp(sink.log);
  const secrets = createSafeStorageSecrets(electron, platform);
  let faces: HostFaces | undefined;
  let docked: DockedPosition | undefined;
  let show = (_isUrgent: boolean) => {};
  const caps = capsOf(electron, platform, secrets.kind);
  return {
    caps,
    folders: { local, roaming, downloads: app.getPath('downloads') },
    clock: systemClock,
    random: strongRandom,
    log: sink.log,
    secrets,
    network: withPowerEvents(electron, createNetworkPoll(systemClock)),
    idle: createPowerIdle(electron, systemClock),
    deployment: systemDeployment(machineAccess),
    // Chromium's own: system settings, automatic discovery and scripts, run in its sandbox.
    proxyFor: (url) => electron.session.defaultSession.resolveProxy(url),
    signOn: createElectronSignOn(electron, strongRandom),
    record: { ...sink.record, facts: machineFacts },
    storageWorker: pathToFileURL(join(mainFolder, 'storage-worker.js')),
    startGateway: () =>
      startUtilityPart(electron, join(mainFolder, 'gateway-worker.js'), 'Parlance media gateway'),
    async openExternal(url) {
      const schemes = ['http:', 'https:', 'mailto:', 'webexteams:'];
      if (!URL.canParse(url) || !schemes.includes(new URL(url).protocol)) return false;
      await electron.shell.openExternal(url);
      return true;
    },
    globalKeys: createGlobalKeys(electron, platform),
    linkHandlers: createElectronLinkHandlers(electron, platform),
    // Electron answers with what went wrong, or nothing.
    openFile: async (path) => (await electron.shell.openPath(path)) === '',
    showInFolder: (path) => electron.shell.showItemInFolder(path),
    ...createNativeNotices(electron, () => show(true)),
    setDocked(position) {
      docked = position;
      faces?.dock(position);
    },
    setBadge: (count) => faces?.badge(count),
    setTray: (face) => faces?.tray(face),
    showWindow: (isUrgent) => show(isUrgent),
    setStartAtLogin: (isOn) => app.setLoginItemSettings({ openAtLogin: isOn, args: ['--hidden'] }),
    sink,
    setShowWindow(next) {
      show = next;
    },
    setFaces(next) {
      faces = next;
      // The settings were read before there was a window.
      next.dock(docked);
    },
  };
}

function capsOf(
  electron: ElectronApi,
  platform: NodeJS.Platform,
  secretStore: HostCaps['secretStore'],
): HostCaps {
  return {
    platform: platform === 'win32' ? 'windows' : platform === 'darwin' ? 'mac' : 'linux',
    nativeNotifications: electron.Notification.isSupported(),
    tray: true,
    badge: true,
    globalShortcuts: true,
    dockedWindow: true,
    startAtLogin: platform !== 'linux',
    protocolHandlers: true,
    secretStore,
    opensFiles: true,
    blobBase: `${PAGE_ORIGIN}/blob/`,
    version: electron.app.getVersion(),
    wantsPaintReports: false,
    seesIdle: true,
  };
}
