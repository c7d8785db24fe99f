import { createHash } from 'node:crypto';

/** The same GUID for the same thing at each start. */
export function guid(seed: string): string {
  const hex = createHash('sha1').update(`parlance lab ${seed}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
