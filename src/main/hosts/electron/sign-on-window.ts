import type { BrowserWindow, Certificate } from 'electron';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import { createWords } from '../../app/words.ts';
import { listenForReturn } from '../../app/machine/loopback-return.ts';
import type { Random } from '../../ports/random.port.ts';
import type { SignOnBrowser, SignOnOutcome, SignOnPage, SignOnVisit } from '../../ports/sign-on.port.ts';
import type { ElectronApi } from './electron-api.ts';

type SignOnApi = Pick<ElectronApi, 'app' | 'BrowserWindow' | 'dialog' | 'session' | 'shell'>;

/**
 * Identity providers' pages under Electron: in a window with a session of its own, that sees nothing of ours and is left at
 * the redirect address before that is loaded (cisco-uc 7.4); or in the person's browser, with a listener on this computer.
 */
export function createElectronSignOn(electron: SignOnApi, random: Random): SignOnBrowser {
  const windows = new Set<BrowserWindow>();
  letPersonChooseCertificate(electron, windows);
  return {
    async open(place, redirectUri) {
      if (place === 'browser') return openInBrowser(electron, redirectUri, random);
      return ok({
        redirectUri,
        isWatched: true,
        show: (page) => showWindow(electron, windows, redirectUri, page),
        close: () => undefined,
      });
    },
  };
}

async function openInBrowser(
  { shell }: SignOnApi,
  redirectUri: string,
  random: Random,
): Promise<Result<SignOnVisit>> {
  const listening = await listenForReturn(redirectUri, random);
  if (!listening.ok) return listening;
  const { value: back } = listening;
  return ok({
    redirectUri: back.redirectUri,
    isWatched: false,
    close: () => back.close(),
    async show(page) {
      try {
        await shell.openExternal(page.url);
      } catch {
        return fail('auth.sign-on-no-browser');
      }
      return back.returned(page);
    },
  });
}

function showWindow(
  electron: SignOnApi,
  windows: Set<BrowserWindow>,
  redirectUri: string,
  page: SignOnPage,
): Promise<Result<SignOnOutcome>> {
  const partition = page.keepsCookies ? 'persist:sign-on' : 'sign-on';
  guardSession(electron, partition, page);
  const window = new electron.BrowserWindow({
    width: 560,
    height: 720,
    autoHideMenuBar: true,
    title: page.title,
    webPreferences: {
      partition,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
    },
  });
  windows.add(window);
  return new Promise((resolve) => {
    const finish = (result: Result<SignOnOutcome>): void => {
      if (!windows.delete(window)) return;
      resolve(result);
      window.destroy();
    };
    watchNavigation(window, redirectUri, (url) => finish(ok({ kind: 'returned', url })));
    window.on('closed', () => finish(ok({ kind: 'closed' })));
    page.signal.addEventListener('abort', () => finish(fail('app.cancelled')), { once: true });
    void window.loadURL(page.url).catch(() => {
      // Left at the redirect address, or a page that shows its own error: the person sees it and closes the window.
    });
  });
}

/** Only HTTPS pages; the redirect address is never loaded, only read. The title always says whose page it is. */
function watchNavigation(window: BrowserWindow, redirectUri: string, onReturn: (url: string) => void): void {
  const contents = window.webContents;
  const look = (event: {
    preventDefault(): void;
    readonly url: string;
    readonly isMainFrame: boolean;
  }): void => {
    if (!event.isMainFrame) return;
    if (isAt(event.url, redirectUri)) {
      event.preventDefault();
      onReturn(event.url);
    } else if (URL.parse(event.url)?.protocol !== 'https:') event.preventDefault();
  };
  contents.on('will-navigate', look);
  contents.on('will-redirect', look);
  contents.on('page-title-updated', (event) => event.preventDefault());
  contents.on('did-navigate', (_event, url) => window.setTitle(URL.parse(url)?.hostname ?? ''));
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** The address itself, with any query or fragment; not one that merely begins alike. */
function isAt(url: string, redirectUri: string): boolean {
  return url.startsWith(redirectUri) && /^($|[?#])/.test(url.slice(redirectUri.length));
}

/** The provider's pages get no permission and no downloads; certificates are judged as everywhere else (A10). */
function guardSession({ session }: SignOnApi, partition: string, page: SignOnPage): void {
  const own = session.fromPartition(partition);
  own.setPermissionCheckHandler(() => false);
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  own.allowNTLMCredentialsForDomains(page.kerberosServers.join(','));
  own.removeAllListeners('will-download');
  own.on('will-download', (event) => event.preventDefault());
  own.setCertificateVerifyProc(({ hostname, certificate, errorCode }, answer) => {
    const isAccepted = errorCode !== 0 && page.isPinned(hostname, fingerprintOf(certificate));
    // 0 takes it, -3 leaves it to Chromium.
    answer(isAccepted ? 0 : -3);
  });
}

/** `sha256/<base64>` as upper-case hex pairs with colons. */
function fingerprintOf({ fingerprint }: Certificate): string {
  const bytes = Buffer.from(fingerprint.replace(/^sha256\//, ''), 'base64');
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':');
}

/** Providers that want a certificate: Chromium would take the first one without a word. */
function letPersonChooseCertificate({ app, dialog }: SignOnApi, windows: ReadonlySet<BrowserWindow>): void {
  app.on('select-client-certificate', (event, contents, url, certificates, choose) => {
    const window = [...windows].find((each) => each.webContents === contents);
    if (!window) return;
    event.preventDefault();
    const host = URL.parse(url)?.hostname ?? '';
    const words = createWords();
    void dialog
      .showMessageBox(window, {
        type: 'question',
        message: words('sign-on.choose-certificate', { host }),
        buttons: [
          ...certificates.map(({ subjectName, issuerName }) => `${subjectName} (${issuerName})`),
          words('sign-on.no-certificate'),
        ],
        cancelId: certificates.length,
      })
      .then(({ response }) => choose(certificates[response]));
  });
}
