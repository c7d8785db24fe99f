import type { Check, Finding, Tree } from './check.ts';
import { isTypeScript } from './source-files.ts';

/** How many folders deep a README is owed below each of these; the first row that fits counts. */
const depths: readonly (readonly [folder: string, depth: number])[] = [
  ['src/main', 2],
  ['src/renderer', 2],
  ['src', 2],
  ['lab', 1],
  ['tools', 1],
  ['test', 1],
  ['bench', 1],
  ['e2e', 1],
  ['packaging', 1],
];

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
    const row = depths.find(([folder]) => file.path.startsWith(`${folder}/`));
    if (row === undefined) continue;
    const parts = file.path.split('/');
    const deepest = row[0].split('/').length + row[1];
    for (let length = 1; length < parts.length && length <= deepest; length += 1) {
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
