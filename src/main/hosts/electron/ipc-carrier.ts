import type { IpcMainEvent, WebContents } from 'electron';
import type { Carrier } from '../../ports/carrier.port.ts';
import type { ElectronApi } from './electron-api.ts';

/** The one channel; the preload sends frames on it and receives them on it. */
export const CHANNEL = 'parlance.contract';

/**
 * One window as a carrier. Frames count only from this window's main frame while it shows our own page (Q1): another
 * window, a subframe or a foreign page is ignored. The carrier ends when the window navigates, reloads or dies,
 * so a page that comes later starts with a subscription of its own.
 */
export function createIpcCarrier(
  electron: Pick<ElectronApi, 'ipcMain'>,
  contents: WebContents,
  ownOrigin: string,
): Carrier {
  const received: ((frame: unknown) => void)[] = [];
  const closed: (() => void)[] = [];
  let isOpen = true;

  const onFrame = (event: IpcMainEvent, frame: unknown) => {
    if (!isOpen || event.sender !== contents) return;
    const sender = event.senderFrame;
    if (!sender || sender !== contents.mainFrame || sender.origin !== ownOrigin) return;
    for (const listener of received) listener(frame);
  };
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    electron.ipcMain.off(CHANNEL, onFrame);
    contents.off('did-start-navigation', onNavigation);
    contents.off('render-process-gone', close);
    contents.off('destroyed', close);
    for (const listener of closed) listener();
  };
  const onNavigation = (details: { isMainFrame: boolean; isSameDocument: boolean }) => {
    if (details.isMainFrame && !details.isSameDocument) close();
  };

  electron.ipcMain.on(CHANNEL, onFrame);
  contents.on('did-start-navigation', onNavigation);
  contents.on('render-process-gone', close);
  contents.on('destroyed', close);
  return {
    send(frame) {
      if (isOpen && !contents.isDestroyed()) contents.send(CHANNEL, frame);
    },
    onReceive: (listener) => void received.push(listener),
    onClose: (listener) => void closed.push(listener),
    close,
  };
}
