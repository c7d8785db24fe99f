import { describe, expect, it } from 'vitest';
import { linkSchemes } from '../../src/shared/domain/link-schemes.ts';
import { CLEAR, switches } from '../switches.ts';
import { type Cell, idtText } from './idt.ts';
import { msiTables } from './tables.ts';

const files = [
  { path: 'Parlance.exe', bytes: 10, version: '1.2.3.0' },
  { path: 'resources/app.asar', bytes: 20 },
];
const tables = msiTables({ version: '1.2.3', productCode: '{P}', files });
const rows = (name: string): readonly (readonly Cell[])[] =>
  tables.find((each) => each.name === name)?.rows ?? [];
const column = (name: string, index: number) => rows(name).map((row) => row[index]);

describe('the tables of the MSI', () => {
  it('S1: every key is there once, and within its column’s length', () => {
    for (const { name, keys, columns, rows: all } of tables) {
      const keysOf = all.map((row) => row.slice(0, keys).join('|'));
      expect(new Set(keysOf).size, name).toBe(all.length);
      for (const row of all)
        row.forEach((cell, index) => {
          const [title, type] = columns[index] ?? ['', ''];
          const most = Number(/^[sl](\d+)$/i.exec(type)?.[1] ?? 0) || Infinity;
          if (typeof cell === 'string' && /^[sl]/i.test(type))
            expect(cell.length, `${name}.${title}`).toBeLessThanOrEqual(most);
          if (/^[sil]/.test(type)) expect(cell, `${name}.${title}`).toBeDefined();
        });
    }
  });

  it('S1: every reference to a component, folder and file has its row', () => {
    const components = column('Component', 0);
    const folders = column('Directory', 0);
    for (const [table, index] of [
      ['File', 1],
      ['Registry', 5],
      ['IniFile', 7],
      ['RemoveFile', 1],
      ['CreateFolder', 1],
      ['FeatureComponents', 1],
    ] as const)
      for (const cell of column(table, index)) expect(components).toContain(cell);
    for (const cell of [...column('Component', 2), ...column('Directory', 1).filter(Boolean)])
      expect(folders).toContain(cell);
    expect(new Set(column('FeatureComponents', 1))).toEqual(new Set(components));
  });

  it('S1: each switch is a secure property with a line of its own in the installer’s file', () => {
    const names = [...switches.map(({ name }) => name), CLEAR];
    const secure = String(rows('Property').find(([name]) => name === 'SecureCustomProperties')?.[1]).split(
      ';',
    );
    expect(secure).toEqual(expect.arrayContaining(names));
    expect(column('IniFile', 4)).toEqual(names);
    expect(column('IniFile', 5)).toEqual(names.map((name) => `[${name}]`));
  });

  it('X4: each scheme has its class and its capability, in a component that CLICK2X switches off', () => {
    const links = rows('Registry').filter((row) => row[5] === 'Links');
    for (const scheme of linkSchemes) {
      expect(links.map((row) => row[2])).toContain(`Software\\Classes\\${scheme}\\shell\\open\\command`);
      expect(links.map((row) => row[3])).toContain(scheme);
    }
    expect(rows('Component').find(([name]) => name === 'Links')?.[4]).toContain('CLICK2X<>"DISABLED"');
  });

  it('S1: the same file keeps its component through versions', () => {
    const later = msiTables({ version: '9.0.0', productCode: '{Q}', files: files.toReversed() });
    const ids = (all: typeof tables) =>
      new Set((all.find(({ name }) => name === 'Component')?.rows ?? []).map((row) => row[1]));
    expect(ids(later)).toEqual(ids(tables));
  });

  it('refuses a program without its main file, and a cell that breaks the text form', () => {
    expect(() => msiTables({ version: '1.2.3', productCode: '{P}', files: [] })).toThrow('Parlance.exe');
    const table = { name: 'T', keys: 1, columns: [['A', 's10']] as const, rows: [['a\tb']] };
    expect(() => idtText(table)).toThrow('T.A');
    expect(() => idtText({ ...table, rows: [[]] })).toThrow('0 cells');
  });
});
