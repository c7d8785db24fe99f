import path from 'node:path';

/** The repository's folder, absolute. */
export const root = path.dirname(path.dirname(import.meta.dirname));

/** Absolute path of something named from the repository's folder. */
export function fromRoot(...parts: readonly string[]): string {
  return path.join(root, ...parts);
}
