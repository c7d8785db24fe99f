import { describe, expect, it } from 'vitest';
import { plainParameterName } from '../src/shared/deployment/parameter-names.ts';
import { switchGuide } from './switch-guide.ts';
import { CLEAR, switches } from './switches.ts';

describe('the table of switches', () => {
  it('S1: each is a name that Windows Installer takes from the command line, once', () => {
    const names = [...switches.map(({ name }) => name), CLEAR];
    for (const name of names) expect(name).toMatch(/^[A-Z][A-Z0-9_]{0,71}$/);
    expect(new Set(names).size).toBe(names.length);
  });

  it('S1: each sets the parameter that the reader of the installer’s file finds under its name', () => {
    for (const { name, parameter } of switches)
      expect(plainParameterName(name)).toBe(plainParameterName(parameter.name));
  });

  it('S1 S9: docs/admin/switches.md is what the table says', async () => {
    await expect(switchGuide()).toMatchFileSnapshot('../docs/admin/switches.md');
  });
});
