/** Entry files of main, by the name they get in out/main. The Node host is left out when the app is packed. */
export const mainEntries: Readonly<Record<string, string>> = {
  index: 'src/main/index.ts',
  'node-host': 'src/main/hosts/node/main.ts',
  'storage-worker': 'src/main/storage/storage-worker.ts',
  'gateway-worker': 'src/main/gateway/gateway-worker.ts',
};

/** The one file between the window and main under Electron. */
export const preloadEntry = 'src/preload/preload.ts';

/** The page of the window, and the one that holds the sound of calls. */
export const rendererEntries: readonly string[] = ['src/renderer/index.html', 'src/renderer/media.html'];
