import { linkSchemes } from '../../../shared/domain/link-schemes.ts';
import type { LinkHandler, LinkHandlers } from '../../ports/link-handlers.port.ts';
import type { ElectronApi } from './electron-api.ts';

/**
 * Windows' page of default programs, at ours (packaging/windows/registry.ts): since Windows 10 only the person chooses, and registering by hand would shadow
 * what the installer registered and stay when it goes.
 */
const SETTINGS = (registered: 'User' | 'Machine') =>
  `ms-settings:defaultapps?registeredApp${registered}=Parlance`;

/** What Electron says and does about programs for links (X4). */
export function createElectronLinkHandlers(
  { app, shell }: Pick<ElectronApi, 'app' | 'shell'>,
  platform: NodeJS.Platform,
): LinkHandlers {
  return {
    all: () => Promise.all(linkSchemes.map((scheme) => handlerOf(app, scheme, platform))),
    async makeDefault(scheme) {
      if (platform !== 'win32') return app.setAsDefaultProtocolClient(scheme) ? 'done' : 'refused';
      // A person's own installation lies below their folder; an administrator's does not.
      const isOwn = /[\\/]AppData[\\/]/i.test(app.getPath('exe'));
      await shell.openExternal(SETTINGS(isOwn ? 'User' : 'Machine'));
      return 'asked';
    },
  };
}

async function handlerOf(
  app: ElectronApi['app'],
  scheme: LinkHandler['scheme'],
  platform: NodeJS.Platform,
): Promise<LinkHandler> {
  if (platform !== 'win32') {
    const program = app.getApplicationNameForProtocol(`${scheme}:`);
    return { scheme, isOurs: app.isDefaultProtocolClient(scheme), ...(program !== '' && { program }) };
  }
  try {
    const { name, path } = await app.getApplicationInfoForProtocol(`${scheme}:`);
    return { scheme, isOurs: path.toLowerCase() === app.getPath('exe').toLowerCase(), program: name };
  } catch {
    // That is how it says that there is none.
    return { scheme, isOurs: false };
  }
}
