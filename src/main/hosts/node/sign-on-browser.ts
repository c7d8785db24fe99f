import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import { listenForReturn, type LoopbackReturn } from '../../app/machine/loopback-return.ts';
import type { Random } from '../../ports/random.port.ts';
import type { SignOnBrowser, SignOnOutcome, SignOnPage, SignOnPlace } from '../../ports/sign-on.port.ts';
import { type Browser, openBrowserWindow } from './browser.ts';

export interface NodeSignOnOptions {
  readonly random: Random;
  /** For windows of our own; absent: there is no such browser. */
  readonly browser: Browser | undefined;
  /** Folder of this profile's local data. */
  readonly folder: string;
  openExternal(url: string): Promise<boolean>;
  /** Unattended mode: nothing is opened, whoever drives the app is told where to go. */
  readonly tell?: (page: { readonly url: string; readonly place: SignOnPlace }) => void;
}

/**
 * Identity providers' pages on plain Node: a window of the installed Chromium with a profile of its own, or the person's
 * browser. Either comes back to a listener on this computer (cisco-uc 7.4, RFC 8252).
 */
export function createNodeSignOn(options: NodeSignOnOptions): SignOnBrowser {
  return {
    async open(place, redirectUri) {
      const listening = await listenForReturn(redirectUri, options.random);
      if (!listening.ok) return listening;
      const { value: back } = listening;
      return ok({
        redirectUri: back.redirectUri,
        isWatched: false,
        close: () => back.close(),
        show: (page) => show(options, place, back, page),
      });
    },
  };
}

async function show(
  options: NodeSignOnOptions,
  place: SignOnPlace,
  back: LoopbackReturn,
  page: SignOnPage,
): Promise<Result<SignOnOutcome>> {
  const shown = await open(options, place, page);
  if (!shown) return fail('auth.sign-on-no-browser');
  const result = await Promise.race([back.returned(page), shown.closed]);
  shown.end();
  return result;
}

interface Shown {
  readonly closed: Promise<Result<SignOnOutcome>>;
  end(): void;
}

async function open(
  { browser, folder, openExternal, tell }: NodeSignOnOptions,
  place: SignOnPlace,
  { url, keepsCookies, kerberosServers }: SignOnPage,
): Promise<Shown | undefined> {
  const unseen: Shown = { closed: new Promise(() => undefined), end: () => undefined };
  if (tell) {
    tell({ url, place });
    return unseen;
  }
  if (place === 'browser' || !browser) return (await openExternal(url)) ? unseen : undefined;
  const profile = join(folder, 'sign-on');
  const forget = (): void => {
    if (!keepsCookies) rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  };
  forget();
  // Also none: then Chromium shows this computer's sign-in to nobody.
  const flags = [`--auth-server-allowlist=${kerberosServers.join(',')}`];
  const window = openBrowserWindow(browser, url, {
    ...{ folder: profile, isHeadless: false, isStranger: true, flags },
  });
  return {
    closed: new Promise((resolve) => {
      window.process.once('exit', () => {
        forget();
        resolve(ok({ kind: 'closed' }));
      });
    }),
    end: () => void window.close(),
  };
}
