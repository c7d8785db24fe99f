import { tmpdir } from 'node:os';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeElectron, type FakeElectron, FakeWindow } from '../../../../test/fakes/fake-electron.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { strongRandom } from '../../app/machine/strong-random.ts';
import type { SignOnBrowser, SignOnPage } from '../../ports/sign-on.port.ts';
import { createElectronSignOn } from './sign-on-window.ts';

const BACK = 'http://127.0.0.1:48443/signed-in';
let electron: FakeElectron;
let browser: SignOnBrowser;
let abort: AbortController;

beforeEach(() => {
  electron = createFakeElectron(tmpdir());
  FakeWindow.opened.length = 0;
  abort = new AbortController();
  browser = createElectronSignOn(electron.api, strongRandom);
});

const page = (more: Partial<SignOnPage> = {}): SignOnPage => ({
  url: 'https://ucm.example.test:8443/ssosp/oauth/authorize?state=s1',
  title: 'idp.example.test',
  keepsCookies: true,
  kerberosServers: [],
  signal: abort.signal,
  isPinned: () => false,
  ...more,
});

async function show(more: Partial<SignOnPage> = {}) {
  const visit = unwrap(await browser.open('window', BACK));
  const outcome = visit.show(page(more));
  const window = FakeWindow.opened.at(-1) as FakeWindow;
  const go = (event: 'will-navigate' | 'will-redirect', url: string, isMainFrame = true) => {
    let isPrevented = false;
    window.webContents.emit(event, { url, isMainFrame, preventDefault: () => (isPrevented = true) });
    return isPrevented;
  };
  return { visit, outcome, window, go };
}

describe('the provider’s window under Electron', () => {
  it('Q1: it is sandboxed, without preload, in a session of its own that gives no permission and no download', async () => {
    const { window, visit } = await show();
    expect(visit.isWatched).toBe(true);
    expect(window.options.webPreferences).toMatchObject({
      partition: 'persist:sign-on',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    });
    expect(window.options.webPreferences).not.toHaveProperty('preload');
    const session = electron.partitions.get('persist:sign-on');
    expect(session?.check?.()).toBe(false);
    const download = { preventDefault: vi.fn() };
    session?.emit('will-download', download);
    expect(download.preventDefault).toHaveBeenCalled();
    expect(window.webContents.openHandler?.({ url: 'https://x.test' })).toEqual({ action: 'deny' });
  });

  it('A2: the redirect address is read and never loaded, and the window goes', async () => {
    const { outcome, window, go } = await show();
    expect(go('will-redirect', 'https://idp.example.test/idp/sso')).toBe(false);
    expect(go('will-redirect', `${BACK}?code=abc&state=s1`, false)).toBe(false);
    expect(go('will-redirect', `${BACK}-elsewhere?code=abc`)).toBe(true);
    expect(go('will-redirect', `${BACK}?code=abc&state=s1`)).toBe(true);
    expect(await outcome).toEqual({
      ok: true,
      value: { kind: 'returned', url: `${BACK}?code=abc&state=s1` },
    });
    expect(window.calls).toContain('destroy');
  });

  it('A2: the computer’s own sign-in (Kerberos) is shown to the configured servers and to nobody else', async () => {
    await show({ kerberosServers: ['idp.corp.test', '*.sso.corp.test'] });
    expect(electron.partitions.get('persist:sign-on')?.integrated).toBe('idp.corp.test,*.sso.corp.test');
    await show();
    expect(electron.partitions.get('persist:sign-on')?.integrated).toBe('');
  });

  it('Q1: only HTTPS pages are gone to', async () => {
    const { go } = await show();
    for (const url of [
      'http://idp.example.test/',
      'file:///etc/passwd',
      'parlance-app://window/',
      'ms-word:x',
    ])
      expect(go('will-navigate', url)).toBe(true);
    expect(go('will-navigate', 'https://mfa.example.test/')).toBe(false);
  });

  it('A2: the title says whose page it is, whatever the page says', async () => {
    const { window } = await show();
    const event = { preventDefault: vi.fn() };
    window.webContents.emit('page-title-updated', event);
    expect(event.preventDefault).toHaveBeenCalled();
    window.webContents.emit('did-navigate', {}, 'https://idp.example.test:8443/idp/sso');
    expect(window.calls).toContain('title idp.example.test');
  });

  it('A2: closed by the person, and ended by us, are told apart', async () => {
    const closed = await show();
    closed.window.emit('closed');
    expect(await closed.outcome).toEqual({ ok: true, value: { kind: 'closed' } });
    const ended = await show();
    abort.abort();
    expect(await ended.outcome).toMatchObject({ ok: false, error: { code: 'app.cancelled' } });
    expect(ended.window.calls).toContain('destroy');
  });

  it('A2: without CacheSessionCookieInDevice the cookies live in memory', async () => {
    const { window } = await show({ keepsCookies: false });
    expect(window.options.webPreferences).toMatchObject({ partition: 'sign-on' });
  });

  it('A10: a certificate that the person has accepted for the host is taken, every other one is Chromium’s matter', async () => {
    const pins: string[] = [];
    await show({
      isPinned: (host, fingerprint) => pins.push(`${host} ${fingerprint}`) > 0 && host === 'ucm.example.test',
    });
    const verify = electron.partitions.get('persist:sign-on')?.verify;
    const ask = (hostname: string, errorCode: number) => {
      let result: number | undefined;
      verify?.(
        { hostname, errorCode, certificate: { fingerprint: 'sha256/q80=' } },
        (given) => (result = given),
      );
      return result;
    };
    expect(ask('ucm.example.test', -202)).toBe(0);
    expect(ask('idp.example.test', -202)).toBe(-3);
    expect(ask('idp.example.test', 0)).toBe(-3);
    expect(pins[0]).toBe('ucm.example.test AB:CD');
  });

  it('A2: which certificate is shown to the provider is the person’s choice; none is one too', async () => {
    const { window } = await show();
    const certificates = [{ subjectName: 'Alice', issuerName: 'Card CA' }];
    const choose = vi.fn();
    const event = { preventDefault: vi.fn() };
    electron.app.emit(
      'select-client-certificate',
      event,
      window.webContents,
      'https://idp.example.test/',
      certificates,
      choose,
    );
    await vi.waitFor(() => expect(choose).toHaveBeenCalledWith(certificates[0]), { timeout: 15_000 });
    expect(event.preventDefault).toHaveBeenCalled();
    expect(electron.boxes[0]).toEqual(['Alice (Card CA)', 'None']);
    const other = vi.fn();
    electron.app.emit('select-client-certificate', event, {}, 'https://x.test/', certificates, other);
    expect(electron.boxes).toHaveLength(1);
  });

  it('A2: a visit that is cancelled while the browser is being opened ends', async () => {
    const visit = unwrap(await browser.open('browser', 'http://127.0.0.1:0/signed-in'));
    const outcome = visit.show(page());
    abort.abort();
    expect(await outcome).toMatchObject({ error: { code: 'app.cancelled' } });
    visit.close();
  });

  it('A2: the browser is handed the page, and comes back to this computer', async () => {
    const visit = unwrap(await browser.open('browser', 'http://127.0.0.1:0/signed-in'));
    expect(visit.isWatched).toBe(false);
    const outcome = visit.show(page());
    await vi.waitFor(() => expect(electron.opened).toEqual([page().url]), { timeout: 15_000 });
    await fetch(`${visit.redirectUri}?code=abc&state=s1`);
    expect(await outcome).toMatchObject({
      value: { kind: 'returned', url: `${visit.redirectUri}?code=abc&state=s1` },
    });
    visit.close();
  });
});
