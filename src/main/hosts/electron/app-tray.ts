import type { Tray } from 'electron';
import { en } from '../../../shared/text/en.ts';
import type { ElectronApi } from './electron-api.ts';

/** 16 × 16, drawn here until the icon set is built: an empty image would leave a hole in the tray. */
const ICON =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAYAAAAf8/9hAAAAJklEQVQ4T2NkoBAwUqifYdQAhtEwYBgNA4bRMGAYDQOG0TAgJQwAAFYEARGeFvgAAAAASUVORK5CYII=';

/** The icon that keeps the app in reach when its window is closed. */
export function createAppTray(
  electron: Pick<ElectronApi, 'Tray' | 'Menu' | 'nativeImage'>,
  actions: { readonly show: () => void; readonly quit: () => void },
): Tray {
  const tray = new electron.Tray(electron.nativeImage.createFromDataURL(ICON));
  tray.setToolTip(en['app.name']);
  tray.setContextMenu(
    electron.Menu.buildFromTemplate([
      { label: en['app.show'], click: actions.show },
      { type: 'separator' },
      { label: en['app.quit'], click: actions.quit },
    ]),
  );
  tray.on('click', actions.show);
  return tray;
}
