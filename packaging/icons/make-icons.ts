import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTool } from '../packages/run-tool.ts';
import { icnsOf, icoOf, type SizedPng } from './icon-files.ts';

/** `node packaging/icons/make-icons.ts`: draws parlance.svg in every size (Debian: librsvg2-bin) into the files beside it. */
const here = (name: string) => path.join(import.meta.dirname, name);
const work = mkdtempSync(path.join(tmpdir(), 'parlance-icons-'));
const drawn: SizedPng[] = [];
for (const size of [16, 24, 32, 48, 64, 128, 256, 512, 1024]) {
  const file = path.join(work, `${size}.png`);
  await runTool('rsvg-convert', ['-w', String(size), '-h', String(size), '-o', file, here('parlance.svg')]);
  drawn.push({ size, png: readFileSync(file) });
}
rmSync(work, { recursive: true });
writeFileSync(here('icon.ico'), icoOf(drawn.filter(({ size }) => size <= 256)));
writeFileSync(here('icon.icns'), icnsOf(drawn));
mkdirSync(here('linux'), { recursive: true });
for (const { size, png } of drawn.filter(({ size }) => [16, 32, 48, 128, 256, 512].includes(size)))
  writeFileSync(here(`linux/${size}x${size}.png`), png);
