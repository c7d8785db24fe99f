import { createHash } from 'node:crypto';
import { join } from 'node:path';

export const profileFile = (folder: string): string => join(folder, 'profile.db');

/** One file per identity; its name doesn't show the address. Case, surrounding space and resource don't matter. */
export function identityFile(folder: string, address: string): string {
  const bare = address.trim().split('/')[0] ?? '';
  const hash = createHash('sha256').update(bare.normalize('NFC').toLowerCase()).digest('hex').slice(0, 32);
  return join(folder, `identity-${hash}.db`);
}
