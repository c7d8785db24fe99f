import type { BrowserWindow, Session, WebPreferences } from 'electron';
import { join } from 'node:path';
import type { ClientRole } from '../../ports/carrier.port.ts';
import type { AppFace } from '../../ports/host.port.ts';
import type { ElectronApi } from './electron-api.ts';
import { createIpcCarrier } from './ipc-carrier.ts';
import type { WindowMemory } from './window-memory.ts';
import { PAGE_ORIGIN } from './window-page.ts';

/**
 * What the window may ask the system for: sound and picture for calls, a screen that is chosen, the whole screen for a picture,
 * HID after a click, copying of text; nothing else (Q1).
 */
const allowedPermissions: ReadonlySet<string> = new Set([
  'media',
  'display-capture',
  'fullscreen',
  'speaker-selection',
  'hid',
  'clipboard-sanitized-write',
]);

/** Checks and requests are answered alike, and only for our own page. Node's URL knows no origin for our scheme: compare text. */
export function guardPermissions(session: Session): void {
  const isOurs = (url: string) => url === PAGE_ORIGIN || url.startsWith(`${PAGE_ORIGIN}/`);
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => allowedPermissions.has(permission) && isOurs(origin),
  );
  // A frame of another origin asks with its own address, not with its window's.
  session.setPermissionRequestHandler((contents, permission, answer, details) =>
    answer(
      allowedPermissions.has(permission) &&
        isOurs(contents.getURL()) &&
        (details?.isMainFrame ?? true) &&
        isOurs(details?.requestingUrl ?? contents.getURL()),
    ),
  );
}

/** Our page in any window: sandboxed, isolated, without Node. */
export function pagePreferences(mainFolder: string): WebPreferences {
  return {
    preload: join(mainFolder, '..', 'preload', 'preload.cjs'),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: true,
    // Calls go on while the window is behind others.
    backgroundThrottling: false,
    // A call may ring before anybody has clicked into the window.
    autoplayPolicy: 'no-user-gesture-required',
  };
}

/** Unable to leave its page, open windows or embed anything; each load of the page is a client of the app, with that role. */
export function confine(
  electron: Pick<ElectronApi, 'ipcMain'>,
  { webContents: contents }: BrowserWindow,
  face: AppFace,
  role: ClientRole,
): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  // A tab's page may be sent on, to a sign-on page say; where to, the policy of its door decides.
  contents.on('will-redirect', (event) => event.isMainFrame && event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  // The carrier of the page before has ended by then.
  contents.on('dom-ready', () => face.attach(createIpcCarrier(electron, contents, PAGE_ORIGIN), role));
}

/** Opens our page in a window, and again when its process has died. */
export function loadAndKeep(window: BrowserWindow, page: string): void {
  window.webContents.on('render-process-gone', () => void window.loadURL(page));
  void window.loadURL(page);
}

export interface AppWindow {
  readonly window: BrowserWindow;
  show(isUrgent: boolean): void;
}

export interface AppWindowGiven {
  readonly mainFolder: string;
  readonly face: AppFace;
  readonly memory: WindowMemory;
  /** Opened, but not shown until somebody asks for it. */
  readonly isHidden: boolean;
  readonly onClose: (event: { preventDefault(): void }) => void;
}

/** The hub: sandboxed, isolated, without Node, unable to navigate, open windows or embed anything. */
export function openAppWindow(
  electron: Pick<ElectronApi, 'BrowserWindow' | 'ipcMain' | 'screen'>,
  { mainFolder, face, memory, isHidden, onClose }: AppWindowGiven,
): AppWindow {
  const place = memory.placeAmong(electron.screen.getAllDisplays());
  const window = new electron.BrowserWindow({
    width: place?.width ?? 1080,
    height: place?.height ?? 760,
    ...(place && { x: place.x, y: place.y }),
    minWidth: 320,
    minHeight: 480,
    show: false,
    autoHideMenuBar: true,
    title: 'Parlance',
    webPreferences: pagePreferences(mainFolder),
  });
  confine(electron, window, face, 'window');
  if (place?.isMaximized && !isHidden) window.maximize();
  window.once('ready-to-show', () => {
    if (!isHidden) window.show();
  });
  const remember = (): void => {
    if (window.isMinimized()) return;
    memory.keep(electron.screen.getAllDisplays(), {
      ...window.getNormalBounds(),
      isMaximized: window.isMaximized(),
    });
  };
  window.on('moved', remember);
  window.on('resized', remember);
  window.on('close', (event) => {
    remember();
    onClose(event);
  });
  // Other displays, another place: the window goes where it stood among them.
  const follow = (): void => {
    const there = memory.placeAmong(electron.screen.getAllDisplays());
    if (there && !window.isMaximized()) window.setBounds(there);
  };
  electron.screen.on('display-added', follow);
  electron.screen.on('display-removed', follow);
  loadAndKeep(window, `${PAGE_ORIGIN}/`);
  return {
    window,
    show(isUrgent) {
      if (window.isMinimized()) window.restore();
      if (isUrgent) {
        window.show();
        window.focus();
      } else window.showInactive();
    },
  };
}
