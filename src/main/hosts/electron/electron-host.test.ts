import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppFace, Host } from '../../ports/host.port.ts';
import {
  createFakeElectron,
  displayAt,
  type FakeElectron,
  FakeWindow,
} from '../../../../test/fakes/fake-electron.ts';
import { linksFrom } from './links.ts';
import { startElectron } from './start-electron.ts';

let folder: string;
let electron: FakeElectron;
let links: string[];
let attached: string[];
let stopped: number;
let doctored: string[];
let host: Host | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parlance-electron-'));
  mkdirSync(join(folder, 'out', 'renderer'), { recursive: true });
  writeFileSync(join(folder, 'out', 'renderer', 'index.html'), '<meta nonce="__STYLE_NONCE__">');
  electron = createFakeElectron(folder);
  FakeWindow.opened.length = 0;
  links = [];
  attached = [];
  stopped = 0;
  doctored = [];
  host = undefined;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const face: AppFace = {
  attach: (_carrier, role) => void attached.push(role),
  blob: async (path) =>
    path === 'avatar/abc' ? { type: 'image/png', bytes: new Uint8Array([1, 2]) } : undefined,
  file: async () => undefined,
  tab: () => undefined,
  takeBytes: async () => false,
  openLink: (url) => void links.push(url),
  stop: async () => {
    stopped += 1;
  },
};

const start = (argv: string[] = [], platform: NodeJS.Platform = 'linux') =>
  startElectron(electron.api, {
    mainFolder: join(folder, 'out', 'main'),
    argv,
    platform,
    resources: folder,
    loadUpdater: async () => {
      throw new Error('nobody updates here');
    },
    compose: async (given) => {
      host = given;
      return { face };
    },
    doctor: async (words, desk) => {
      doctored.push(...words);
      const { host: opened, close } = await desk.openHost();
      doctored.push(
        String(existsSync(opened.folders.local)),
        (await opened.proxyFor?.('https://x.test/')) ?? '',
      );
      await close();
      return 1;
    },
  });
const settle = () => new Promise((resolve) => setTimeout(resolve, 10));

