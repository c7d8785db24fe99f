import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../test/fakes/fuzz-runs.ts';
import { seededRandom } from '../../../test/fakes/seeded-random.ts';
import { forbiddenEnding, isDangerousFile, numberedName, readFileTypes, safeFileName } from './file-name.ts';

describe('M10: names of files', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['Übersicht März.docx', 'Übersicht März.docx'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['..\\..\\autoexec.bat', '_.._autoexec.bat'],
    ['C:\\Windows\\system.ini', 'C__Windows_system.ini'],
    ['notes.txt:evil.exe', 'notes.txt_evil.exe'],
    ['photo\u202Egpj.exe', 'photogpj.exe'],
    ['a\u200Bb\u0000c\r\n.txt', 'abc.txt'],
    ['.bashrc', 'bashrc'],
    ['...', 'file'],
    ['', 'file'],
    ['   ', 'file'],
    ['name.exe. . .', 'name.exe'],
    ['CON', '_CON'],
    ['con.txt', '_con.txt'],
    ['COM¹.log', '_COM¹.log'],
    ['lpt9 .doc', '_lpt9 .doc'],
    ['conference.txt', 'conference.txt'],
    ['a<b>c|d?e*f"g', 'a_b_c_d_e_f_g'],
    ['a\uFF0Fb\u2215c', 'a_b_c'],
    ['\uD800x', 'x'],
  ])('M10: %j is written as %j', (raw, name) => {
    expect(safeFileName(raw)).toBe(name);
  });

  it('M10: a long name keeps its ending and whole letters', () => {
    const name = safeFileName(`${'ä'.repeat(400)}.tar.gz`);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
    expect(name.endsWith('ä.gz') || name.endsWith('.tar.gz')).toBe(true);
    expect(Buffer.byteLength(safeFileName('x'.repeat(5000)))).toBeLessThanOrEqual(200);
  });

  it('M10 Q2: whatever is sent, the name is one plain part of a path, and is itself when cleaned again', () => {
    const random = seededRandom(10);
    const parts = [
      '.',
      '/',
      '\\',
      ':',
      ' ',
      '\0',
      '\u202e',
      'CON',
      'nul',
      '..',
      'ä',
      '😀',
      'x',
      '.exe',
      '\uD83D',
      '\r\n',
    ];
    for (let run = 0; run < fuzzRuns(3000); run += 1) {
      const bytes = random.bytes(24);
      const raw = [...bytes]
        .map((byte) => (byte < 128 ? parts[byte % parts.length] : String.fromCodePoint(byte * 257)))
        .join('');
      const name = safeFileName(raw);
      expect(name).not.toMatch(/[/\\:<>"|?*\p{Cc}\u202a-\u202e]/u);
      expect(name).not.toMatch(/^\.|[. ]$|^$/);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(201);
      expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
      expect(safeFileName(name)).toBe(name);
    }
  });

  it('M10: nothing is overwritten: the next free number goes before the ending', () => {
    expect(numberedName('report.pdf', 1)).toBe('report.pdf');
    expect(numberedName('report.pdf', 2)).toBe('report (2).pdf');
    expect(numberedName('Makefile', 3)).toBe('Makefile (3)');
  });

  it.each([
    ['.exe;.msi', ['.exe', '.msi']],
    ['EXE, *.Bat', ['.exe', '.bat']],
    ['', []],
    [' ; ', []],
  ])('M10: the policy %j forbids %j', (list, endings) => {
    expect(readFileTypes(list)).toEqual(endings);
  });

  it.each([
    ['setup.exe', '.exe'],
    ['SETUP.EXE', '.exe'],
    ['setup.exe...', '.exe'],
    ['setup.exe\u200B', '.exe'],
    ['x.tar.gz', '.tar.gz'],
    ['exe.txt', undefined],
  ])('M10: the ending of %j is known through its disguise', (name, ending) => {
    expect(forbiddenEnding(name, ['.exe', '.tar.gz'])).toBe(ending);
  });

  it.each([
    ['a.EXE', true],
    ['a.ps1', true],
    ['a.docm', true],
    ['a.pdf', false],
    ['a', false],
  ])('M10: opening %s runs something: %s', (name, runs) => {
    expect(isDangerousFile(name)).toBe(runs);
  });
});
