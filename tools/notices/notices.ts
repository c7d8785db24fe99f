import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** As the package says it, an SPDX expression. */
  readonly licence: string;
  /** The text of its licence file; '' when it brings none. */
  readonly text: string;
}

/** Licences that what ships may have (docs/decisions/0005). */
export const allowedLicences: ReadonlySet<string> = new Set([
  ...['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'MPL-2.0', 'Unlicense'],
  ...['BlueOak-1.0.0', 'CC0-1.0', 'Python-2.0'],
]);

/** The packages that ship, with what they need themselves, sorted by name. @param root the repository's folder */
export function shippedPackages(root: string): readonly ShippedPackage[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: true; readonly devOptional?: true }>>;
  };
  return Object.entries(lock.packages)
    .filter(
      ([place, { dev, devOptional }]) => place.startsWith('node_modules/') && !dev && devOptional !== true,
    )
    .map(([place]) => join(root, place))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map(readPackage)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readPackage(folder: string): ShippedPackage {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license?: string | { readonly type: string };
  };
  const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)/i.test(each));
  return {
    name,
    version,
    licence: typeof license === 'object' ? license.type : (license ?? 'unknown'),
    text: file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim(),
  };
}

/** True when one of the licences offered is allowed, and of those that hold together each. */
export function isAllowed(expression: string): boolean {
  return expression
    .replace(/[()]/g, '')
    .split(/ OR /)
    .some((choice) => choice.split(/ AND /).every((licence) => allowedLicences.has(licence)));
}

/** The file that ships: each package, its licence, and the licence's text. */
export function noticesOf(packages: readonly ShippedPackage[]): string {
  const parts = packages.map(({ name, version, licence, text }) =>
    [
      `${name} ${version}`,
      `Licence: ${licence}`,
      '',
      text === '' ? '(no licence file in the package)' : text,
    ].join('\n'),
  );
  const line = `\n\n${'-'.repeat(78)}\n\n`;
  return `Parlance contains these packages of others.${line}${parts.join(line)}\n`;
}
