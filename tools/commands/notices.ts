import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { noticesOf, shippedPackages } from '../notices/notices.ts';
import { fromRoot, root } from '../process/root.ts';
import type { RunCommand } from './command.ts';

/** `npm run notices`: licences of what ships, and the bill of materials (CycloneDX), into `out`. */
export const run: RunCommand = async () => {
  mkdirSync(fromRoot('out'), { recursive: true });
  const packages = shippedPackages(root);
  writeFileSync(fromRoot('out', 'THIRD-PARTY-NOTICES.txt'), noticesOf(packages));
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--package-lock-only'];
  const options = { cwd: root, maxBuffer: 64 * 1024 * 1024, shell: process.platform === 'win32' } as const;
  writeFileSync(fromRoot('out', 'sbom.cdx.json'), execFileSync('npm', args, options));
  console.log(`${packages.length} packages: out/THIRD-PARTY-NOTICES.txt, out/sbom.cdx.json`);
  return 0;
};
