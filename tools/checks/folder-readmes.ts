import type { Check, Finding, Tree } from './check.ts';
import { isTypeScript } from './source-files.ts';

/** How deep below each top folder a README is owed: `src/main/services/chat` is the deepest kind in src. */
const depths: Readonly<Record<string, number>> = {
  src: 3,
  lab: 1,
  tools: 1,
  test: 1,
  bench: 1,
  e2e: 1,
  packaging: 1,
};

/** A README of fewer lines than this says too little. */
const fewestLines = 3;

/** Every folder of code says in about five lines what it is: five lines per folder, and none is forgotten. */
export const folderReadmes: Check = {
  name: 'folder READMEs',
  check: (tree) => ({ findings: owedFolders(tree).flatMap((folder) => judge(folder, tree)), notes: [] }),
};

function owedFolders(tree: Tree): readonly string[] {
  const owed = new Set<string>();
  for (const file of tree.files.filter(isTypeScript)) {
    const parts = file.path.split('/');
    const depth = depths[parts[0] ?? ''];
    if (depth === undefined) continue;
    for (let length = 1; length < parts.length && length <= depth + 1; length += 1) {
      owed.add(parts.slice(0, length).join('/'));
    }
  }
  return [...owed].sort();
}

function judge(folder: string, tree: Tree): readonly Finding[] {
  const path = `${folder}/README.md`;
  const readme = tree.files.find((file) => file.path === path);
  if (readme === undefined) {
    return [
      {
        path,
        line: 0,
        message:
          'is missing: what it is, what it may import, its entry, how to test it, what not to put here',
      },
    ];
  }
  const lines = readme.text.split('\n').filter((line) => line.trim() !== '').length;
  return lines < fewestLines ? [{ path, line: 0, message: `says too little (${lines} lines)` }] : [];
}
