import { describe, expect, it } from 'vitest';
import { chooseWindow } from './choose-window.ts';
import type { System } from './system.ts';

function finders(options: { electron?: string; browser?: string; root?: boolean }) {
  let installed = options.browser;
  const system: System = {
    isDebian: () => true,
    isRoot: () => options.root ?? true,
    has: () => installed !== undefined,
    read: () => undefined,
    write: () => {},
    run: async (_file, args) => {
      if (args.includes('install')) installed = '/usr/bin/chromium';
      return 0;
    },
    say: () => {},
  };
  return { electron: () => options.electron, browser: () => installed, system };
}

describe('choosing a window', () => {
  it('takes Electron first', async () => {
    expect(await chooseWindow(finders({ electron: '/e', browser: '/b' }))).toEqual({
      host: 'electron',
      program: '/e',
    });
  });

  it('takes an installed browser next', async () => {
    expect(await chooseWindow(finders({ browser: '/b' }))).toEqual({ host: 'node', browser: '/b' });
  });

  it("installs Debian's where it may", async () => {
    expect(await chooseWindow(finders({}))).toEqual({ host: 'node', browser: '/usr/bin/chromium' });
  });

  it('says so in one sentence where it may not', async () => {
    await expect(chooseWindow(finders({ root: false }))).rejects.toThrow(
      /^Parlance needs a window .* again\.$/,
    );
  });
});
