import type { Check, Finding } from './check.ts';

type Manifest = {
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
};
type Lock = {
  readonly packages: Record<string, { readonly resolved?: string; readonly hasInstallScript?: boolean }>;
};

/** Packages known to ask for an install script; none of them needs it (see allowScripts in package.json). */
const knownScripts = new Set(['electron-winstaller', 'better-sqlite3-multiple-ciphers', 'fsevents']);

/** Versions are exact, the lock names no one's private registry, and no package brings a new install script. */
export const dependencies: Check = {
  name: 'dependencies',
  check: (tree) => {
    const read = <Shape>(path: string): Shape | undefined => {
      const file = tree.files.find((each) => each.path === path);
      return file === undefined ? undefined : (JSON.parse(file.text) as Shape);
    };
    return { findings: [...inexact(read('package.json')), ...inLock(read('package-lock.json'))], notes: [] };
  },
};

function inexact(manifest: Manifest | undefined): readonly Finding[] {
  const all = { ...manifest?.dependencies, ...manifest?.devDependencies };
  return Object.entries(all)
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version) && !version.startsWith('file:tools/'))
    .map(([name, version]) => ({
      path: 'package.json',
      line: 0,
      message: `pins ${name} as "${version}": write one exact version`,
    }));
}

function inLock(lock: Lock | undefined): readonly Finding[] {
  return Object.entries(lock?.packages ?? {}).flatMap(([place, entry]) => {
    const name = place.replace(/^.*node_modules\//, '');
    const messages: string[] = [];
    if (/^https?:/.test(entry.resolved ?? ''))
      messages.push(`names a registry for ${name}: npm install --omit-lockfile-registry-resolved`);
    if (entry.hasInstallScript === true && !knownScripts.has(name))
      messages.push(`${name} wants to run an install script`);
    return messages.map((message) => ({ path: 'package-lock.json', line: 0, message }));
  });
}
