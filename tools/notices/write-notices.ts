import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { noticesOf, shippedPackages } from './notices.ts';

const NOTICES = 'THIRD-PARTY-NOTICES.txt';
const BILL = 'sbom.cdx.json';

/** Writes the licences of what ships and the bill of materials (CycloneDX, by npm) into a folder; gives their names. */
export function writeNotices(root: string, folder: string): readonly string[] {
  writeFileSync(path.join(folder, NOTICES), noticesOf(shippedPackages(root)));
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--package-lock-only'];
  const options = { cwd: root, maxBuffer: 64 * 1024 * 1024, shell: process.platform === 'win32' } as const;
  writeFileSync(path.join(folder, BILL), execFileSync('npm', args, options));
  return [NOTICES, BILL];
}
