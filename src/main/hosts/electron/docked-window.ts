import type { BrowserWindow, Rectangle } from 'electron';
import type { DockedPosition } from '../../../shared/domain/settings.ts';
import type { AppFace } from '../../ports/host.port.ts';
import { confine, loadAndKeep, pagePreferences } from './app-window.ts';
import type { ElectronApi } from './electron-api.ts';
import { PAGE_ORIGIN } from './window-page.ts';

export interface DockedWindow {
  /** Where it stands; nothing: it is not wanted. */
  dock(position: DockedPosition | undefined): void;
  /** The app ends: from now on it may be closed. */
  release(): void;
}

const SIZE = { width: 340, height: 400 };

/** The small window at the upper edge of the main display, above all others (X5). Made when it is first wanted. */
export function createDockedWindow(
  electron: Pick<ElectronApi, 'BrowserWindow' | 'ipcMain' | 'screen'>,
  { mainFolder, face }: { readonly mainFolder: string; readonly face: AppFace },
): DockedWindow {
  let window: BrowserWindow | undefined;
  let wanted: DockedPosition | undefined;
  let isReleased = false;
  const place = (): void => {
    if (wanted) window?.setBounds(boundsIn(electron.screen.getPrimaryDisplay().workArea, wanted));
  };
  for (const change of ['display-added', 'display-removed', 'display-metrics-changed'] as const)
    electron.screen.on(change as 'display-added', place);
  const open = (): BrowserWindow => {
    const made = new electron.BrowserWindow({
      ...SIZE,
      show: false,
      frame: false,
      alwaysOnTop: true,
      skipTaskbar: true,
      resizable: false,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
      title: 'Parlance',
      webPreferences: pagePreferences(mainFolder),
    });
    confine(electron, made, face, 'window');
    made.once('ready-to-show', () => {
      // It comes without taking the keyboard from whoever is writing.
      if (wanted) made.showInactive();
    });
    made.on('close', (event) => {
      if (isReleased) return;
      event.preventDefault();
      made.hide();
    });
    loadAndKeep(made, `${PAGE_ORIGIN}/?docked`);
    return made;
  };
  return {
    dock(position) {
      const isNew = position !== undefined && wanted === undefined;
      wanted = position;
      if (position === undefined) return window?.hide();
      const isOpened = window !== undefined;
      window ??= open();
      place();
      if (isOpened && isNew) window.showInactive();
    },
    release() {
      isReleased = true;
    },
  };
}

function boundsIn({ x, y, width }: Rectangle, position: DockedPosition): Rectangle {
  const room = width - SIZE.width;
  const left = { 'top-left': 0, 'top-center': Math.round(room / 2), 'top-right': room };
  return { ...SIZE, x: x + left[position], y };
}
