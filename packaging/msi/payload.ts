import { createHash } from 'node:crypto';

/** A file to install. */
export interface PayloadFile {
  /** Below the program's folder, slashes between. */
  readonly path: string;
  readonly bytes: number;
  /** Of a program or library, from its version resource: `1.2.3.4`. */
  readonly version?: string;
}

/** A GUID that stays the same for the same name, as Windows Installer wants of a component. */
export function stableGuid(name: string): string {
  const hex = createHash('sha256').update(`parlance:${name}`).digest('hex').toUpperCase();
  const groups = [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return `{${[...groups, hex.slice(20, 32)].join('-')}}`;
}

/** A name that Windows Installer takes for a key: short, of letters and digits, the same for the same path. */
export function stableKey(prefix: string, path: string): string {
  return `${prefix}_${createHash('sha256').update(path).digest('hex').slice(0, 20)}`;
}

/** `SHORT|long`: the short one counted, since nothing of ours reads it. */
export function fileName(index: number, long: string): string {
  const extension = /\.([a-z0-9]{1,3})$/i.exec(long)?.[1]?.toUpperCase();
  const short = `F${index.toString(36).toUpperCase().padStart(7, '0')}`;
  return `${short}${extension === undefined ? '' : `.${extension}`}|${long}`;
}

/** Every folder that holds a file or a folder, parents first; the program's own is ''. */
export function foldersOf(files: readonly PayloadFile[]): readonly string[] {
  const folders = new Set<string>(['']);
  for (const { path } of files) {
    const parts = path.split('/').slice(0, -1);
    parts.forEach((_part, index) => folders.add(parts.slice(0, index + 1).join('/')));
  }
  return [...folders].toSorted((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1));
}
