import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What the built app depends on. */
const inputs = [
  'src/**/*',
  'assets/**/*',
  'vite.*.config.ts',
  'tools/build/entries.ts',
  'tsconfig*.json',
  'package-lock.json',
];

/** One hash over the names and contents of all that goes into the build (tests left out). */
export function sourceStamp(root: string): string {
  const hash = createHash('sha256');
  const files = globSync(inputs, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(test|spec)\.tsx?$|\.md$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) {
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/** The stamp left by the last build; undefined when there was none. */
export function readStamp(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
