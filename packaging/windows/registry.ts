import { linkSchemes } from '../../src/shared/domain/link-schemes.ts';
import { product } from '../product.ts';

/** A value below a hive's `Software`. Name absent: the key's default value. */
export interface RegistryValue {
  /** Below `Software\`. */
  readonly key: string;
  readonly name?: string;
  readonly value: string;
}

/**
 * What makes Parlance a choice for links (X4): a class for each scheme, our own class for each, the capabilities that
 * "Default apps" reads, and the program's name for Start, Run. The person's own choice (`UserChoice`) is never touched.
 */
export function linkRegistry(executable: string): readonly RegistryValue[] {
  const { name, description } = product;
  const capabilities = `${name}\\Capabilities`;
  return [
    ...linkSchemes.flatMap((scheme) => [
      ...schemeClass(`Classes\\${scheme}`, scheme, executable),
      ...schemeClass(`Classes\\${progId(scheme)}`, scheme, executable),
      { key: `${capabilities}\\URLAssociations`, name: scheme, value: progId(scheme) },
    ]),
    { key: capabilities, name: 'ApplicationName', value: name },
    { key: capabilities, name: 'ApplicationDescription', value: description },
    { key: 'RegisteredApplications', name, value: `Software\\${capabilities}` },
  ];
}

/** Keys that are wholly ours, deepest tree first; `Classes\<scheme>` is not: another program may have taken it since. */
export const ownKeys: readonly string[] = [
  ...linkSchemes.map((scheme) => `Classes\\${progId(scheme)}`),
  product.name,
];

export function progId(scheme: string): string {
  return `${product.name}.Url.${scheme}`;
}

/**
 * What the system runs for a link. The two dashes end the switches: a link with a quotation mark in it (`sip:x" --no-sandbox "`)
 * would otherwise give the program one.
 */
export function openCommand(executable: string): string {
  return `"${executable}" "--" "%1"`;
}

function schemeClass(key: string, scheme: string, executable: string): readonly RegistryValue[] {
  return [
    { key, value: `URL:${scheme}` },
    { key, name: 'URL Protocol', value: '' },
    { key: `${key}\\DefaultIcon`, value: `"${executable}",0` },
    { key: `${key}\\shell\\open\\command`, value: openCommand(executable) },
  ];
}
