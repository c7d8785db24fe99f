import { contextBridge, ipcRenderer } from 'electron';

/**
 * The page's only door: frames of the contract, as plain data, on one channel. The page never sees an event object,
 * a channel name or anything else of Electron.
 */
const CHANNEL = 'parlance.contract';

contextBridge.exposeInMainWorld('parlance', {
  send: (frame: unknown) => ipcRenderer.send(CHANNEL, frame),
  onReceive: (listener: (frame: unknown) => void) => {
    ipcRenderer.on(CHANNEL, (_event, frame: unknown) => listener(frame));
  },
  // The carrier lives as long as the page: when it ends, the page is gone too.
  onClose: () => {},
});