describe('Electron host', () => {
  it('D1: parlance doctor runs without a window, with a profile that is thrown away, and ends with its code', async () => {
    await start(['doctor', 'alice@example.test', '--json']);
    expect(doctored).toEqual(['alice@example.test', '--json', 'true', 'DIRECT']);
    expect(FakeWindow.opened).toEqual([]);
    expect(electron.app.exits).toEqual([1]);
    expect(electron.app.paths.get('userData')).toMatch(/parlance-doctor-/);
    expect(existsSync(electron.app.paths.get('userData') ?? '')).toBe(false);
  });

  it('D6: asks Chromium for the way to a web address', async () => {
    electron.session.proxies.set('https://cas.example.test/', 'PROXY proxy.example.test:8080');
    await start();
    expect(await host?.proxyFor?.('https://cas.example.test/')).toBe('PROXY proxy.example.test:8080');
  });

  it('Q1: the window is sandboxed, isolated and cannot leave its page', async () => {
    await start();
    await settle();
    const [window] = FakeWindow.opened as [FakeWindow];
    expect(window.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
    expect(electron.app.isSandboxed).toBe(true);
    expect(window.loaded).toEqual(['parlance-app://window/']);
    expect(window.webContents.openHandler?.({ url: 'https://x.test' })).toEqual({ action: 'deny' });
    for (const event of ['will-navigate', 'will-redirect', 'will-attach-webview']) {
      let isPrevented = false;
      window.webContents.emit(event, { isMainFrame: true, preventDefault: () => (isPrevented = true) });
      expect(isPrevented, event).toBe(true);
    }
    expect(attached).toEqual(['window']);
  });

  it('Q1: only our page gets the microphone, and nothing else is given at all', async () => {
    await start();
    const check = electron.session.check as unknown as (
      contents: unknown,
      permission: string,
      origin: string,
    ) => boolean;
    expect(check(null, 'media', 'parlance-app://window/')).toBe(true);
    expect(check(null, 'media', 'https://evil.test/')).toBe(false);
    for (const permission of [
      'geolocation',
      'notifications',
      'clipboard-read',
      'usb',
      'fileSystem',
      'openExternal',
    ]) {
      expect(check(null, permission, 'parlance-app://window/'), permission).toBe(false);
    }
    const request = electron.session.request as unknown as (
      contents: { getURL(): string },
      permission: string,
      answer: (granted: boolean) => void,
    ) => void;
    const asked = (url: string) => new Promise((resolve) => request({ getURL: () => url }, 'media', resolve));
    expect(await asked('parlance-app://window/')).toBe(true);
    expect(await asked('https://evil.test/')).toBe(false);
  });

  it('Q1: the page comes with a policy, pictures by URL, and nothing else is served', async () => {
    await start();
    const handler = electron.handlers.get('parlance-app') as (request: Request) => Promise<Response>;
    const get = (url: string) => handler({ url, method: 'GET' } as Request);
    const page = await get('parlance-app://window/');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(await page.text()).toContain(/'nonce-([^']+)'/.exec(policy)?.[1]);
    expect((await get('parlance-app://window/blob/avatar/abc')).headers.get('content-type')).toBe(
      'image/png',
    );
    expect((await get('parlance-app://window/blob/avatar/none')).status).toBe(404);
    expect((await get('parlance-app://other/')).status).toBe(403);
    expect((await get('parlance-app://window/..%2f..%2fpackage.json')).status).toBe(404);
  });

  it('X1: links of the command line, of a second start and of the system arrive', async () => {
    await start(['parlance', '--flag', 'TEL:1234', 'https://example.test/']);
    electron.app.emit('second-instance', {}, ['parlance', 'xmpp:bob@example.test']);
    electron.app.emit('open-url', { preventDefault() {} }, 'sip:600@example.test');
    expect(links).toEqual(['TEL:1234', 'xmpp:bob@example.test', 'sip:600@example.test']);
    expect((FakeWindow.opened[0] as FakeWindow).calls).toContain('focus');
  });

  it('X1: a second instance only hands over', async () => {
    electron.app.isFirst = false;
    await start(['tel:1']);
    expect({ windows: FakeWindow.opened.length, quits: electron.app.quits }).toEqual({
      windows: 0,
      quits: 1,
    });
  });

  it('X1: only our schemes count as links', () => {
    expect(
      linksFrom([
        'Tel:1',
        'CISCOTELCONF:a@b;c@d',
        'file:///etc/passwd',
        'javascript:x',
        '--tel:1',
        'C:\\x',
        'parlance://provision?x',
      ]),
    ).toEqual(['Tel:1', 'CISCOTELCONF:a@b;c@d', 'parlance://provision?x']);
  });

  it('X5: closing hides, quitting stops in order and only then ends', async () => {
    await start();
    const [window] = FakeWindow.opened as [FakeWindow];
    let isPrevented = false;
    window.emit('close', { preventDefault: () => (isPrevented = true) });
    expect({ isPrevented, calls: window.calls.includes('hide') }).toEqual({ isPrevented: true, calls: true });
    electron.app.quit();
    await settle();
    expect({ stopped, quits: electron.app.quits }).toEqual({ stopped: 1, quits: 2 });
    const late = {
      isPrevented: false,
      preventDefault() {
        this.isPrevented = true;
      },
    };
    window.emit('close', late);
    expect(late.isPrevented).toBe(false);
  });

  it('X5: the tray menu shows and quits', async () => {
    await start();
    const items = electron.menus[0] ?? [];
    items[0]?.click?.();
    expect((FakeWindow.opened[0] as FakeWindow).calls).toContain('focus');
    items.at(-1)?.click?.();
    expect(electron.app.quits).toBe(1);
  });

  it('X5: notices bring the window forward, the badge counts', async () => {
    await start();
    await settle();
    const acts: unknown[] = [];
    host?.notify({ title: 'Bob', body: 'hello', tag: 'x', onAct: (act) => void acts.push(act) });
    electron.notices[0]?.click();
    expect(acts).toEqual([{ kind: 'open' }]);
    expect((FakeWindow.opened[0] as FakeWindow).calls.at(-1)).toBe('focus');
    host?.setBadge(3);
    host?.setStartAtLogin(true);
    expect({ badge: electron.app.badge, login: electron.app.loginItem }).toEqual({
      badge: 3,
      login: { openAtLogin: true, args: ['--hidden'] },
    });
  });

  it('Q1: only web and mail addresses are opened outside', async () => {
    await start();
    for (const url of [
      'https://example.test/',
      'mailto:a@example.test',
      'file:///etc/passwd',
      'smb://x',
      'javascript:1',
      'nonsense',
    ])
      await host?.openExternal(url);
    expect(electron.opened).toEqual(['https://example.test/', 'mailto:a@example.test']);
  });

  it('A10: secrets are sealed by the keychain, a rotated key asks for resealing, a locked one fails in words', async () => {
    await start();
    const plain = new Uint8Array([0, 255, 7]);
    const sealed = await host?.secrets.seal(plain);
    expect(host?.secrets.kind).toBe('os');
    if (!sealed?.ok) throw new Error('not sealed');
    electron.storage.shouldReEncrypt = true;
    expect(await host?.secrets.open(sealed.value)).toEqual({ ok: true, value: { plain, reseal: true } });
    electron.storage.isBroken = true;
    expect(await host?.secrets.open(sealed.value)).toMatchObject({
      ok: false,
      error: { code: 'storage.wrong-key' },
    });
    expect(await host?.secrets.seal(plain)).toMatchObject({
      ok: false,
      error: { code: 'storage.unavailable' },
    });
  });

  it('A10: Linux without a keyring is not called a keychain', async () => {
    electron.storage.backend = 'basic_text';
    await start();
    expect(host?.caps.secretStore).toBe('file');
  });

  it('V2: the media gateway runs in its own process; its death is told, its stop is not', async () => {
    await start();
    expect(electron.app.switches).toContain('allow-loopback-in-peer-connection');
    const part = host?.startGateway();
    const exits: number[] = [];
    const got: unknown[] = [];
    part?.onExit((code) => exits.push(code));
    part?.onMessage((message) => got.push(message));
    part?.post('hello');
    const [{ child, path }] = electron.forked as [FakeElectron['forked'][number]];
    child.emit('message', 'back');
    child.emit('exit', 9);
    part?.stop();
    child.emit('exit', 0);
    expect({
      path: path.endsWith('gateway-worker.js'),
      sent: child.sent,
      got,
      exits,
      isKilled: child.isKilled,
    }).toEqual({ path: true, sent: ['hello'], got: ['back'], exits: [9], isKilled: true });
  });

  it('A9: sleep and wake reach the services', async () => {
    await start();
    const seen: string[] = [];
    const stop = host?.network.onChange((change) => seen.push(change));
    electron.powerMonitor.emit('suspend');
    electron.powerMonitor.emit('resume');
    stop?.();
    electron.powerMonitor.emit('resume');
    expect(seen).toEqual(['suspending', 'resumed']);
  });

  it('X5: a notice has buttons and a line to answer in, is replaced and taken back by its tag', async () => {
    await start();
    const acts: unknown[] = [];
    const notice = {
      title: 'Bob is calling',
      body: '1002',
      tag: 'c1',
      actions: [
        { id: 'answer', label: 'Answer' },
        { id: 'decline', label: 'Decline' },
      ],
      onAct: (act: unknown) => void acts.push(act),
    };
    host?.notify(notice);
    host?.notify({ ...notice, replyHint: 'Write' });
    const [first, second] = electron.notices;
    expect(first?.isClosed).toBe(true);
    expect(second).toMatchObject({ actions: [{ text: 'Answer' }, { text: 'Decline' }], hasReply: true });
    second?.press(1);
    second?.reply('soon');
    expect(acts).toEqual([
      { kind: 'action', id: 'decline' },
      { kind: 'reply', text: 'soon' },
    ]);
    host?.notify(notice);
    host?.withdraw?.('c1');
    expect(electron.notices.at(-1)?.isClosed).toBe(true);
  });

  it('X5: started with the system it stays in the tray until it is asked for', async () => {
    await start(['parlance', '--hidden']);
    await settle();
    const [window] = FakeWindow.opened as [FakeWindow];
    expect(window.calls).toEqual([]);
    host?.showWindow(true);
    expect(window.calls).toEqual(['show', 'focus']);
    host?.setStartAtLogin(true);
    expect(electron.app.loginItem).toEqual({ openAtLogin: true, args: ['--hidden'] });
  });

  it('X5: the window comes back where it stood among the same displays, and never where nobody sees it', async () => {
    await start();
    await settle();
    const [first] = FakeWindow.opened as [FakeWindow];
    const desk = [displayAt(0, 0), displayAt(1920, 0)];
    electron.screen.displays = desk;
    first.bounds = { x: 2000, y: 40, width: 900, height: 700 };
    first.emit('moved');
    electron.screen.displays = [displayAt(0, 0)];
    first.bounds = { x: 10, y: 20, width: 500, height: 600 };
    first.emit('resized');
    electron.screen.displays = desk.toReversed();
    electron.screen.emit('display-added');
    expect(first.calls.at(-1)).toBe('bounds 2000,40');

    await start();
    expect(FakeWindow.opened.at(-1)?.options).toMatchObject({ x: 2000, y: 40, width: 900, height: 700 });
    electron.screen.displays = [displayAt(0, 0)];
    await start();
    expect(FakeWindow.opened.at(-1)?.options).toMatchObject({ x: 10, y: 20, width: 500, height: 600 });
    electron.screen.displays = [displayAt(5000, 0)];
    await start();
    expect(FakeWindow.opened.at(-1)?.options).toMatchObject({ width: 1080, height: 760 });
    expect(FakeWindow.opened.at(-1)?.options.x).toBeUndefined();
    // A place that nobody could take hold of is none.
    electron.screen.displays = [displayAt(0, 0)];
    first.bounds = { x: -2000, y: 0, width: 500, height: 600 };
    first.emit('moved');
    await start();
    expect(FakeWindow.opened.at(-1)?.options.x).toBeUndefined();
  });

  it('X5: the tray shows how many are unread and sets the status; Windows gets the number as an overlay', async () => {
    await start([], 'win32');
    const set: string[] = [];
    host?.setTray?.({
      ...{ show: 'available', manual: 'automatic', unread: 3 },
      setPresence: (manual) => void set.push(manual),
    });
    expect(electron.trays.at(-1)).toBe('Parlance (3)');
    electron.menus
      .at(-1)
      ?.find(({ label }) => label === 'Do not disturb')
      ?.click?.();
    expect(set).toEqual(['do-not-disturb']);
    host?.setTray?.(undefined);
    expect(electron.menus.at(-1)?.map(({ label }) => label)).toEqual(['Show Parlance', undefined, 'Quit']);
    host?.setBadge(3);
    host?.setBadge(0);
    expect(FakeWindow.opened.at(-1)?.calls.slice(-2)).toEqual(['overlay 3', 'overlay none']);
  });
});
