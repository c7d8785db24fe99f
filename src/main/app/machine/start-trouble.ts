import type { Words } from '../words.ts';

const FULL = ['ENOSPC', 'EDQUOT'];
const FORBIDDEN = ['EROFS', 'EACCES', 'EPERM', 'ENOTDIR'];

/** What a person reads when Parlance cannot even show its window; absent for a fault of ours. */
export function startTrouble(error: unknown, words: Words): string | undefined {
  const { code = '', path = '' } = (error ?? {}) as { readonly code?: string; readonly path?: string };
  if (FULL.includes(code)) return words('start.disk-full');
  if (FORBIDDEN.includes(code)) return words('start.not-writable', { path });
  if (error instanceof Error && error.message === 'storage.unavailable') return words('start.disk-full');
  return undefined;
}
