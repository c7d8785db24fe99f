import type { GlobalKeys } from '../../ports/global-keys.port.ts';
import type { ElectronApi } from './electron-api.ts';

/** Global keys by Electron; `readHotKey` writes its accelerators. */
export function createGlobalKeys(
  { globalShortcut, clipboard }: Pick<ElectronApi, 'globalShortcut' | 'clipboard'>,
  platform: NodeJS.Platform,
): GlobalKeys {
  return {
    // Electron answers false where another program has the key; it throws for a key that it does not know.
    take(key, onPressed) {
      try {
        return globalShortcut.register(key, onPressed);
      } catch {
        return false;
      }
    },
    release: (key) => globalShortcut.unregister(key),
    // Linux alone lets other programs see what is selected; elsewhere the person copies it first.
    async selectedText() {
      const selected = platform === 'linux' ? await clipboard.selection.readText() : '';
      return selected.trim() === '' ? clipboard.readText() : selected;
    },
  };
}
