import type { BrowserWindow } from 'electron';
import type { AppFace } from '../../ports/host.port.ts';
import type { MediaPageDoor } from '../../ports/media-page.port.ts';
import { confine, pagePreferences } from './app-window.ts';
import type { ElectronApi } from './electron-api.ts';
import { PAGE_ORIGIN } from './window-page.ts';

export interface MediaWindow extends MediaPageDoor {
  /** From now on there is an app to attach to. What was asked for before is done now. */
  use(face: AppFace): void;
}

/** The window that holds the sound of calls: never shown, in no task bar, confined as every other, destroyed when it is not needed. */
export function createMediaWindow(
  electron: Pick<ElectronApi, 'BrowserWindow' | 'ipcMain'>,
  mainFolder: string,
): MediaWindow {
  const app = Promise.withResolvers<AppFace>();
  let window: BrowserWindow | undefined;
  let asked = 0;
  const close = (): void => {
    asked += 1;
    const closing = window;
    window = undefined;
    closing?.destroy();
  };
  return {
    use: app.resolve,
    async open() {
      close();
      const mine = asked;
      const face = await app.promise;
      if (mine !== asked) return true;
      const made = new electron.BrowserWindow({
        show: false,
        width: 1,
        height: 1,
        focusable: false,
        skipTaskbar: true,
        title: 'Parlance',
        webPreferences: pagePreferences(mainFolder),
      });
      window = made;
      made.once('closed', () => {
        if (window === made) window = undefined;
      });
      confine(electron, made, face, 'media');
      return made.loadURL(`${PAGE_ORIGIN}/media.html`).then(
        () => true,
        // It was not to be opened any more, or cannot be.
        () => mine !== asked,
      );
    },
    close,
  };
}
