import { createHmac, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/**
 * SQLite says "not a database" both for a wrong key and for a damaged first page. A small file beside the database,
 * holding an HMAC of a constant under the key, tells the two apart. It says nothing of a random 256-bit key.
 */
export const keyCheckPath = (file: string): string => `${file}.check`;

const mark = (key: Uint8Array): Buffer => createHmac('sha256', key).update('parlance storage key').digest();

export function checkKey(file: string, key: Uint8Array): 'fits' | 'differs' | 'unknown' {
  const path = keyCheckPath(file);
  if (!existsSync(path)) return 'unknown';
  const stored = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
  if (stored.length !== 32) return 'unknown';
  return timingSafeEqual(stored, mark(key)) ? 'fits' : 'differs';
}

export function writeKeyCheck(file: string, key: Uint8Array): void {
  if (checkKey(file, key) === 'fits') return;
  const path = keyCheckPath(file);
  writeFileSync(`${path}.new`, `${mark(key).toString('hex')}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
