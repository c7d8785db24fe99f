import { fail, ok } from '../../../shared/errors/result.ts';
import type { Secrets } from '../../ports/secrets.port.ts';
import type { ElectronApi } from './electron-api.ts';

/**
 * Seals with the system's keychain. On Linux without a keyring Electron falls back to a fixed key (`basic_text`):
 * that protects nothing, so the kind then says `file` and the person is told.
 */
export function createSafeStorageSecrets(
  electron: Pick<ElectronApi, 'safeStorage'>,
  platform: NodeJS.Platform,
): Secrets {
  const { safeStorage } = electron;
  const isWeak = platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
  return {
    kind: isWeak ? 'file' : 'os',
    async seal(plain) {
      try {
        return ok(
          new Uint8Array(await safeStorage.encryptStringAsync(Buffer.from(plain).toString('base64'))),
        );
      } catch {
        return fail('storage.unavailable');
      }
    },
    async open(sealed) {
      try {
        const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(sealed));
        return ok({ plain: new Uint8Array(Buffer.from(result, 'base64')), reseal: shouldReEncrypt });
      } catch {
        return fail('storage.wrong-key');
      }
    },
  };
}
