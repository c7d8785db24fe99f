import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A file of ours: `path` from the repository's folder with forward slashes, and its whole text. */
export type SourceFile = { readonly path: string; readonly text: string };

/** Everything people write; nothing that is built or installed. */
const folders = ['src', 'lab', 'tools', 'test', 'bench', 'e2e', 'packaging', 'docs'];
const textEndings = /\.(ts|tsx|mjs|css|html|md|json|txt|yml|sh|conf|lua)$/;
const skipped = new Set(['node_modules', 'out', 'dist', 'coverage']);

/** Reads every text file of ours below `root`, sorted by path. */
export function readTree(root: string): readonly SourceFile[] {
  const found: SourceFile[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && !skipped.has(entry.name)) visit(name);
      if (entry.isFile() && textEndings.test(entry.name)) {
        found.push({ path: name, text: readFileSync(path.join(root, name), 'utf8') });
      }
    }
  };
  const top = readdirSync(root, { withFileTypes: true });
  for (const entry of top) if (entry.isDirectory() && folders.includes(entry.name)) visit(entry.name);
  for (const entry of top) {
    if (entry.isFile() && textEndings.test(entry.name)) {
      found.push({ path: entry.name, text: readFileSync(path.join(root, entry.name), 'utf8') });
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** TypeScript that is ours: `.ts` and `.tsx`. */
export function isTypeScript(file: SourceFile): boolean {
  return /\.tsx?$/.test(file.path) && !file.path.endsWith('.d.ts');
}

/** Unit tests, integration tests and browser specs. */
export function isTest(file: Pick<SourceFile, 'path'>): boolean {
  return /\.(test|spec)\.tsx?$/.test(file.path);
}
