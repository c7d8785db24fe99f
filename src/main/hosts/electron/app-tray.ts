import type { Tray } from 'electron';
import { createWords } from '../../app/words.ts';
import type { ElectronApi } from './electron-api.ts';

/** 16 × 16, drawn here until the icon set is built: an empty image would leave a hole in the tray. */
const ICON =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAYAAAAf8/9hAAAAJklEQVQ4T2NkoBAwUqifYdQAhtEwYBgNA4bRMGAYDQOG0TAgJQwAAFYEARGeFvgAAAAASUVORK5CYII=';

/** The icon that keeps the app in reach when its window is closed. */
export function createAppTray(
  electron: Pick<ElectronApi, 'Tray' | 'Menu' | 'nativeImage'>,
  actions: { readonly show: () => void; readonly quit: () => void },
): Tray {
  const words = createWords();
  const tray = new electron.Tray(electron.nativeImage.createFromDataURL(ICON));
  tray.setToolTip(words('app.name'));
  tray.setContextMenu(
    electron.Menu.buildFromTemplate([
      { label: words('app.show'), click: actions.show },
      { type: 'separator' },
      { label: words('app.quit'), click: actions.quit },
    ]),
  );
  tray.on('click', actions.show);
  return tray;
}
