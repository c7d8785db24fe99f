import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildPackages, notMade } from './build-packages.ts';
import type { System } from './stage-app.ts';

/** `npm run dist -- [--stub] [--system win|mac|linux] [--output DIR]`: what of the packages can be made on this computer. */
const { values } = parseArgs({
  options: {
    stub: { type: 'boolean', default: false },
    system: { type: 'string', multiple: true, default: [] },
    output: { type: 'string', default: 'dist' },
  },
});
const root = path.join(import.meta.dirname, '..', '..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  version: string;
  devDependencies: Record<string, string>;
};
const here: Readonly<Record<string, System>> = { win32: 'win', darwin: 'mac', linux: 'linux' };
const all: readonly System[] = ['win', 'mac', 'linux'];
const asked = all.filter((each) => values.system.includes(each));
const own = here[process.platform] ?? 'linux';
const systems = asked.length > 0 ? asked : values.stub ? all : [own];
const output = path.resolve(root, values.output);
mkdirSync(output, { recursive: true });
for (const system of systems) {
  const made = await buildPackages({
    root,
    system,
    output,
    version: manifest.version,
    electronVersion: manifest.devDependencies['electron'] ?? '',
    isStub: values.stub,
  });
  for (const file of made) process.stdout.write(`${path.relative(root, file)}\n`);
  for (const line of notMade(system, values.stub)) process.stdout.write(`not made here: ${line}\n`);
}
writeFileSync(path.join(output, '.gitignore'), '*\n');
