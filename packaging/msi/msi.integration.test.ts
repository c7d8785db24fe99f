import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkSchemes } from '../../src/shared/domain/link-schemes.ts';
import { runTool } from '../packages/run-tool.ts';
import { product } from '../product.ts';
import { switches } from '../switches.ts';
import { buildMsi } from './build-msi.ts';

let work: string;
let msi: string;

beforeAll(async () => {
  work = mkdtempSync(path.join(tmpdir(), 'parlance-msi-read-'));
  const folder = path.join(work, 'program');
  mkdirSync(path.join(folder, 'resources'), { recursive: true });
  for (const [name, text] of Object.entries({
    'Parlance.exe': 'no program',
    'resources/app.asar': 'code',
    'resources/ünïcode.txt': 'notes',
  }))
    writeFileSync(path.join(folder, name), text);
  msi = path.join(work, 'Parlance.msi');
  await buildMsi({ folder, version: '1.2.3', output: msi });
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

/** The rows of a table of the made package, as another program reads them. */
async function rows(table: string): Promise<readonly (readonly string[])[]> {
  const text = await runTool('msiinfo', ['export', msi, table]);
  return text
    .split('\r\n')
    .slice(3)
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
}

// What happens when it is installed is shown under wine: msi.installers.test.ts.
describe('the made MSI, read by msitools', () => {
  it('S1: takes every switch as a secure property and writes it into the installer’s file', async () => {
    const properties = new Map((await rows('Property')).map(([name = '', value = '']) => [name, value]));
    expect(properties.get('ProductVersion')).toBe('1.2.3');
    expect(properties.get('UpgradeCode')).toBe(product.upgradeCode);
    const secure = (properties.get('SecureCustomProperties') ?? '').split(';');
    const lines = await rows('IniFile');
    for (const { name } of switches) {
      expect(secure).toContain(name);
      expect(lines.map((row) => row[4])).toContain(name);
    }
    expect(new Set(lines.map((row) => row[3]))).toEqual(new Set(['Bootstrap']));
  });

  it('X4: registers every scheme', async () => {
    const keys = (await rows('Registry')).map((row) => row[2]);
    for (const scheme of linkSchemes)
      expect(keys).toContain(`Software\\Classes\\${scheme}\\shell\\open\\command`);
  });

  it('S1: an earlier version is looked for to be replaced, a later one to be left', async () => {
    const upgrades = await rows('Upgrade');
    expect(upgrades.map((row) => [row[1], row[2]])).toEqual(
      expect.arrayContaining([
        ['0.0.0', '1.2.3'],
        ['1.2.3', ''],
      ]),
    );
  });

  it('S1: holds every file, and runs no code of ours with the system’s rights', async () => {
    const names = (await rows('File')).map((row) => row[2]?.split('|')[1]);
    expect(names).toEqual(expect.arrayContaining(['app.asar', 'ünïcode.txt', product.managedMark]));
    const streams = await runTool('msiinfo', ['streams', msi]);
    expect(streams).toContain('app.cab');
    // Type 51 sets a property, 19 ends with a sentence; nothing else.
    const kinds = (await rows('CustomAction')).map((row) => Number(row[1]) & 0x3f);
    expect(kinds.filter((kind) => kind !== 51 && kind !== 19)).toEqual([]);
  });
});
