import { request } from 'node:https';
import type { CiscoLab } from '../../lab/cisco/cisco-lab.ts';
import type { SignOnBrowser, SignOnPage } from '../../src/main/ports/sign-on.port.ts';
import { fail, ok } from '../../src/shared/errors/result.ts';

/** What the person at the browser does with each page that wants something. */
export type PageDeed =
  | { readonly kind: 'sign-in'; readonly user: string; readonly password: string }
  | { readonly kind: 'certificate' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'close' }
  /** Looks at the page until the visit is ended. */
  | { readonly kind: 'wait' };

export interface LabBrowser extends SignOnBrowser {
  /** One for each form that is shown; `wait` when there are none left. */
  readonly deeds: PageDeed[];
  /** Every page shown, as `place host path status`, and problems the pages told. */
  readonly seen: string[];
  /** Spoils the address it comes back with. */
  spoil: (url: string) => string;
  cannotOpen: boolean;
  /** Somebody looks at a page and does nothing. */
  isWaiting: boolean;
}

/** A browser over real HTTPS to the lab's pages: follows redirects, fills in forms, runs the self-sending one. */
export function labBrowser(lab: () => CiscoLab, ca: () => string): LabBrowser {
  const cookies = new Map<string, string>();
  const browser: LabBrowser = {
    deeds: [],
    seen: [],
    spoil: (url) => url,
    cannotOpen: false,
    isWaiting: false,
    open: async (place, redirectUri) => {
      if (browser.cannotOpen) return fail('auth.sign-on-no-browser');
      return ok({
        redirectUri,
        isWatched: place === 'window',
        show: async (page) => {
          const url = await surf(browser, page, { place, redirectUri, cookies, lab, ca });
          if (page.signal.aborted) return fail('app.cancelled');
          return ok(url === undefined ? { kind: 'closed' } : { kind: 'returned', url: browser.spoil(url) });
        },
        close: () => undefined,
      });
    },
  };
  return browser;
}

interface Surfing {
  readonly place: string;
  readonly redirectUri: string;
  readonly cookies: Map<string, string>;
  readonly lab: () => CiscoLab;
  readonly ca: () => string;
}

async function surf(browser: LabBrowser, page: SignOnPage, how: Surfing): Promise<string | undefined> {
  let next: { url: string; form?: URLSearchParams } = { url: page.url };
  for (let hops = 0; hops < 30; hops += 1) {
    if (next.url.startsWith(how.redirectUri)) return next.url;
    const { url, form } = next;
    const answer = await load(how, url, form);
    const { hostname, pathname } = new URL(url);
    browser.seen.push(`${how.place} ${hostname} ${pathname} ${answer.status}`);
    const problem = /role="alert">([^<]*)/.exec(answer.body)?.[1];
    if (problem !== undefined) browser.seen.push(problem);
    if (answer.location !== undefined) {
      next = { url: new URL(answer.location, url).href };
      continue;
    }
    const fields = new URLSearchParams();
    const [, first = ''] = /<form([\s\S]*?)<\/form>/.exec(answer.body) ?? [];
    for (const [, name = '', value = ''] of first.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g))
      fields.set(name, value);
    const action = /action="([^"]*)"/.exec(first)?.[1];
    if (action === undefined) return undefined;
    if (!answer.body.includes('document.forms[0].submit()')) {
      const deed: PageDeed = browser.deeds.shift() ?? { kind: 'wait' };
      if (deed.kind === 'close') return undefined;
      if (deed.kind === 'wait') {
        browser.isWaiting = true;
        await aborted(page.signal);
        browser.isWaiting = false;
        return undefined;
      }
      fields.set('do', deed.kind);
      if (deed.kind === 'sign-in') {
        fields.set('user', deed.user);
        fields.set('password', deed.password);
      }
    }
    next = { url: new URL(action, url).href, form: fields };
  }
  throw new Error('the pages lead in a circle');
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

function load(
  { cookies, lab, ca }: Surfing,
  url: string,
  form: URLSearchParams | undefined,
): Promise<{ status: number; body: string; location?: string }> {
  const { hostname, port, pathname, search } = new URL(url);
  const node = Object.values(lab().nodes).find(({ fqdn }) => fqdn === hostname) ?? lab().nodes['ucm-b'];
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        ...{ host: node.host, port: Number(port), path: pathname + search, servername: hostname, ca: ca() },
        method: form ? 'POST' : 'GET',
        agent: false,
        headers: {
          host: `${hostname}:${port}`,
          ...(cookies.has(hostname) && { cookie: cookies.get(hostname) }),
          ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
        },
      },
      (answer) => {
        let body = '';
        const [cookie] = answer.headers['set-cookie'] ?? [];
        if (cookie) cookies.set(hostname, cookie.split(';')[0] ?? '');
        answer.setEncoding('utf8').on('data', (chunk) => (body += chunk));
        answer.on('end', () => {
          const { location } = answer.headers;
          resolve({ status: answer.statusCode ?? 0, body, ...(location !== undefined && { location }) });
        });
      },
    );
    sent.on('error', reject).end(form?.toString());
  });
}
