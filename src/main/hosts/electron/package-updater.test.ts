import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configureRequestUrl, type DownloadOptions, HttpExecutor } from 'builder-util-runtime';
import electronUpdater from 'electron-updater';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { canInstallUpdates } from './can-install-updates.ts';
import { createPackageUpdater } from './package-updater.ts';

const PACKAGE = Buffer.from('an installer, as far as anybody here can tell');
const signal = new AbortController().signal;

/** What Electron's network does for the updater, by Node; checksums are compared by the updater's own base class. */
class NodeExecutor extends HttpExecutor<ReturnType<typeof httpRequest>> {
  override createRequest(options: object, callback: (response: never) => void) {
    return httpRequest(options, callback as () => void);
  }

  download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    return options.cancellationToken.createPromise((resolve, reject, onCancel) => {
      const requestOptions = { headers: options.headers ?? {} };
      configureRequestUrl(url, requestOptions);
      const callback = (error: Error | null) => (error ? reject(error) : resolve(destination));
      this.doDownload(requestOptions, { destination, options, onCancel, callback, responseHandler: null }, 0);
    });
  }
}

interface Emulation {
  readonly version?: string;
  readonly served?: Buffer;
  readonly signature?: string | null;
  readonly hasPublisher?: boolean;
}

/** electron-updater itself, on an emulated folder of packages, an app of ours and a signature check of the test's. */
async function emulate({ version = '2.0.0', served = PACKAGE, signature = null }: Emulation = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-update-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const config = join(folder, 'app-update.yml');
  writeFileSync(
    config,
    'provider: generic\nurl: https://unset.invalid/\npublisherName:\n  - Parlance Test\nupdaterCacheDirName: x\n',
  );
  const sha512 = createHash('sha512').update(PACKAGE).digest('base64');
  const list = `version: ${version}\nfiles:\n  - url: p.exe\n    sha512: ${sha512}\n    size: ${PACKAGE.length}\npath: p.exe\nsha512: ${sha512}\nreleaseDate: '2026-01-01T00:00:00.000Z'\n`;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/\?.*/, '');
    asked.push(path);
    // It asks by the system that it runs on, which is not always Windows here.
    if (/^\/latest.*\.yml$/.test(path)) response.end(list);
    else if (path === '/p.exe') response.writeHead(200, { 'content-length': served.length }).end(served);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const app = {
    version: '1.0.0',
    name: 'parlance',
    isPackaged: true,
    appUpdateConfigPath: config,
    userDataPath: folder,
    baseCachePath: folder,
    whenReady: () => Promise.resolve(),
    relaunch: () => undefined,
    quit: () => undefined,
    onQuit: () => undefined,
  };
  const updater = new electronUpdater.NsisUpdater(null, app);
  Object.assign(updater, { httpExecutor: new NodeExecutor() });
  updater.updateConfigPath = config;
  const proved: string[] = [];
  updater.verifyUpdateCodeSignature = async (publishers) => {
    proved.push(...publishers);
    return signature;
  };
  return {
    asked,
    proved,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    updater: createPackageUpdater(async () => updater, silentLog),
  };
}

describe('updates by electron-updater', () => {
  it('S4: a package of the announced version, with its checksum and its publisher’s signature, is ready', async () => {
    const { updater, url, asked, proved } = await emulate();
    expect(await updater.download({ feed: url, version: '2.0.0' }, () => undefined, signal)).toMatchObject({
      ok: true,
    });
    expect(asked).toContain('/p.exe');
    expect(proved).toEqual(['Parlance Test']);
  });

  it.each([
    [
      'somebody else’s signature',
      { signature: 'not signed by the application owner' },
      'update.bad-signature',
    ],
    [
      'another content than the list says',
      { served: Buffer.from('an evil installer, as long as it takes.......') },
      'update.bad-signature',
    ],
    ['another version than was announced', { version: '3.0.0' }, 'update.bad-signature'],
    ['an older version', { version: '0.9.0' }, 'update.failed'],
  ])('S4: %s is refused', async (_, emulation, code) => {
    const { updater, url } = await emulate(emulation);
    expect(await updater.download({ feed: url, version: '2.0.0' }, () => undefined, signal)).toMatchObject({
      error: { code },
    });
  });

  it('S4: a folder without packages is said as such', async () => {
    const { updater, url, asked } = await emulate();
    expect(
      await updater.download({ feed: `${url}nothing/`, version: '2.0.0' }, () => undefined, signal),
    ).toMatchObject({ error: { code: 'update.failed' } });
    expect(asked).toEqual([expect.stringMatching(/^\/nothing\/latest.*\.yml$/)]);
  });

  it.each([
    ['Windows, installed for a person, with a publisher', { updateFile: 'publisherName:\n  - A\n' }, true],
    ['Windows, the publisher in one line', { updateFile: 'publisherName: A' }, true],
    ['Windows without a publisher: nothing would be proven', { updateFile: 'provider: generic' }, false],
    ['Windows without the file', { updateFile: undefined }, false],
    ['Windows by MSI', { updateFile: 'publisherName: A', isManaged: true }, false],
    ['a checkout', { updateFile: 'publisherName: A', isPackaged: false }, false],
    ['a Mac', { platform: 'darwin' as const, updateFile: 'provider: generic' }, true],
    ['Linux', { platform: 'linux' as const, updateFile: 'publisherName: A' }, false],
  ])('S4: installs by itself on %s: %s', (_, given, expected) => {
    const installation = { platform: 'win32' as const, isPackaged: true, isManaged: false, ...given };
    expect(canInstallUpdates(installation)).toBe(expected);
  });
});
