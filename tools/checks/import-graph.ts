import { isBuiltin } from 'node:module';
import path from 'node:path';
import type { Check, Finding, Tree } from './check.ts';
import { type Layer, layers, onlyEntry, reserved, testLayer } from './layers.ts';
import { isTest, isTypeScript, type SourceFile } from './source-files.ts';
import { type ImportEdge, parseFile } from './syntax.ts';

/** The layer of one file, with `*` in its folder replaced by the name it stands for. */
type Place = { readonly layer: Omit<Layer, 'folders'>; readonly home: string };

/** Imports point one way: every import, type imports among them, against the table in layers.ts. */
export const importGraph: Check = {
  name: 'import rules',
  check: (tree) => ({
    findings: tree.files.filter(isTypeScript).flatMap((file) => checkFile(file, tree)),
    notes: [],
  }),
};

/** Values may not go round in a circle (types may: they are gone when the program runs). */
export const importCycles: Check = {
  name: 'import circles',
  check: (tree) => ({ findings: findCycles(tree), notes: [] }),
};

function checkFile(file: SourceFile, tree: Tree): readonly Finding[] {
  const place = placeOf(file.path);
  if (place === undefined) return inSource(file.path) ? [noLayer(file.path)] : [];
  const known = new Set(tree.files.map(({ path: name }) => name));
  return parseFile(file).imports.flatMap((edge) => {
    const message = edge.specifier.startsWith('.')
      ? judgeRelative(file.path, edge, place, known)
      : judgePackage(file.path, edge, place);
    return message === undefined ? [] : [{ path: file.path, line: edge.line, message }];
  });
}

function inSource(file: string): boolean {
  return file.startsWith('src/');
}

function noLayer(file: string): Finding {
  return {
    path: file,
    line: 0,
    message: 'belongs to no layer: add a row to tools/checks/layers.ts or move it',
  };
}

function placeOf(file: string): Place | undefined {
  const matches = layers.flatMap((layer) =>
    layer.folders.flatMap((folder) => {
      const home = matchFolder(folder, file);
      // An exact name beats a star of the same depth.
      return home === undefined
        ? []
        : [{ layer, home, weight: home.length + (folder.includes('*') ? 0 : 0.5) }];
    }),
  );
  const best = matches.sort((a, b) => b.weight - a.weight)[0];
  if (best === undefined) return undefined;
  return isTest({ path: file }) && inSource(file) ? { layer: testLayer, home: best.home } : best;
}

/** The concrete folder that `folder` (which may end in `/*`) means for this file, if the file lies in it. */
function matchFolder(folder: string, file: string): string | undefined {
  const wanted = folder.split('/');
  const parts = file.split('/');
  const isInside = wanted.length < parts.length || folder === file;
  return isInside && wanted.every((part, at) => part === '*' || part === parts[at])
    ? parts.slice(0, wanted.length).join('/')
    : undefined;
}

function liesIn(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}

function judgeRelative(
  file: string,
  edge: ImportEdge,
  { layer, home }: Place,
  known: ReadonlySet<string>,
): string | undefined {
  const target = path.posix.join(path.posix.dirname(file), edge.specifier.replace(/\?.*$/, ''));
  if (target.startsWith('..')) return `imports "${edge.specifier}", which lies outside the repository`;
  if (!/\.[a-z0-9]+$/i.test(target))
    return `imports "${edge.specifier}" without its ending: write .ts or .tsx`;
  if (/\.tsx?$/.test(target) && !known.has(target))
    return `imports "${edge.specifier}", which does not exist`;
  if (liesIn(target, home) || layer.imports.some((folder) => liesIn(target, folder))) return undefined;
  const goal = placeOf(target)?.layer.name ?? target;
  return `${layer.name} may not import ${goal} ("${edge.specifier}"); it may import ${listed(layer)}`;
}

function listed(layer: Pick<Layer, 'imports'>): string {
  return layer.imports.length === 0 ? 'nothing of ours' : layer.imports.join(', ');
}

function judgePackage(file: string, edge: ImportEdge, { layer }: Place): string | undefined {
  const { specifier } = edge;
  const holders = reserved[specifier] ?? (isBuiltin(specifier) ? reserved[`node:${specifier}`] : undefined);
  if (
    holders !== undefined &&
    !isExempt(specifier, file) &&
    !holders.some((folder) => liesIn(file, folder))
  ) {
    return `only ${holders.join(', ')} may import "${specifier}"`;
  }
  if (isBuiltin(specifier)) {
    return layer.builtins ? undefined : `${layer.name} may not use Node ("${specifier}"): ask for a port`;
  }
  const name = packageName(specifier);
  if (layer.packages === 'any') return undefined;
  const entry = onlyEntry[name];
  if (entry !== undefined && specifier !== entry) return `imports "${specifier}": use "${entry}"`;
  const isAllowed = layer.packages.some((allowed) =>
    allowed.endsWith('/*') ? name.startsWith(allowed.slice(0, -1)) : name === allowed,
  );
  return isAllowed ? undefined : `${layer.name} may not import the package "${name}"`;
}

/** Tests may start programs and resolve names; nobody but the electron folders may import electron. */
function isExempt(specifier: string, file: string): boolean {
  return specifier !== 'electron' && isTest({ path: file });
}

function packageName(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

function findCycles(tree: Tree): readonly Finding[] {
  const edges = new Map<string, readonly string[]>();
  for (const file of tree.files.filter((each) => isTypeScript(each) && !isTest(each))) {
    const targets = parseFile(file)
      .imports.filter((edge) => edge.specifier.startsWith('.') && !edge.isTypeOnly)
      .map((edge) => path.posix.join(path.posix.dirname(file.path), edge.specifier));
    edges.set(file.path, targets);
  }
  const findings: Finding[] = [];
  const finished = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    const at = trail.indexOf(file);
    if (at !== -1) {
      findings.push({
        path: file,
        line: 0,
        message: `imports itself in a circle: ${[...trail.slice(at), file].join(' → ')}`,
      });
      return;
    }
    if (finished.has(file)) return;
    for (const target of edges.get(file) ?? []) visit(target, [...trail, file]);
    finished.add(file);
  };
  for (const file of edges.keys()) visit(file, []);
  return findings;
}
