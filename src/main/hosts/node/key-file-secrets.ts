import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fail, ok } from '../../../shared/errors/result.ts';
import type { Secrets } from '../../ports/secrets.port.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals with AES-256-GCM under a key in a file that only its owner may read. Weaker than an OS keychain: whoever can
 * read the person's files can read the key; `caps.secretStore` says so to the person.
 */
export function createKeyFileSecrets(path: string): Secrets {
  const key = loadOrCreateKey(path);
  return {
    kind: 'file',
    async seal(plain) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
      return ok(new Uint8Array(sealed));
    },
    async open(sealed) {
      if (sealed.length < NONCE_BYTES + TAG_BYTES) return fail('storage.wrong-key');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES));
        decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
        const body = sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES);
        return ok({
          plain: new Uint8Array(Buffer.concat([decipher.update(body), decipher.final()])),
          reseal: false,
        });
      } catch {
        return fail('storage.wrong-key');
      }
    },
  };
}

function loadOrCreateKey(path: string): Buffer {
  if (existsSync(path)) {
    const key = readFileSync(path);
    if (key.length === KEY_BYTES) return key;
    // A damaged key file is set aside, never overwritten: it may still be repaired from a backup.
    renameSync(path, `${path}.damaged-${Date.now()}`);
  }
  const key = randomBytes(KEY_BYTES);
  // Written beside and renamed, so that a crash leaves either no key or a whole one.
  writeFileSync(`${path}.new`, key, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
  chmodSync(path, 0o600);
  return key;
}
