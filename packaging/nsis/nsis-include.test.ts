import { describe, expect, it } from 'vitest';
import { linkSchemes } from '../../src/shared/domain/link-schemes.ts';
import { switches } from '../switches.ts';
import { nsisInclude } from './nsis-include.ts';

const script = nsisInclude({ isForTests: false });

describe('the macros of the EXE', () => {
  it('S1: every switch is looked for, and written under its own name', () => {
    for (const { name } of switches) {
      expect(script).toContain(`Push "${name}"`);
      expect(script).toContain(`"Bootstrap" "${name}" "$R9"`);
    }
  });

  it('X4: every scheme is registered, and given back only while it is ours', () => {
    for (const scheme of linkSchemes) {
      expect(script).toContain(
        `WriteRegStr SHELL_CONTEXT "Software\\Classes\\${scheme}\\shell\\open\\command" "" "$\\"$INSTDIR\\Parlance.exe$\\" $\\"--$\\" $\\"%1$\\""`,
      );
      const read = script.indexOf(`ReadRegStr $R9 SHELL_CONTEXT "Software\\Classes\\${scheme}\\shell`);
      expect(
        script
          .slice(read)
          .split('\r\n')
          .slice(1, 3)
          .map((line) => line.trim()),
      ).toEqual([
        '${If} $R9 == "$\\"$INSTDIR\\Parlance.exe$\\" $\\"--$\\" $\\"%1$\\""',
        `DeleteRegKey SHELL_CONTEXT "Software\\Classes\\${scheme}"`,
      ]);
    }
  });

  it('S1: what ships looks for the running program; only the one for tests does not', () => {
    expect(script).not.toContain('customCheckAppRunning');
    expect(nsisInclude({ isForTests: true })).toContain('customCheckAppRunning');
  });

  it('S1: each macro and block that is opened is closed', () => {
    const count = (word: RegExp) => script.match(word)?.length ?? 0;
    expect(count(/^\s*!macro /gm)).toBe(count(/^\s*!macroend/gm));
    expect(count(/^\s*\$\{If(Not)?\} /gm)).toBe(count(/^\s*\$\{EndIf\}/gm));
  });
});
