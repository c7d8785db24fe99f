import { describe, expect, it } from 'vitest';
import { findBrowser } from './browser.ts';

const machine = (platform: NodeJS.Platform, files: readonly string[], env: Record<string, string> = {}) => ({
  platform,
  env,
  exists: (file: string) => files.includes(file),
  findCommand: (name: string) => files.find((file) => file.endsWith(`/${name}`)),
});

describe('finding a browser', () => {
  it.each([
    ['linux', ['/usr/bin/chromium', '/usr/bin/google-chrome'], 'Chrome', '/usr/bin/google-chrome'],
    ['linux', ['/usr/bin/chromium'], 'Chromium', '/usr/bin/chromium'],
    ['darwin', ['/Users/a/Applications/Chromium.app/Contents/MacOS/Chromium'], 'Chromium', undefined],
    ['win32', ['C:\\P\\Microsoft\\Edge\\Application\\msedge.exe'], 'Edge', undefined],
  ] as const)('on %s with %j takes %s', (platform, files, name, path) => {
    const env = { HOME: '/Users/a', ProgramFiles: 'C:\\P' };
    expect(findBrowser(machine(platform, files, env))).toEqual({ name, path: path ?? files[0] });
  });

  it('takes the one that is named', () => {
    expect(
      findBrowser(machine('linux', ['/usr/bin/chromium'], { PARLANCE_BROWSER: '/opt/x/chrome' }))?.path,
    ).toBe('/opt/x/chrome');
  });

  it('says when there is none', () => {
    expect(findBrowser(machine('linux', []))).toBeUndefined();
  });
});
