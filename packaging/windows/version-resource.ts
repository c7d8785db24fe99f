import { readFileSync } from 'node:fs';

/** What begins a VS_FIXEDFILEINFO, as it lies in the file. */
const SIGNATURE = Buffer.from([0xbd, 0x04, 0xef, 0xfe]);

/** The version of a program or library by its fixed file information: `1.2.3.4`; absent where it has none. */
export function versionOf(file: string): string | undefined {
  const bytes = readFileSync(file);
  const at = bytes.indexOf(SIGNATURE);
  if (at < 0 || at + 16 > bytes.length) return undefined;
  return [at + 10, at + 8, at + 14, at + 12].map((offset) => bytes.readUInt16LE(offset)).join('.');
}
