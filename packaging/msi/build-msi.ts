import { randomUUID } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  copyFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { product } from '../product.ts';
import { runTool } from '../packages/run-tool.ts';
import { versionOf } from '../windows/version-resource.ts';
import { forceCodepage, idtText, type MsiTable } from './idt.ts';
import type { PayloadFile } from './payload.ts';
import { fileKey, msiTables } from './tables.ts';

export interface MsiBuild {
  /** The unpacked program. */
  readonly folder: string;
  /** `1.2.3`. */
  readonly version: string;
  readonly output: string;
}

/** Writes the MSI with Debian's msibuild and gcab. */
export async function buildMsi({ folder, version, output }: MsiBuild): Promise<void> {
  const work = mkdtempSync(path.join(tmpdir(), 'parlance-msi-'));
  try {
    const mark = path.join(work, product.managedMark);
    writeFileSync(mark, '');
    const sources = new Map(filesIn(folder).map((each) => [each, path.join(folder, each)]));
    sources.set(`resources/${product.managedMark}`, mark);
    const files = [...sources].map(([name, source]) => payloadFile(name, source));
    const code = () => `{${randomUUID().toUpperCase()}}`;
    const tables = [...msiTables({ version, productCode: code(), files }), summary(code())];
    rmSync(output, { force: true });
    mkdirSync(path.dirname(output), { recursive: true });
    const imports = ['_ForceCodepage', ...tables.map(({ name }) => name)];
    writeFileSync(path.join(work, '_ForceCodepage.idt'), forceCodepage);
    for (const table of tables) writeFileSync(path.join(work, `${table.name}.idt`), idtText(table));
    await runTool('msibuild', [output, ...imports.flatMap((name) => ['-i', `${name}.idt`])], { cwd: work });
    await packCabinet(work, sources);
    // By itself: together with tables msibuild loses the stream.
    await runTool('msibuild', [output, '-a', 'app.cab', 'app.cab'], { cwd: work });
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** Files stand in the cabinet under their keys, in the order of their sequence numbers. */
async function packCabinet(work: string, sources: ReadonlyMap<string, string>): Promise<void> {
  const staging = path.join(work, 'files');
  mkdirSync(staging);
  const keys = [...sources].map(([name, source]) => {
    const key = fileKey(name);
    try {
      linkSync(source, path.join(staging, key));
    } catch {
      // Another file system.
      copyFileSync(source, path.join(staging, key));
    }
    return key;
  });
  await runTool('gcab', ['-c', '-z', '-n', '../app.cab', ...keys], { cwd: staging });
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .toSorted();
}

function payloadFile(name: string, source: string): PayloadFile {
  const version = /\.(exe|dll)$/i.test(name) ? versionOf(source) : undefined;
  return { path: name, bytes: statSync(source).size, ...(version !== undefined && { version }) };
}

function summary(packageCode: string): MsiTable {
  return {
    name: '_SummaryInformation',
    keys: 1,
    columns: [
      ['PropertyId', 'i2'],
      ['Value', 'l255'],
    ],
    rows: [
      [1, '1252'],
      [2, 'Installation Database'],
      [3, product.name],
      [4, product.manufacturer],
      [5, 'Installer'],
      [6, product.description],
      [7, 'x64;1033'],
      [9, packageCode],
      [14, '500'],
      [15, '2'],
      [18, product.name],
      [19, '2'],
    ],
  };
}
