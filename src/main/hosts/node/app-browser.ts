import type { Clock } from '../../ports/clock.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { MediaPageDoor } from '../../ports/media-page.port.ts';
import type { BrowserWindow } from './browser.ts';
import type { DevtoolsPipe } from './devtools-pipe.ts';
import { HiddenPage } from './hidden-page.ts';
import { createDeathCount } from './death-count.ts';

export interface AppBrowserPorts {
  /** Starts a browser with the app's window in it. */
  readonly start: () => BrowserWindow;
  /** Of our pages: scheme, host and port. */
  readonly origin: string;
  /** Address of the page that holds the sound of calls; good once. */
  readonly mediaPageUrl: () => string;
  readonly clock: Clock;
  readonly log: Log;
}

/** The browser with our window and, beside it, the page that holds the sound of calls. */
export interface AppBrowser {
  readonly mediaPage: MediaPageDoor;
  /** `onClosed`: a person closed the window, or it can't be kept alive. */
  open(onClosed: () => void): void;
  /** Opens it where nobody sees it any more. */
  show(): void;
  close(): Promise<void>;
}

const PAUSE_MS = 250;

/**
 * Without these a page is told neither which microphones and cameras there are nor, hidden, lets any loudspeaker but the
 * system's be chosen. One by one: to grant several at once denies all others, notifications among them.
 */
const DEVICES = ['microphone', 'camera', 'speaker-selection'] as const;

function allowDevices(devtools: Pick<DevtoolsPipe, 'call'>, origin: string): Promise<unknown> {
  const allow = (name: string) =>
    devtools.call('Browser.setPermission', { origin, permission: { name }, setting: 'granted' });
  // A browser that knows one of them by another name gives the others.
  return Promise.allSettled(DEVICES.map(allow));
}

/** Opened; opened again when it is gone and wanted or has died (calls go on meanwhile); closed at the end. */
export function createAppBrowser({ start, origin, mediaPageUrl, clock, log }: AppBrowserPorts): AppBrowser {
  let browser: BrowserWindow | undefined;
  let pause: ReturnType<typeof setTimeout> | undefined;
  let isClosing = false;
  let closed = (): void => undefined;
  const browserDeaths = createDeathCount(clock);
  const pageDeaths = createDeathCount(clock);
  const mediaPage = new HiddenPage(mediaPageUrl);

  const begin = (): void => {
    const begun = start();
    browser = begun;
    begun.process.once('exit', (code) => {
      const deaths = browserDeaths.next();
      // A person who closes the window ends the browser with 0.
      if (code === 0 || isClosing || deaths === undefined) return closed();
      log.warn('the window died and is opened again', { code: code ?? 'signal' });
      // What it leaves behind (its helpers, its locks) needs a moment to go.
      pause = setTimeout(() => {
        pause = undefined;
        if (isClosing) closed();
        else begin();
      }, PAUSE_MS * deaths);
    });
    const { devtools } = begun;
    if (!devtools) return;
    void allowDevices(devtools, origin);
    mediaPage.use(devtools);
    // A page that has crashed in a browser that lives on stays a grey window until somebody loads it anew.
    devtools.on('Target.targetCrashed', ({ targetId }) => {
      if (typeof targetId !== 'string' || mediaPage.is(targetId)) return;
      const deaths = pageDeaths.next();
      log.warn('the page in the window has crashed', { deaths: deaths ?? 'too many' });
      if (deaths === undefined) return;
      const reload = async () => {
        const { sessionId } = await devtools.call('Target.attachToTarget', { targetId, flatten: true });
        await devtools.call('Page.reload', {}, sessionId);
        await devtools.call('Target.detachFromTarget', { sessionId });
      };
      reload().catch(() => void begun.process.kill('SIGKILL'));
    });
    devtools.call('Target.setDiscoverTargets', { discover: true }).catch(() => undefined);
  };
  return {
    mediaPage,
    open(onClosed) {
      closed = onClosed;
      begin();
    },
    show() {
      // One that is opened again in a moment must not meet another in the same profile.
      if (pause === undefined && browser?.process.exitCode !== null) begin();
    },
    async close() {
      isClosing = true;
      await browser?.close();
    },
  };
}
