import { describe, expect, it } from 'vitest';
import { createElectronLinkHandlers } from './link-handlers.ts';
import type { ElectronApi } from './electron-api.ts';

/** A system where `tel:` is ours and `im:` another program's; nothing opens the rest. */
function system(exe: string) {
  const opened: string[] = [];
  const made: string[] = [];
  const app = {
    getPath: () => exe,
    isDefaultProtocolClient: (scheme: string) => scheme === 'tel',
    setAsDefaultProtocolClient: (scheme: string) => made.push(scheme) > 0 && scheme !== 'sip',
    getApplicationNameForProtocol: (url: string) => ({ 'tel:': 'Parlance', 'im:': 'Other' })[url] ?? '',
    getApplicationInfoForProtocol: async (url: string) => {
      if (url === 'tel:') return { name: 'Parlance', path: exe.toUpperCase() };
      if (url === 'im:') return { name: 'Other', path: 'C:\\other.exe' };
      throw new Error('Unable to retrieve installation path to app');
    },
  };
  const shell = { openExternal: async (url: string) => void opened.push(url) };
  return { api: { app, shell } as unknown as Pick<ElectronApi, 'app' | 'shell'>, opened, made };
}

const EXE = 'C:\\Program Files\\Parlance\\Parlance.exe';

describe('programs for links under Electron', () => {
  it.each(['win32', 'darwin', 'linux'] as const)('X4: which program opens what, on %s', async (platform) => {
    const handlers = await createElectronLinkHandlers(system(EXE).api, platform).all();
    expect(handlers).toHaveLength(12);
    expect(handlers).toContainEqual({ scheme: 'tel', isOurs: true, program: 'Parlance' });
    expect(handlers).toContainEqual({ scheme: 'im', isOurs: false, program: 'Other' });
    expect(handlers).toContainEqual({ scheme: 'xmpp', isOurs: false });
  });

  it('X4: Mac and Linux change it at once, and say when the system did not', async () => {
    const { api, made } = system('/Applications/Parlance.app/Contents/MacOS/Parlance');
    expect(await createElectronLinkHandlers(api, 'darwin').makeDefault('im')).toBe('done');
    expect(await createElectronLinkHandlers(api, 'linux').makeDefault('sip')).toBe('refused');
    expect(made).toEqual(['im', 'sip']);
  });

  it.each([
    [EXE, 'registeredAppMachine'],
    ['C:\\Users\\alice\\AppData\\Local\\Programs\\parlance\\Parlance.exe', 'registeredAppUser'],
  ])(
    'X4: Windows’ own page decides, nothing is registered behind the person’s back (%s)',
    async (exe, word) => {
      const { api, opened, made } = system(exe);
      expect(await createElectronLinkHandlers(api, 'win32').makeDefault('tel')).toBe('asked');
      expect(opened).toEqual([`ms-settings:defaultapps?${word}=Parlance`]);
      expect(made).toEqual([]);
    },
  );
});
