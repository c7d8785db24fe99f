import { readFileSync } from 'node:fs';

const isSource = import.meta.url.endsWith('.ts');

/** The version of this installation, as its package.json says. */
export function readVersion(): string {
  const file = new URL(isSource ? '../../../../package.json' : '../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
